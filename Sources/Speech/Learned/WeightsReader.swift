import Interview

/// A value of `weights.json`: as much of JSON as the file uses.
///
/// A decoder of the library's takes a tenth of the program's start for it: it looks up what each type conforms to, through
/// all types of the program.
enum WeightsValue {
  case object([String: WeightsValue])
  case list([WeightsValue])
  /// Between the quotes; escapes stay as they are, for no name and no number has one.
  case text(ArraySlice<UInt8>)
  case number(Double)
  /// `true`, `false`, `null`.
  case word

  /// The member of an object; nil where this is none, or has none of that name.
  subscript(name: String) -> WeightsValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var string: String? {
    if case .text(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
  }
}

/// Reads `weights.json` in one pass; linear in its length.
struct WeightsReader {
  private let bytes: [UInt8]
  private var position = 0

  /// - Throws: `speech.models-unusable` with the place of what is no JSON.
  static func read(_ bytes: [UInt8]) throws(Fault) -> WeightsValue {
    var reader = WeightsReader(bytes)
    let value = try reader.value(depth: 0)
    guard reader.next == nil else { throw reader.failure("something stands behind the end") }
    return value
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func failure(_ what: String) -> Fault { Fault(.speechModelsUnusable, "weights.json, byte \(position): \(what)") }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// The byte at hand after white space; nil at the end.
  private var next: UInt8? {
    mutating get {
      while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
      return position < bytes.count ? bytes[position] : nil
    }
  }

  private mutating func value(depth: Int) throws(Fault) -> WeightsValue {
    guard depth < 16, let first = next else { throw failure("a value is expected") }
    switch first {
    case UInt8(ascii: "{"):
      var members: [String: WeightsValue] = [:]
      try each(until: UInt8(ascii: "}")) { reader throws(Fault) in
        guard reader.next == UInt8(ascii: "\"") else { throw reader.failure("a name is expected") }
        let name = String(decoding: try reader.text(), as: UTF8.self)
        guard reader.next == UInt8(ascii: ":") else { throw reader.failure("a colon is expected") }
        reader.position += 1
        members[name] = try reader.value(depth: depth + 1)
      }
      return .object(members)
    case UInt8(ascii: "["):
      var values: [WeightsValue] = []
      try each(until: UInt8(ascii: "]")) { reader throws(Fault) in values.append(try reader.value(depth: depth + 1)) }
      return .list(values)
    case UInt8(ascii: "\""): return .text(try text())
    default: return try plain()
    }
  }

  /// What stands between brackets, with commas between.
  private mutating func each(until end: UInt8, _ item: (inout WeightsReader) throws(Fault) -> Void) throws(Fault) {
    position += 1
    var isFirst = true
    while next != end {
      if !isFirst {
        guard next == UInt8(ascii: ",") else { throw failure("a comma is expected") }
        position += 1
      }
      isFirst = false
      try item(&self)
    }
    position += 1
  }

  private mutating func text() throws(Fault) -> ArraySlice<UInt8> {
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") { position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1 }
    guard position < bytes.count else { throw failure("the file ends inside a text") }
    defer { position += 1 }
    return bytes[start..<position]
  }

  /// A number or a word.
  private mutating func plain() throws(Fault) -> WeightsValue {
    let start = position
    while position < bytes.count, !Self.isSpace(bytes[position]), !",]}".utf8.contains(bytes[position]) { position += 1 }
    let word = bytes[start..<position]
    if [Array("true".utf8), Array("false".utf8), Array("null".utf8)].contains(Array(word)) { return .word }
    guard let number = WeightsFile.number(word) else { throw failure("a value is expected") }
    return .number(number)
  }
}
