import Interview

/// What a small text must not be allowed to blow up into.
///
/// The composer calls itself once a level and copies what an alias names, so both are bounded before it starts. The scan
/// does not know quotes: it may count a bracket or a star inside a text, which no document of ours has in such numbers.
extension Document {
  /// Levels of brackets; and, at two columns a level, four times as many columns of indentation.
  static let deepest = 64
  /// Sixteen aliases can at most multiply a text by some 360 (k anchors of m aliases each give mᵏ with k·m = 16).
  static let maximumAliases = 16

  static func refuseBombs(_ text: String, name: String) throws(Fault) {
    var line = 1
    var level = 0
    var lead = 0
    var isLeading = true
    var aliases = 0
    var isAlias = false
    var before = UInt8(ascii: "\n")
    for byte in text.utf8 {
      if before == UInt8(ascii: "*"), isName(byte) { aliases += isAlias ? 1 : 0 }
      isAlias = byte == UInt8(ascii: "*") && isGap(before)
      switch byte {
      case UInt8(ascii: "\n"): (line, lead, isLeading) = (line + 1, 0, true)
      case UInt8(ascii: "["), UInt8(ascii: "{"): (level, isLeading) = (level + 1, false)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): (level, isLeading) = (max(0, level - 1), false)
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): lead += isLeading ? 1 : 0
      default: isLeading = false
      }
      guard level <= deepest, lead <= 4 * deepest else { throw Fault(.documentTooDeep, "\(name):\(line)") }
      guard aliases <= maximumAliases else { throw Fault(.documentAliases, "\(name):\(line)") }
      before = byte
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }

  private static func isGap(_ byte: UInt8) -> Bool { " \n\t,[{:-?".utf8.contains(byte) }
}
