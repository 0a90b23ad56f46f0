/// A JSON value as a recogniser wrote it.
///
/// Recognisers' files break what strict readers demand: several values one after another (Vosk, JSON lines), bytes that
/// are not UTF-8 (characters cut in two), NaN. This reader takes those and bounds what an enemy could send: depth and time.
enum JSONTree: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  subscript(_ key: String) -> JSONTree? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// The first of several spellings of a key.
  func first(_ keys: String...) -> JSONTree? { keys.lazy.compactMap { self[$0] }.first { $0 != .null } }

  var array: [JSONTree]? {
    guard case .array(let values) = self else { return nil }
    return values
  }

  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A number, or a text that is one: several services write figures as strings.
  var number: Double? {
    switch self {
    case .number(let value): value.isFinite ? value : nil
    case .string(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
    default: nil
    }
  }
}

/// Reads JSON values from bytes in one pass.
struct JSONParser {
  /// Deeper than any recogniser nests.
  private static let deepest = 64

  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Every value in the text; nil when it is not JSON. `offset` tells where reading stopped.
  static func values(in bytes: [UInt8]) -> (values: [JSONTree]?, offset: Int) {
    var parser = JSONParser(bytes)
    var values: [JSONTree] = []
    parser.skipSpace()
    while parser.index < bytes.count {
      guard let value = parser.value(depth: 0) else { return (nil, parser.index) }
      values.append(value)
      parser.skipSpace()
      if parser.index < bytes.count, bytes[parser.index] == UInt8(ascii: ",") {
        parser.index += 1
        parser.skipSpace()
      }
    }
    return (values.isEmpty ? nil : values, parser.index)
  }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) -> JSONTree? {
    guard depth < Self.deepest, index < bytes.count else { return nil }
    switch bytes[index] {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return array(depth)
    case UInt8(ascii: "\""): return string().map(JSONTree.string)
    default: return word()
    }
  }

  private mutating func object(_ depth: Int) -> JSONTree? {
    index += 1
    var members: [String: JSONTree] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipSpace()
      guard let key = string() else { return nil }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return nil }
      skipSpace()
      guard let value = value(depth: depth + 1) else { return nil }
      members[key] = value
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private mutating func array(_ depth: Int) -> JSONTree? {
    index += 1
    var values: [JSONTree] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(values) }
    while true {
      skipSpace()
      guard let value = value(depth: depth + 1) else { return nil }
      values.append(value)
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(values) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private mutating func string() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): guard escape(into: &text) else { return nil }
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func escape(into text: inout [UInt8]) -> Bool {
    guard index < bytes.count else { return false }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "u"):
      guard var unit = hexadecimal() else { return false }
      if (0xD800...0xDBFF).contains(unit), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
        bytes[index + 1] == UInt8(ascii: "u")
      {
        index += 2
        guard let low = hexadecimal() else { return false }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low &- 0xDC00) & 0x3FF
      }
      // A half of a pair on its own is no character.
      text.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
    default: return false
    }
    return true
  }

  private mutating func hexadecimal() -> UInt32? {
    guard index + 4 <= bytes.count else { return nil }
    defer { index += 4 }
    return UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
  }

  private mutating func word() -> JSONTree? {
    let start = index
    while index < bytes.count, !([0x20, 0x09, 0x0A, 0x0D] + Array(",:]}[{\"".utf8)).contains(bytes[index]) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    switch text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null", "NaN", "Infinity", "-Infinity": return .null
    default:
      if let value = Double(text) { return .number(value) }
      index = start
      return nil
    }
  }
}
