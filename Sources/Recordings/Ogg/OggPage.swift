import Interview

/// One page of an Ogg stream (RFC 3533, 6).
package struct OggPage {
  package var isContinued = false
  package var isFirst = false
  package var isLast = false
  /// The position after the last packet that ends in the page; nil where none does.
  package var granule: Int64?
  package var serial: UInt32 = 0
  package var sequence: UInt32 = 0
  package var body: [UInt8] = []
  /// Where the packets, or parts of packets, lie in the body.
  package var pieces: [Range<Int>] = []
  /// Whether the last piece goes on in the next page.
  package var isOpen = false

  package init() {}
}

/// Reads pages one after another, and finds the next good one behind damage.
package struct OggPageReader: ~Copyable {
  private var cursor: ByteCursor
  /// Bytes were stepped over, or a page's checksum was wrong.
  package private(set) var damaged = false
  /// The file ended inside a page.
  package private(set) var isCut = false

  package init(_ source: any ByteSource, at start: Int64) { cursor = ByteCursor(source, at: start) }

  /// Reads the next page whose checksum is right into `page`, whose storage is used again.
  ///
  /// - Returns: false at the end.
  package mutating func next(_ page: inout OggPage) throws(Fault) -> Bool {
    while true {
      let start = cursor.position
      guard try cursor.find(Self.pattern) else {
        if cursor.position > start, start < cursor.source.size, try !TrailingTags.isPadding(cursor.source, from: start) { damaged = true }
        return false
      }
      if cursor.position != start { damaged = true }
      guard try cursor.peek(27) == 27 else {
        isCut = true
        return false
      }
      let segments = Int(cursor[26])
      let headerLength = 27 + segments
      guard try cursor.peek(headerLength) == headerLength else {
        isCut = true
        return false
      }
      var bodyLength = 0
      for index in 27..<headerLength { bodyLength += Int(cursor[index]) }
      let header = (0..<headerLength).map { cursor[$0] }
      let offset = cursor.position
      cursor.skip(Int64(headerLength))
      guard header[4] == 0, try cursor.take(bodyLength, into: &page.body) else {
        // A page that reaches behind the end, unless another begins inside it: then its length is what is damaged.
        cursor.move(to: offset + 1)
        if header[4] == 0, try !cursor.find(Self.pattern) {
          isCut = true
          return false
        }
        damaged = true
        continue
      }
      guard OggChecksum.matches(header, page.body) else {
        damaged = true
        cursor.move(to: offset + 1)
        continue
      }
      Self.parse(header, into: &page)
      return true
    }
  }

  private static let pattern = Array("OggS".utf8)

  private static func parse(_ header: [UInt8], into page: inout OggPage) {
    page.isContinued = header[5] & 1 != 0
    page.isFirst = header[5] & 2 != 0
    page.isLast = header[5] & 4 != 0
    page.granule = header.le64(6).flatMap { $0 == -1 ? nil : $0 }
    page.serial = UInt32(header.le32(14) ?? 0)
    page.sequence = UInt32(header.le32(18) ?? 0)
    page.pieces.removeAll(keepingCapacity: true)
    var start = 0
    var end = 0
    for index in 27..<header.count {
      end += Int(header[index])
      if header[index] < 255 {
        page.pieces.append(start..<end)
        start = end
      }
    }
    page.isOpen = header.last == 255 && header.count > 27
    if page.isOpen { page.pieces.append(start..<end) }
  }
}

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
