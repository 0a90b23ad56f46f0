/// Where a block of one track lies, and when it is to be heard.
package struct MatroskaBlock: Sendable, Equatable {
  package let track: Int64
  /// Since the file's zero; nil where the timestamp is absurd.
  package let seconds: Double?
  /// 0 none, 1 Xiph, 2 fixed size, 3 EBML (RFC 9559, 10.3).
  package let lacing: Int
  package let offset: Int64
  package let size: Int
  /// Nanoseconds to drop at the end of the last packet.
  package var discard: Int64

  /// No audio block comes near a megabyte; larger ones are video, or damage, and are never read.
  static let maximumBytes: Int64 = 1 << 20

  /// Where the packets lie in a block's content; empty where the lacing does not add up.
  package static func packets(_ bytes: [UInt8], lacing: Int) -> [Range<Int>] {
    guard !bytes.isEmpty else { return [] }
    guard lacing != 0 else { return [0..<bytes.count] }
    let count = Int(bytes[0]) + 1
    var byteOffset = 1
    var sizes: [Int] = []
    switch lacing {
    case 1:
      for _ in 1..<max(1, count) {
        var size = 0
        while true {
          guard byteOffset < bytes.count else { return [] }
          size += Int(bytes[byteOffset])
          byteOffset += 1
          if bytes[byteOffset - 1] != 255 { break }
        }
        sizes.append(size)
      }
    case 2:
      guard (bytes.count - 1) % count == 0 else { return [] }
      sizes = Array(repeating: (bytes.count - 1) / count, count: count - 1)
    default:
      for index in 1..<max(1, count) {
        guard byteOffset < bytes.count else { return [] }
        let length = bytes[byteOffset].leadingZeroBitCount + 1
        guard length <= 4, byteOffset + length <= bytes.count else { return [] }
        let start = byteOffset
        guard let value = EBMLElement.number(bytes[start], length, { bytes[start + $0] }) else { return [] }
        byteOffset += length
        // From the second on, differences; signed by taking half the range off.
        let size = index == 1 ? Int(value) : (sizes.last ?? 0) + Int(value) - ((1 << (7 * length - 1)) - 1)
        guard size >= 0 else { return [] }
        sizes.append(size)
      }
    }
    var packets: [Range<Int>] = []
    for size in sizes {
      guard size <= bytes.count - byteOffset else { return [] }
      packets.append(byteOffset..<(byteOffset + size))
      byteOffset += size
    }
    return packets + [byteOffset..<bytes.count]
  }
}
