import Interview

/// Opus in WebM or Matroska, as browsers record it: no duration, no index, clusters without size, timestamps with holes.
///
/// The file's zero is its first block of any track, so that a microphone that started late is late. Where timestamps
/// jump, the missing time becomes silence. Declared durations are ignored.
package final class MatroskaOpusDecoder: SoundDecoder {
  package let sampleRate = OpusPacketDecoder.sampleRate
  package let nativeSampleRate = 48_000
  package let channels: Int
  package let codec = "opus"
  package let claimedFrames: Int64?
  private var reader: MatroskaReader
  private var synthesis: OpusSynthesis
  private var track: MatroskaTrack
  private var clock: StreamClock?
  private var hasBegun = false
  private var bytes: [UInt8] = []
  private var packets: [Range<Int>] = []
  /// Samples at 48 kHz to drop at the end of the last of `packets`.
  private var discard: Int64 = 0
  /// When the first of `packets` is to be heard; nil for those that follow it.
  private var time: Int64?
  /// Whether the first of `packets` has been put on the clock.
  private var isPlaced = false
  private var isAtEnd = false
  private var filled: Int64 = 0
  private var hasBadPacket = false

  /// - Parameter track: its Opus header is a simple one.
  package init(_ source: any ByteSource, start: Int64, track: MatroskaTrack, head: OpusHead, declaredDuration: Double?) throws(Fault) {
    reader = MatroskaReader(source, at: start)
    channels = head.channels
    self.track = track
    synthesis = try OpusSynthesis(head)
    claimedFrames = declaredDuration.map { Int64($0 * Double(OpusPacketDecoder.sampleRate)) }
  }

  package var ending: SoundEnding {
    var ending = SoundEnding()
    ending.isCut = reader.isCut
    ending.damage = hasBadPacket ? "Opus packet" : reader.damaged ? "Matroska: unreadable elements" : nil
    ending.filledGaps = Double(filled) / Double(nativeSampleRate)
    return ending
  }

  package func read(frames: Int, into block: inout [Float]) throws(Fault) -> Int {
    var produced = 0
    while produced < frames {
      if !synthesis.isEmpty {
        produced += synthesis.drain(into: &block, at: produced, room: frames - produced)
      } else if !packets.isEmpty {
        decodeNext()
      } else if isAtEnd {
        break
      } else {
        try takeBlock()
      }
    }
    return produced
  }

  private func decodeNext() {
    guard let range = packets.first else { return }
    let duration = Int64(OpusPacket.duration(bytes, range) ?? 0)
    if !isPlaced {
      isPlaced = true
      let missing = clock?.advance(to: time, duration: duration) ?? 0
      time = nil
      if missing > 0 {
        filled += missing
        synthesis.pushSilence(missing)
        return
      }
    }
    isPlaced = false
    packets.removeFirst()
    if !synthesis.push(bytes, range, keep: packets.isEmpty ? duration - discard : duration) { hasBadPacket = true }
  }

  private func takeBlock() throws(Fault) {
    switch try reader.next() {
    case nil: isAtEnd = true
    case .tracks(let tracks):
      // Recordings put together, each with a beginning of its own: the next goes on where the last ended.
      guard hasBegun, let next = tracks.first(where: \.isAudio), let head = next.opusHead, head.isSimple else { return }
      track = next
      try synthesis.restart(head)
      clock = nil
    case .block(let block):
      hasBegun = true
      let here = block.seconds.map { Int64(($0 * Double(nativeSampleRate)).rounded()) }
      if clock == nil { clock = StreamClock(tolerance: 4_800, jump: 1_920, start: here) }
      guard block.track == track.number else { return }
      packets = try reader.packets(of: block, into: &bytes)
      time = here
      discard = max(0, block.discard / 1_000_000 * 48 + block.discard % 1_000_000 * 48 / 1_000_000)
    }
  }
}
