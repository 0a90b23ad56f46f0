/// What an Opus packet's first two bytes say (RFC 6716, 3.1 and 3.2).
package enum OpusPacket {
  /// Samples at 48 kHz that the packet decodes to; nil where it cannot be valid.
  package static func duration(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
    let toc = Int(bytes[range.lowerBound])
    let frames: Int
    switch toc & 3 {
    case 0: frames = 1
    case 1, 2: frames = 2
    default:
      guard range.count > 1 else { return nil }
      frames = Int(bytes[range.lowerBound + 1] & 0x3F)
    }
    let configuration = toc >> 3
    let length: Int =
      switch configuration {
      case 0..<12: [480, 960, 1920, 2880][configuration & 3]
      case 12..<16: [480, 960][configuration & 1]
      default: [120, 240, 480, 960][configuration & 3]
      }
    let total = frames * length
    return frames > 0 && total <= 5760 ? total : nil
  }
}
