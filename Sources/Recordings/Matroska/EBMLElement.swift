import Interview

/// The head of an EBML element (RFC 8794): its id with the length marker kept, and the size of its content.
package struct EBMLElement: Equatable {
  package let id: UInt32
  /// Nil for an unknown size, as live writers leave it.
  package let size: Int64?

  /// Reads a head and steps over it; nil at the end, or where no head can begin (nothing is stepped over then).
  package static func next(_ cursor: inout ByteCursor) throws(Fault) -> EBMLElement? {
    let available = try cursor.peek(12)
    guard available >= 2 else { return nil }
    let idLength = cursor[0].leadingZeroBitCount + 1
    guard idLength <= 4, available > idLength else { return nil }
    var id: UInt32 = 0
    for index in 0..<idLength { id = id << 8 | UInt32(cursor[index]) }
    let sizeLength = cursor[idLength].leadingZeroBitCount + 1
    guard sizeLength <= 8, available >= idLength + sizeLength else { return nil }
    let size = number(cursor[idLength], sizeLength) { cursor[idLength + $0] }
    cursor.skip(Int64(idLength + sizeLength))
    return EBMLElement(id: id, size: size)
  }

  /// A number of variable length without its marker; nil if all its bits are set, which means unknown.
  static func number(_ first: UInt8, _ length: Int, _ byte: (Int) -> UInt8) -> Int64? {
    var value = UInt64(first) & (0xFF >> UInt64(length))
    for index in 1..<max(1, length) { value = value << 8 | UInt64(byte(index)) }
    return value == (1 << (7 * UInt64(length))) - 1 ? nil : Int64(value)
  }
}

/// The elements inside a piece of memory, for the small tables at a file's beginning.
struct EBMLChildren {
  private let bytes: [UInt8]
  private var range: Range<Int>

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// The next element's id and where its content lies; nil at the end or at damage. A content that claims to reach
  /// further than its parent ends with it.
  mutating func next() -> (id: UInt32, content: Range<Int>)? {
    guard let first = bytes[range].first else { return nil }
    let idLength = first.leadingZeroBitCount + 1
    guard idLength <= 4, range.count > idLength else { return nil }
    var id: UInt32 = 0
    for index in 0..<idLength { id = id << 8 | UInt32(bytes[range.lowerBound + index]) }
    let offset = range.lowerBound + idLength
    let sizeLength = bytes[offset].leadingZeroBitCount + 1
    guard sizeLength <= 8, range.upperBound - offset >= sizeLength else { return nil }
    let size = EBMLElement.number(bytes[offset], sizeLength) { bytes[offset + $0] } ?? Int64(range.count)
    let start = offset + sizeLength
    let end = start + Int(min(size, Int64(range.upperBound - start)))
    range = end..<range.upperBound
    return (id, start..<end)
  }

  /// An unsigned number of at most eight bytes.
  static func unsigned(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64? {
    guard range.count <= 8 else { return nil }
    return bytes[range].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A floating-point number of four or eight bytes.
  static func float(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    guard let bits = unsigned(bytes, range) else { return nil }
    return range.count == 4 ? Double(Float(bitPattern: UInt32(bits))) : range.count == 8 ? Double(bitPattern: bits) : nil
  }
}

/// Ids of the Matroska elements that matter here (RFC 9559, 5.1).
enum MatroskaID {
  static let header: UInt32 = 0x1A45_DFA3
  static let segment: UInt32 = 0x1853_8067
  static let info: UInt32 = 0x1549_A966
  static let timestampScale: UInt32 = 0x2A_D7B1
  static let duration: UInt32 = 0x4489
  static let tracks: UInt32 = 0x1654_AE6B
  static let trackEntry: UInt32 = 0xAE
  static let trackNumber: UInt32 = 0xD7
  static let trackType: UInt32 = 0x83
  static let codecID: UInt32 = 0x86
  static let codecPrivate: UInt32 = 0x63A2
  static let contentEncodings: UInt32 = 0x6D80
  static let contentEncryption: UInt32 = 0x5035
  static let cluster: UInt32 = 0x1F43_B675
  static let timestamp: UInt32 = 0xE7
  static let simpleBlock: UInt32 = 0xA3
  static let blockGroup: UInt32 = 0xA0
  static let block: UInt32 = 0xA1
  static let discardPadding: UInt32 = 0x75A2

  /// Elements of the first two levels that hold nothing for a listener, and are stepped over.
  static let passed: Set<UInt32> = [
    header, 0x114D_9B74, 0x1C53_BB6B, 0x1254_C367, 0x1043_A770, 0x1941_A469, 0xEC, 0xBF, 0xAB, 0xA7, 0x5854, 0xAF,
  ]
}
