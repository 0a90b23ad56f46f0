import Interview

/// What neither libsndfile nor this module reads, through ffmpeg as a confined child.
///
/// The child gets the open file as its standard input, reads it by that descriptor (so that it can seek, and whatever
/// happens to the name does not matter), by the one demuxer that the content calls for, and writes an AU stream: six
/// words that tell rate and channels, then big-endian samples. `aresample=async=1:first_pts=0` puts silence where
/// timestamps jump and before a track that starts late.
final class FFmpegDecoder: SoundDecoder {
  let sampleRate: Int
  let channels: Int
  let codec: String
  /// Audio tracks that ffmpeg found in the file.
  let tracks: Int
  private(set) var ending = SoundEnding()
  /// The file is the child's standard input: it must stay open as long as the child runs.
  private let source: RecordingFile
  private let child: ConfinedChild
  private let readTimeout: Double
  private var time: Double
  private var bytes: [UInt8]
  private var start = 0
  private var end = 0
  private var produced: Int64 = 0
  private var isAtEnd = false

  /// - Throws: `recording.decoder-not-started`, `recording.decoder-failed`, `recording.decoder-timeout`,
  ///   `recording.no-audio-track`, `recording.encrypted`.
  init(_ source: RecordingFile, _ location: FFmpegLocation, demuxer: String, track: Int, codec: String?, limits: RecordingLimits)
    throws(Fault)
  {
    self.source = source
    readTimeout = limits.decoderReadTimeout
    time = limits.decoderTime
    let arguments = [
      "-nostdin", "-hide_banner", "-nostats", "-v", "level+info", "-threads", "1", "-protocol_whitelist", "file",
      "-f", demuxer, "-i", "file:/proc/self/fd/0", "-map", "0:a:\(track)", "-vn", "-sn", "-dn",
      "-af", "aresample=async=1:first_pts=0", "-t", "\(Int(limits.maximumDuration) + 1)",
      "-c:a", "pcm_f32be", "-f", "au", "-protocol_whitelist", "pipe", "pipe:1",
    ]
    child = try location.start(arguments, input: source.plainDescriptor(), limits: limits)
    bytes = Array(repeating: 0, count: 65_536)
    var header: [UInt8] = []
    var spent = limits.decoderTime
    while header.count < 24 || header.count < min(header.be32(4) ?? 24, 4096) {
      var timeout = min(limits.decoderReadTimeout, spent)
      let before = timeout
      guard let got = child.read(into: &bytes, timeout: &timeout) else { throw Self.timeout(child) }
      spent -= before - timeout
      guard got > 0 else {
        if let fault = Self.failure(child, produced: false, timeout: limits.decoderReadTimeout) { throw fault }
        throw Fault(header.isEmpty ? .recordingHeaderOnly : .recordingDecoderFailed, header.isEmpty ? demuxer : "AU")
      }
      header.append(contentsOf: bytes[..<got])
    }
    time = spent
    guard header.has(".snd"), let offset = header.be32(4), (24...4096).contains(offset), header.be32(12) == 6,
      let rate = header.be32(16), let count = header.be32(20), rate > 0, count > 0, count <= 255
    else { throw Fault(.recordingDecoderFailed, "AU") }
    sampleRate = rate
    channels = count
    let codecs = FFmpegComplaints(child.complaints).codecs
    tracks = codecs.count
    self.codec = codec ?? (track < codecs.count ? codecs[track] : "unknown")
    bytes.replaceSubrange(0..<(header.count - offset), with: header[offset...])
    end = header.count - offset
  }

  func read(frames: Int, into block: inout [Float]) throws(Fault) -> Int {
    let wanted = frames * channels
    var filled = 0
    while filled < wanted {
      let available = min((end - start) / 4, wanted - filled)
      for index in 0..<available {
        let byteOffset = start + 4 * index
        let bits =
          UInt32(bytes[byteOffset]) << 24 | UInt32(bytes[byteOffset + 1]) << 16 | UInt32(bytes[byteOffset + 2]) << 8
          | UInt32(bytes[byteOffset + 3])
        block[filled + index] = Float(bitPattern: bits)
      }
      start += 4 * available
      filled += available
      if filled == wanted { break }
      guard !isAtEnd, try refill() else { break }
    }
    produced += Int64(filled / channels)
    return filled / channels
  }

  /// Moves what is left to the front and reads on; false at the end.
  private func refill() throws(Fault) -> Bool {
    let rest = Array(bytes[start..<end])
    var timeout = min(readTimeout, time)
    let before = timeout
    guard let got = child.read(into: &bytes, timeout: &timeout) else { throw Self.timeout(child) }
    time -= before - timeout
    guard got > 0 else {
      isAtEnd = true
      if let fault = Self.failure(child, produced: produced > 0 || start > 0, timeout: readTimeout) { throw fault }
      let complaints = FFmpegComplaints(child.complaints)
      ending.isCut = complaints.tellsOfMissingEnd
      ending.damage = ending.isCut ? nil : complaints.first
      return false
    }
    if !rest.isEmpty {
      bytes.insert(contentsOf: rest, at: 0)
    }
    start = 0
    end = rest.count + got
    return true
  }

  private static func timeout(_ child: ConfinedChild) -> Fault {
    child.stop()
    return Fault(.recordingDecoderTimeout)
  }

  /// Why the child ended, unless it ended well, or with an error after it had given sound.
  private static func failure(_ child: ConfinedChild, produced: Bool, timeout: Double) -> Fault? {
    var timeout = timeout
    guard let exit = child.finish(timeout: &timeout) else { return Fault(.recordingDecoderTimeout) }
    let complaints = FFmpegComplaints(child.complaints)
    switch exit {
    case .signal(let number):
      // SIGXCPU and, a second later, SIGKILL are how the limit on processor time ends a child.
      return number == 24 || number == 9 ? Fault(.recordingDecoderTimeout) : Fault(.recordingDecoderFailed, "signal \(number)")
    case .code(0): return nil
    case .code(let code):
      if produced { return nil }
      return complaints.hasNoAudio ? Fault(.recordingNoAudioTrack) : Fault(.recordingDecoderFailed, complaints.first ?? "exit \(code)")
    }
  }
}
