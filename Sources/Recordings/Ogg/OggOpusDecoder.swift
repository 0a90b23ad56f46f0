import Interview

/// Ogg Opus (RFC 7845): one stream after another, time taken from the pages' granule positions.
///
/// Lost pages are lost time and become silence, so that what follows stays where it was said. Only the last page may
/// end before its packets do. A file that begins in the middle of a broadcast begins at zero.
package final class OggOpusDecoder: SoundDecoder {
  package let sampleRate = OpusPacketDecoder.sampleRate
  package let nativeSampleRate = 48_000
  package let channels: Int
  package let codec = "opus"
  private var pages: OggPageReader
  private var page = OggPage()
  private var synthesis: OpusSynthesis
  private var stream: Stream?
  /// Packets of the page at hand that are still to be decoded, the last of them first.
  private var waiting: [Packet] = []
  private var isAtEnd = false
  private var filled: Int64 = 0
  private var damage: String?
  /// Bytes of a packet, or of the comments, that goes on in the next page; pictures may make comments long.
  private var carried: [UInt8] = []
  private static let maximumPacketBytes = 1 << 17

  private enum Packet {
    case inPage(Range<Int>, keep: Int64)
    case joined([UInt8], keep: Int64)
    case silence(Int64)
  }

  private struct Stream {
    let serial: UInt32
    var nextSequence: UInt32
    var clock = StreamClock(tolerance: 960, jump: 960)
    var awaitsComments = true
    var isCarrying = false
    var hasEnded = false
    var hasSound = false
    /// Where the last page's packets end by its granule position.
    var position: Int64?
  }

  /// - Parameter head: the first stream's, a simple one.
  package init(_ source: any ByteSource, start: Int64, head: OpusHead) throws(Fault) {
    pages = OggPageReader(source, at: start)
    channels = head.channels
    synthesis = try OpusSynthesis(head)
  }

  package var ending: SoundEnding {
    var ending = SoundEnding()
    ending.isCut = pages.isCut || stream?.hasEnded != true
    ending.damage = damage ?? (pages.damaged ? "Ogg: page checksum or order" : nil)
    ending.filledGaps = Double(filled) / Double(nativeSampleRate)
    return ending
  }

  package func read(frames: Int, into block: inout [Float]) throws(Fault) -> Int {
    var produced = 0
    while produced < frames {
      if !synthesis.isEmpty {
        produced += synthesis.drain(into: &block, at: produced, room: frames - produced)
      } else if let packet = waiting.popLast() {
        decode(packet)
      } else if isAtEnd {
        break
      } else if try pages.next(&page) {
        try take()
      } else {
        isAtEnd = true
      }
    }
    return produced
  }

  private func decode(_ packet: Packet) {
    switch packet {
    case .silence(let length):
      filled += length
      synthesis.pushSilence(length)
    case .inPage(let range, let keep):
      if !synthesis.push(page.body, range, keep: keep) { damage = "Opus packet" }
    case .joined(let bytes, let keep):
      if !synthesis.push(bytes, 0..<bytes.count, keep: keep) { damage = "Opus packet" }
    }
  }

  /// Takes the page at hand: a stream's beginning, its comments, or sound.
  private func take() throws(Fault) {
    if page.isFirst {
      guard let piece = page.pieces.first, let head = OpusHead(Array(page.body[piece])) else { return }
      if let stream {
        // Two streams at once begin before any sound: the first one counts. One after the other: it goes on, though the first
        // may never have been ended.
        guard stream.hasEnded || stream.hasSound || stream.serial == page.serial else { return }
        if !stream.hasEnded, stream.hasSound { damage = damage ?? "Ogg: a stream without its end" }
        guard head.isSimple else {
          damage = "Opus: \(head.channels) channels"
          return
        }
        try synthesis.restart(head)
      }
      stream = Stream(serial: page.serial, nextSequence: page.sequence &+ 1)
      carried = []
      return
    }
    guard var stream, page.serial == stream.serial else { return }
    let isNext = page.sequence == stream.nextSequence
    if !isNext {
      damage = "Ogg: missing pages"
      stream.isCarrying = false
    }
    stream.nextSequence = page.sequence &+ 1
    let packets = join(&stream)
    stream.hasSound = stream.hasSound || !packets.isEmpty
    if page.isLast { stream.hasEnded = true }
    schedule(packets, &stream)
    self.stream = stream
  }

  /// The packets that end in this page, begun here or before.
  private func join(_ stream: inout Stream) -> [Packet] {
    var packets: [Packet] = []
    for (index, piece) in page.pieces.enumerated() {
      let goesOn = page.isOpen && index == page.pieces.count - 1
      let isRest = page.isContinued && index == 0
      if isRest, !stream.isCarrying { continue }
      if isRest || goesOn {
        if !isRest { carried.removeAll(keepingCapacity: true) }
        // What is too long for a packet can be comments with a picture, or damage; either way it is not kept.
        if carried.count < Self.maximumPacketBytes { carried.append(contentsOf: page.body[piece]) }
      }
      stream.isCarrying = goesOn
      guard !goesOn else { continue }
      if stream.awaitsComments {
        stream.awaitsComments = false
      } else {
        packets.append(isRest ? .joined(carried, keep: .max) : .inPage(piece, keep: .max))
      }
    }
    return packets
  }

  /// Puts the page's packets on the clock, trims the last page, and queues them.
  private func schedule(_ packets: [Packet], _ stream: inout Stream) {
    let durations = packets.map(duration)
    let total = durations.reduce(0, +)
    guard total > 0 else { return }
    // Positions beyond 2⁵⁰ (eight centuries) are damage, not time.
    let granule = page.granule.flatMap { $0 >= 0 && $0 < 1 << 50 ? $0 : nil }
    var end = Int64.max
    var begins = granule.map { $0 - total }
    if page.isLast, let granule {
      let start = stream.position ?? 0
      if granule < start + total {
        end = max(0, granule - start)
        begins = stream.position
      }
    }
    let missing = stream.clock.advance(to: begins, duration: total)
    stream.position = granule ?? stream.position.map { $0 + total }
    var queue: [Packet] = missing > 0 ? [.silence(missing)] : []
    var passed: Int64 = 0
    for (packet, duration) in zip(packets, durations) {
      let keep = end == .max ? Int64.max : max(0, min(duration, end - passed))
      passed += duration
      switch packet {
      case .inPage(let range, _): queue.append(.inPage(range, keep: keep))
      case .joined(let bytes, _): queue.append(.joined(bytes, keep: keep))
      case .silence: break
      }
    }
    waiting = queue.reversed()
  }

  private func duration(_ packet: Packet) -> Int64 {
    switch packet {
    case .inPage(let range, _): Int64(OpusPacket.duration(page.body, range) ?? 0)
    case .joined(let bytes, _): Int64(OpusPacket.duration(bytes, 0..<bytes.count) ?? 0)
    case .silence(let length): length
    }
  }
}
