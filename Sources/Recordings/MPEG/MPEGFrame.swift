/// The four-byte header of an MPEG audio frame (ISO/IEC 11172-3, 2.4.2.3) or the seven-byte one of AAC in ADTS
/// (ISO/IEC 13818-7, 6.2): both begin with twelve or eleven set bits, and only a chain of them is proof.
package struct MPEGFrame: Equatable {
  package enum Kind: Equatable { case layer(Int), adts }

  package let kind: Kind
  package let sampleRate: Int
  package let channels: Int
  /// Samples per channel that the frame holds.
  package let samples: Int
  /// Bytes from this frame's start to the next one's.
  package let length: Int
  /// Whether it is MPEG-1, as opposed to the half-rate extensions 2 and 2.5.
  package let isVersion1: Bool

  /// Nil where the bytes at `at` are no header.
  package init?(_ bytes: [UInt8], at: Int) {
    guard at >= 0, at + 4 <= bytes.count, bytes[at] == 0xFF, bytes[at + 1] & 0xE0 == 0xE0 else { return nil }
    if bytes[at + 1] & 0xF6 == 0xF0 { self.init(adts: bytes, at: at) } else { self.init(mpeg: bytes, at: at) }
  }

  private init?(mpeg bytes: [UInt8], at: Int) {
    let version = Int(bytes[at + 1] >> 3 & 3)  // 0: 2.5, 2: 2, 3: 1
    let layer = 4 - Int(bytes[at + 1] >> 1 & 3)
    let rateIndex = Int(bytes[at + 2] >> 2 & 3)
    let bitIndex = Int(bytes[at + 2] >> 4)
    guard version != 1, layer < 4, rateIndex < 3, bitIndex > 0, bitIndex < 15 else { return nil }
    isVersion1 = version == 3
    let rate = [44_100, 48_000, 32_000][rateIndex] >> (version == 3 ? 0 : version == 2 ? 1 : 2)
    let kilobits = (isVersion1 ? Self.bitRates1[layer - 1] : Self.bitRates2[layer == 1 ? 0 : 1])[bitIndex]
    let padding = Int(bytes[at + 2] >> 1 & 1)
    samples = layer == 1 ? 384 : layer == 2 || isVersion1 ? 1152 : 576
    length = layer == 1 ? (12_000 * kilobits / rate + padding) * 4 : samples / 8 * 1000 * kilobits / rate + padding
    sampleRate = rate
    channels = bytes[at + 3] >> 6 == 3 ? 1 : 2
    kind = .layer(layer)
  }

  private init?(adts bytes: [UInt8], at: Int) {
    guard at + 7 <= bytes.count else { return nil }
    let rateIndex = Int(bytes[at + 2] >> 2 & 15)
    length = Int(bytes[at + 3] & 3) << 11 | Int(bytes[at + 4]) << 3 | Int(bytes[at + 5] >> 5)
    guard rateIndex < Self.adtsRates.count, length >= 7 else { return nil }
    sampleRate = Self.adtsRates[rateIndex]
    channels = Int(bytes[at + 2] & 1) << 2 | Int(bytes[at + 3] >> 6)
    samples = 1024 * (Int(bytes[at + 6] & 3) + 1)
    kind = .adts
    isVersion1 = false
  }

  /// Whether the other frame can follow this one in the same stream.
  package func agrees(with other: MPEGFrame) -> Bool {
    kind == other.kind && sampleRate == other.sampleRate && isVersion1 == other.isVersion1
  }

  /// The first place from `start` on, at most `limit` bytes further, where a chain of three agreeing frames begins; a
  /// chain that reaches the end of all bytes may be shorter, if `atEnd`, but not shorter than two.
  package static func firstChain(in bytes: [UInt8], from start: Int, limit: Int, atEnd: Bool) -> (offset: Int, frame: MPEGFrame)? {
    var offset = start
    while offset + 4 <= bytes.count, offset - start <= limit {
      if bytes[offset] == 0xFF, let first = MPEGFrame(bytes, at: offset), chain(from: first, at: offset, in: bytes, atEnd: atEnd) {
        return (offset, first)
      }
      offset += 1
    }
    return nil
  }

  private static func chain(from first: MPEGFrame, at offset: Int, in bytes: [UInt8], atEnd: Bool) -> Bool {
    var position = offset
    var frame = first
    for found in 1...3 {
      if found == 3 { return true }
      position += frame.length
      if position + 4 > bytes.count { return atEnd && found == 2 && position <= bytes.count }
      guard let next = MPEGFrame(bytes, at: position), next.agrees(with: first) else { return false }
      frame = next
    }
    return true
  }

  private static let bitRates1 = [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  ]
  private static let bitRates2 = [
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ]
  private static let adtsRates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350]
}
