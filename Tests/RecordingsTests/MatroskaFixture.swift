import Recordings

/// WebM as a browser writes it, and in the ways that browsers and networks get it wrong.
struct MatroskaFixture {
  var packets: [[UInt8]]
  var codec = "A_OPUS"
  var declaredSeconds: Double?
  /// Milliseconds to add to the timestamp of each packet.
  var delay: (Int) -> Int = { _ in 0 }
  var hasAudio = true
  var hasVideo = false
  var isEncrypted = false
  /// 0 none, 1 Xiph, 2 fixed, 3 EBML: five packets to a block.
  var lacing: UInt8 = 0
  /// Nanoseconds to drop after the last packet.
  var lastDiscard: Int?
  private let head: [UInt8]

  init(_ opus: OpusFixture) {
    packets = opus.packets
    head = opus.head
  }

  func file() -> [UInt8] {
    let header = Self.element(0x1A45_DFA3, Self.element(0x4282, Array("webm".utf8)))
    var info = Self.element(0x2A_D7B1, [0x0F, 0x42, 0x40])
    if let declaredSeconds { info += Self.element(0x4489, Self.big(Int((declaredSeconds * 1000).bitPattern), 8)) }
    var tracks: [UInt8] = []
    if hasVideo {
      tracks += Self.element(0xAE, Self.element(0xD7, [2]) + Self.element(0x83, [1]) + Self.element(0x86, Array("V_VP8".utf8)))
    }
    if hasAudio {
      var entry = Self.element(0xD7, [1]) + Self.element(0x83, [2]) + Self.element(0x86, Array(codec.utf8)) + Self.element(0x63A2, head)
      if isEncrypted { entry += Self.element(0x6D80, Self.element(0x6240, Self.element(0x5035, [0x47, 0xE1, 0x81, 5]))) }
      tracks += Self.element(0xAE, entry)
    }
    return header + Self.open(0x1853_8067) + Self.element(0x1549_A966, info) + Self.element(0x1654_AE6B, tracks) + clusters()
  }

  private func clusters() -> [UInt8] {
    var bytes: [UInt8] = []
    if hasVideo { bytes += Self.open(0x1F43_B675) + Self.element(0xE7, [0]) + Self.element(0xA3, [0x82, 0, 0, 0x80, 1, 2, 3]) }
    guard hasAudio else { return bytes }
    let step = lacing == 0 ? 1 : 5
    for start in stride(from: 0, to: packets.count, by: step) {
      let group = Array(packets[start..<min(start + step, packets.count)])
      let time = max(0, start * 20 + delay(start))
      // A cluster a second, as browsers do, and one wherever the block's own time would not fit.
      bytes += Self.open(0x1F43_B675) + Self.element(0xE7, Self.big(time, 4))
      let block = [0x81, 0, 0, group.count > 1 ? 0x80 | lacing << 1 : 0x80] + laced(group)
      if let lastDiscard, start + step >= packets.count {
        bytes += Self.element(0xA0, Self.element(0xA1, block) + Self.element(0x75A2, Self.big(lastDiscard, 4)))
      } else {
        bytes += Self.element(0xA3, block)
      }
    }
    return bytes
  }

  private func laced(_ group: [[UInt8]]) -> [UInt8] {
    let content = group.flatMap { $0 }
    guard lacing != 0, group.count > 1 else { return content }
    var sizes: [UInt8] = [UInt8(group.count - 1)]
    for (index, packet) in group.dropLast().enumerated() {
      switch lacing {
      case 1: sizes += Array(repeating: 255, count: packet.count / 255) + [UInt8(packet.count % 255)]
      case 3 where index == 0: sizes += Self.big(0x4000 | packet.count, 2)
      case 3: sizes += Self.big(0x4000 | (packet.count - group[index - 1].count + 0x1FFF), 2)
      default: break
      }
    }
    return sizes + content
  }

  static func element(_ id: UInt32, _ content: [UInt8]) -> [UInt8] {
    name(id) + (content.count < 127 ? [0x80 | UInt8(content.count)] : [0x10] + big(content.count, 3)) + content
  }

  /// A master of unknown size.
  static func open(_ id: UInt32) -> [UInt8] { name(id) + [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] }

  private static func name(_ id: UInt32) -> [UInt8] { Array(big(Int(id), 4).drop { $0 == 0 }) }
  static func big(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) } }
}

extension OpusFixture {
  /// The packet with padding (RFC 6716, 3.2.5, code 3) so that it has exactly `size` bytes; it decodes to the same sound.
  ///
  /// - Precondition: a packet of one frame (code 0), `size` between 3 and 257 more than its length.
  static func padded(_ packet: [UInt8], to size: Int) -> [UInt8] {
    let padding = size - packet.count - 2
    return [packet[0] | 3, 0x41, UInt8(padding)] + packet.dropFirst() + Array(repeating: 0, count: padding)
  }
}
