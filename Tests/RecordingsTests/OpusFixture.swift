import Interview
import Recordings
import TestSupport

/// An Opus stream by ffmpeg, taken apart into packets, to be put together again in right and wrong ways.
struct OpusFixture {
  let head: [UInt8]
  let comments: [UInt8]
  let packets: [[UInt8]]
  /// The file as ffmpeg wrote it.
  let file: [UInt8]
  /// Samples at 48 kHz of one packet.
  let duration = 960

  /// Three seconds: silence, from 1 s to 2 s a tone of 300 Hz, silence.
  static func toneInSilence(_ scratch: RecordingScratch) throws -> OpusFixture {
    let sound = TestSound.silence(seconds: 1) + TestSound.tone(300, seconds: 1) + TestSound.silence(seconds: 1)
    return try OpusFixture(sound, scratch)
  }

  init(_ sound: [Float], _ scratch: RecordingScratch) throws {
    _ = try scratch.write(WAVFixture().bytes([sound]), as: "source.wav")
    try scratch.run(
      "ffmpeg", "-nostdin", "-v", "error", "-y", "-i", "source.wav", "-c:a", "libopus", "-b:a", "32k", "-frame_duration", "20",
      "-page_duration", "200000", "-f", "ogg", "encoded.opus")
    file = try scratch.read("encoded.opus")
    var reader = OggPageReader(MemoryBytes(file), at: 0)
    var page = OggPage()
    var all: [[UInt8]] = []
    while try reader.next(&page) { all += page.pieces.map { Array(page.body[$0]) } }
    head = all[0]
    comments = all[1]
    packets = Array(all[2...])
  }

  var preSkip: Int { head.le16(10) ?? 0 }

  /// An Ogg file of pages of ten packets.
  ///
  /// - Parameters:
  ///   - omitted: numbers of pages of sound to leave out, from 0.
  ///   - end: samples that the last page claims, pre-skip included; nil to leave the end open.
  ///   - offset: added to every granule position.
  func ogg(omitting omitted: Set<Int> = [], end: Int? = nil, offset: Int = 0, serial: UInt32 = 7, head other: [UInt8]? = nil) -> [UInt8] {
    var file = OggFixture.page([other ?? head], serial: serial, sequence: 0, granule: 0, flags: 2)
    file += OggFixture.page([comments], serial: serial, sequence: 1, granule: 0, flags: 0)
    let groups = stride(from: 0, to: packets.count, by: 10).map { Array(packets[$0..<min($0 + 10, packets.count)]) }
    var granule = offset
    for (index, group) in groups.enumerated() {
      granule += group.count * duration
      let isLast = index == groups.count - 1
      let claimed = isLast ? end.map { offset + $0 } ?? granule : granule
      guard !omitted.contains(index) else { continue }
      file += OggFixture.page(group, serial: serial, sequence: index + 2, granule: claimed, flags: isLast && end != nil ? 4 : 0)
    }
    return file
  }
}

enum OggFixture {
  static func page(_ packets: [[UInt8]], serial: UInt32, sequence: Int, granule: Int, flags: UInt8) -> [UInt8] {
    func little(_ value: UInt64, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) } }
    let lacing = packets.flatMap { Array(repeating: UInt8(255), count: $0.count / 255) + [UInt8($0.count % 255)] }
    var header = Array("OggS".utf8) + [0, flags] + little(UInt64(bitPattern: Int64(granule)), 8)
    header += little(UInt64(serial), 4) + little(UInt64(sequence), 4) + [0, 0, 0, 0, UInt8(lacing.count)] + lacing
    let body = packets.flatMap { $0 }
    header.replaceSubrange(22..<26, with: little(UInt64(OggChecksum.of(header, body)), 4))
    return header + body
  }
}
