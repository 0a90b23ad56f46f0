/// The checksum of Ogg pages (RFC 3533, 6, field 7): polynomial 0x04C11DB7, most significant bit first, nothing inverted,
/// over the page with its own four bytes as zeros.
package enum OggChecksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    var value = UInt32(byte) << 24
    for _ in 0..<8 { value = value & 0x8000_0000 != 0 ? value << 1 ^ 0x04C1_1DB7 : value << 1 }
    return value
  }

  package static func of(_ header: [UInt8], _ body: [UInt8]) -> UInt32 {
    let table = Self.table
    var sum: UInt32 = 0
    for (index, byte) in header.enumerated() {
      sum = sum << 8 ^ table[Int(sum >> 24) ^ Int((22..<26).contains(index) ? 0 : byte)]
    }
    for byte in body { sum = sum << 8 ^ table[Int(sum >> 24) ^ Int(byte)] }
    return sum
  }

  static func matches(_ header: [UInt8], _ body: [UInt8]) -> Bool { header.le32(22) == Int(of(header, body)) }
}
