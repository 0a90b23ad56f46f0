import Interview

/// What an ASF (WMA, WMV) file's header says, by the GUIDs that stand in it (Microsoft, ASF specification 1.20.05, 10).
enum ASFContent {
  private static let audio: [UInt8] = [0x40, 0x9E, 0x69, 0xF8, 0x4D, 0x5B, 0xCF, 0x11, 0xA8, 0xFD, 0x00, 0x80, 0x5F, 0x5C, 0x44, 0x2B]
  private static let encryption: [[UInt8]] = [
    [0xFB, 0xB3, 0x11, 0x22, 0x23, 0xBD, 0xD2, 0x11, 0xB4, 0xB7, 0x00, 0xA0, 0xC9, 0x55, 0xFC, 0x6E],
    [0x14, 0xE6, 0x8A, 0x29, 0x22, 0x26, 0x17, 0x4C, 0xB9, 0x35, 0xDA, 0xE0, 0x7E, 0xE9, 0x28, 0x9C],
  ]

  static let fileProperties: [UInt8] = [
    0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11, 0x8E, 0xE4, 0x00, 0xC0, 0x0C, 0x20, 0x53, 0x65,
  ]

  /// The header object, at most a megabyte of it.
  static func header(_ source: any ByteSource, at start: Int64) throws(Fault) -> [UInt8] {
    let size = try source.bytes(at: start + 16, count: 8).le64(0) ?? 0
    return try source.bytes(at: start, count: Int(max(0, min(size, 1 << 20))))
  }

  static func offset(of guid: [UInt8], in header: [UInt8]) -> Int? {
    header.indices.first { header[$0] == guid[0] && header.has(guid, at: $0) }
  }

  /// - Throws: `recording.encrypted`, `recording.no-audio-track`.
  static func check(_ source: any ByteSource, at start: Int64) throws(Fault) {
    let header = try header(source, at: start)
    if encryption.contains(where: { offset(of: $0, in: header) != nil }) { throw Fault(.recordingEncrypted, "ASF") }
    let isWhole = header.le64(16) == Int64(header.count)
    if isWhole, offset(of: audio, in: header) == nil { throw Fault(.recordingNoAudioTrack) }
  }
}
