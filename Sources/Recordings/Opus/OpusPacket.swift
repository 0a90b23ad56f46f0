import Glibc

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

/// The identification header of an Opus stream (RFC 7845, 5.1); Matroska keeps the same bytes as the codec's private data.
package struct OpusHead: Sendable, Equatable {
  package let channels: Int
  /// Samples at 48 kHz to drop at the beginning.
  package let preSkip: Int
  /// Factor on every sample.
  package let gain: Float
  /// Whether one decoder for one or two channels is enough.
  package let isSimple: Bool

  /// Nil where the bytes are no such header, or one of a major version that is not known.
  package init?(_ bytes: [UInt8]) {
    guard bytes.has("OpusHead"), bytes.count >= 19, bytes[8] < 16, bytes[9] > 0,
      let preSkip = bytes.le16(10), let gain = bytes.le16(16)
    else { return nil }
    channels = Int(bytes[9])
    self.preSkip = preSkip
    // Q7.8 decibels.
    self.gain = gain == 0 ? 1 : Float(pow(10, Double(Int16(truncatingIfNeeded: gain)) / (256 * 20)))
    if bytes[18] == 0 {
      isSimple = channels <= 2
    } else {
      let expected: [UInt8] = channels == 1 ? [1, 0, 0] : [1, 1, 0, 1]
      isSimple = channels <= 2 && bytes.has(expected, at: 19)
    }
  }
}
