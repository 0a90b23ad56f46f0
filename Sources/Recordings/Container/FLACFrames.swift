import Interview

/// The frames at the end of a FLAC file, which tell how long it is where its header does not (RFC 9639, section 9.1).
package enum FLACFrames {
  /// Bytes of the end that are looked at: seven frames of two channels in 16 bits that could not be compressed at all.
  private static let reach: Int64 = 131_072

  private struct Header {
    let start: Int64
    let end: Int64
  }

  /// The number of samples up to the end of the last frame; nil where no two frames that follow each other are found.
  ///
  /// Sync codes occur in sound by chance: a frame is believed where its header's checksum holds and where it begins with
  /// the very sample that another one ends with.
  ///
  /// - Parameter blockSize: STREAMINFO's largest block.
  /// - Complexity: constant.
  package static func end(of source: any ByteSource, blockSize: Int64) throws(Fault) -> Int64? {
    let bytes = try source.bytes(at: max(0, source.size - reach), count: Int(reach))
    var ends: Set<Int64> = []
    var last: Int64?
    for offset in bytes.indices where bytes[offset] == 0xFF {
      guard let header = header(bytes, at: offset, blockSize: blockSize) else { continue }
      if ends.contains(header.start) { last = max(last ?? 0, header.end) }
      ends.insert(header.end)
    }
    return last
  }

  private static func header(_ bytes: [UInt8], at offset: Int, blockSize: Int64) -> Header? {
    // Sixteen bytes hold the longest header.
    guard offset + 16 <= bytes.count, bytes[offset + 1] & 0xFE == 0xF8, bytes[offset + 3] & 1 == 0 else { return nil }
    let (sizeCode, rateCode) = (bytes[offset + 2] >> 4, bytes[offset + 2] & 15)
    guard sizeCode > 0, rateCode < 15, bytes[offset + 3] >> 4 < 11 else { return nil }
    guard let (number, length) = number(bytes, at: offset + 4) else { return nil }
    var next = offset + 4 + length
    let samples: Int64
    switch sizeCode {
    case 1: samples = 192
    case 2...5: samples = 144 << Int64(sizeCode)
    case 6:
      samples = Int64(bytes[next]) + 1
      next += 1
    case 7:
      samples = Int64(bytes[next]) << 8 + Int64(bytes[next + 1]) + 1
      next += 2
    default: samples = 1 << Int64(sizeCode)
    }
    next += rateCode == 12 ? 1 : rateCode > 12 ? 2 : 0
    guard checksum(bytes[offset..<next]) == bytes[next] else { return nil }
    // Blocks of one size are numbered; of different sizes, each names its first sample.
    let start = bytes[offset + 1] & 1 == 1 ? number : number * blockSize
    return Header(start: start, end: start + samples)
  }

  /// A number coded like UTF-8, of at most 36 bits.
  private static func number(_ bytes: [UInt8], at offset: Int) -> (value: Int64, length: Int)? {
    let first = bytes[offset]
    if first < 0x80 { return (Int64(first), 1) }
    let length = (~first).leadingZeroBitCount
    guard (2...7).contains(length) else { return nil }
    var value = Int64(first & (0x7F >> UInt8(length)))
    for index in 1..<length {
      guard bytes[offset + index] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | Int64(bytes[offset + index] & 0x3F)
    }
    return (value, length)
  }

  /// CRC-8 with the polynomial x⁸ + x² + x + 1.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    bytes.reduce(0) { sum, byte in
      (0..<8).reduce(sum ^ byte) { bits, _ in bits & 0x80 != 0 ? bits << 1 ^ 7 : bits << 1 }
    }
  }
}
