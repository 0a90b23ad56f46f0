import Glibc
import Interview
import Signal

/// A recording as recognisers like it and every browser plays it: WAV, 16 kHz, mono, 16 bit, whatever it was before.
///
/// Unsafe: `open` takes a C string for the length of the call; writes name the bytes of an array and their count.
package enum WaveCopy {
  package static let sampleRate = 16_000

  /// Decodes the recording behind `descriptor` into a new file.
  ///
  /// - Parameter path: must not exist; nothing is left there when this fails.
  /// - Returns: the new file, open at its beginning.
  /// - Throws: as `RecordingReader`; `recording.copy-failed` where the new file cannot be written.
  /// - Complexity: linear in the recording's length, in the memory of a block.
  package static func write(_ descriptor: Int32, limits: RecordingLimits, to path: String) throws(Fault) -> RecordingFile {
    var reader = try RecordingReader(descriptor: descriptor, limits: limits)
    let copy = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard copy >= 0 else { throw failure(errno) }
    defer { close(copy) }
    do throws(Fault) {
      try write(&reader, to: copy)
      return try RecordingFile(duplicating: copy)
    } catch {
      unsafe unlink(path)
      throw error
    }
  }

  /// A stretch of a recording, decoded.
  ///
  /// - Parameters:
  ///   - span: seconds from its beginning; what lies beyond the recording's end is not there.
  ///   - longest: seconds that are given at most.
  /// - Throws: as `RecordingReader`; `recording.too-long` beyond `longest`.
  /// - Complexity: linear in the recording up to the span's end; memory of the span.
  package static func bytes(
    of file: RecordingFile, in span: Range<Double>? = nil, longest: Double, limits: RecordingLimits
  ) throws(Fault) -> [UInt8] {
    var reader = try RecordingReader(file: file, limits: limits)
    let rate = Double(sampleRate)
    let (first, last) = (Int((span?.lowerBound ?? 0) * rate), span.map { Int($0.upperBound * rate) } ?? .max)
    var (offset, sound): (Int, [UInt8]) = (0, [])
    try decode(&reader) { samples throws(Fault) in
      let wanted = max(0, first - offset)..<max(0, first - offset, min(samples.count, last - offset))
      if wanted.lowerBound < samples.count { sound += encoded(samples[wanted]) }
      offset += samples.count
      guard sound.count <= Int(longest) * 2 * sampleRate else { throw Fault(.recordingTooLong, "> \(longest) s") }
      return offset < last
    }
    return header(bytes: sound.count) + sound
  }

  /// Gives the recording's samples block by block until `take` says that it has enough.
  private static func decode(_ reader: inout RecordingReader, _ take: ([Float]) throws(Fault) -> Bool) throws(Fault) {
    var resampler = Resampler(from: reader.sampleRate, to: sampleRate)
    var block: [Float] = []
    var resampled: [Float] = []
    var goesOn = true
    while goesOn {
      resampled.removeAll(keepingCapacity: true)
      goesOn = try reader.read(into: &block)
      if goesOn { resampler.append(block, to: &resampled) } else { resampler.finish(into: &resampled) }
      guard try take(resampled) else { return }
    }
  }

  private static func encoded(_ samples: some Sequence<Float>) -> [UInt8] {
    samples.flatMap { sample in
      let value = UInt16(bitPattern: Int16(max(-32_768, min(32_767, (sample * 32_768).rounded()))))
      return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }
  }

  private static func write(_ reader: inout RecordingReader, to copy: Int32) throws(Fault) {
    var bytes = 0
    try write(header(bytes: 0), to: copy)
    try decode(&reader) { samples throws(Fault) in
      let sound = encoded(samples)
      try write(sound, to: copy)
      bytes += sound.count
      return true
    }
    guard lseek(copy, 0, SEEK_SET) == 0 else { throw failure(errno) }
    try write(header(bytes: bytes), to: copy)
    guard lseek(copy, 0, SEEK_SET) == 0 else { throw failure(errno) }
  }

  private static func header(bytes: Int) -> [UInt8] {
    func word(_ value: Int, _ count: Int = 4) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    return Array("RIFF".utf8) + word(36 + bytes) + Array("WAVEfmt ".utf8) + word(16) + word(1, 2) + word(1, 2) + word(sampleRate)
      + word(2 * sampleRate) + word(2, 2) + word(16, 2) + Array("data".utf8) + word(bytes)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Fault) {
    var offset = 0
    while offset < bytes.count {
      let piece = unsafe bytes[offset...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if piece < 0, errno == EINTR { continue }
      guard piece > 0 else { throw failure(errno) }
      offset += piece
    }
  }

  private static func failure(_ number: Int32) -> Fault { Fault(.recordingCopyFailed, unsafe String(cString: strerror(number))) }
}

extension FaultCode {
  public static let recordingCopyFailed = FaultCode(
    "recording.copy-failed", retry: .later,
    cause: Bilingual(zh: "无法为识别程序写出录音的副本", en: "a copy of the recording for the recogniser could not be written"),
    action: Bilingual(zh: "请检查状态目录的剩余空间与权限", en: "check space and permissions of the state directory"))
}
