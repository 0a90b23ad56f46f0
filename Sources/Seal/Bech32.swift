/// Bech32 (BIP 173), as age spells its keys: a prefix that people read, `1`, five bits a character, a checksum of six.
enum Bech32 {
  private static let characters = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

  /// - Parameter prefix: in lower case.
  static func text(_ bytes: [UInt8], prefix: String) -> String {
    let values = regroup(bytes, from: 8, to: 5, padding: true) ?? []
    let checksum = polymod(expanded(prefix) + values + [UInt8](repeating: 0, count: 6)) ^ 1
    let check = (0..<6).map { UInt8(checksum >> (5 * (5 - UInt32($0))) & 31) }
    return prefix + "1" + String(decoding: (values + check).map { characters[Int($0)] }, as: UTF8.self)
  }

  /// The bytes of a key of this prefix; nil where the text is none: another prefix, mixed case, a wrong character, a checksum
  /// that does not fit, or bits left over.
  static func bytes(_ text: String, prefix: String) -> [UInt8]? {
    let lower = text.lowercased()
    guard text == lower || text == text.uppercased(), lower.hasPrefix(prefix + "1"), lower.utf8.count <= 120 else { return nil }
    var values: [UInt8] = []
    for character in lower.utf8.dropFirst(prefix.utf8.count + 1) {
      guard let value = characters.firstIndex(of: character) else { return nil }
      values.append(UInt8(value))
    }
    guard values.count >= 6, polymod(expanded(prefix) + values) == 1 else { return nil }
    return regroup(values.dropLast(6), from: 5, to: 8, padding: false)
  }

  private static func expanded(_ prefix: String) -> [UInt8] { prefix.utf8.map { $0 >> 5 } + [0] + prefix.utf8.map { $0 & 31 } }

  private static func polymod(_ values: [UInt8]) -> UInt32 {
    let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
    return values.reduce(1) { sum, value in
      let top = sum >> 25
      return generator.indices.reduce((sum & 0x1ff_ffff) << 5 ^ UInt32(value)) { top >> UInt32($1) & 1 == 1 ? $0 ^ generator[$1] : $0 }
    }
  }

  /// Nil where the bits that are left over are more than padding, or not zero.
  private static func regroup(_ values: some Sequence<UInt8>, from: Int, to: Int, padding: Bool) -> [UInt8]? {
    var (bits, count): (UInt32, Int) = (0, 0)
    var result: [UInt8] = []
    for value in values {
      bits = (bits << UInt32(from) | UInt32(value)) & 0xfff
      count += from
      while count >= to {
        count -= to
        result.append(UInt8(bits >> UInt32(count) & (1 << UInt32(to) - 1)))
      }
    }
    let rest = bits & (1 << UInt32(count) - 1)
    if padding { return count > 0 ? result + [UInt8(rest << UInt32(to - count))] : result }
    return count < from && rest == 0 ? result : nil
  }
}
