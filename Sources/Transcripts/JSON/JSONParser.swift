import Interview

/// Reads JSON from bytes, strictly where strictness protects and forgivingly where recognisers are known to slip.
///
/// Strict: depth, control of every index, nothing after the value but another value (Vosk and JSON-lines files hold
/// several). Forgiving: `NaN` and `Infinity` become null, raw line breaks inside strings pass, and bytes that are not
/// UTF-8 are parked as private-use scalars (`ParkedBytes`), because whisper.cpp splits a character over two tokens.
struct JSONParser {
  /// Deeper nesting is no transcript; the parser recurses once per level.
  static let deepest = 64

  private let bytes: [UInt8]
  private var position = 0
  /// Values that may still come.
  private var left: Int

  init(_ bytes: [UInt8], limit: Int = .max) {
    self.bytes = bytes
    left = limit
  }

  /// The values of a file, one after another, separated by white space or commas.
  ///
  /// - Parameter most: values; each takes many times its bytes of memory.
  /// - Throws: `transcript.unparseable` with line and column; `transcript.too-large` beyond `most`. Linear in the number of bytes.
  static func documents(_ bytes: [UInt8], limit: Int = .max) throws(Fault) -> [JSONValue] {
    var parser = JSONParser(bytes, limit: limit)
    var values: [JSONValue] = []
    parser.skipSpace()
    while parser.position < bytes.count {
      values.append(try parser.value(depth: 0))
      parser.skipSpace()
      if !values.isEmpty, parser.peek == 0x2C {
        parser.position += 1
        parser.skipSpace()
      }
    }
    return values
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    // U+001E opens each record of a JSON text sequence (RFC 7464). Beyond ASCII nothing stands between values but damage, and
    // byte-order marks where files were joined.
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x1E || byte >= 0x80 { position += 1 }
  }

  private func failure(_ what: String) -> Fault {
    let before = bytes[..<min(position, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    return Fault(.transcriptUnparseable, "JSON, line \(line), column \(column), byte \(before.count): \(what)")
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    guard depth < Self.deepest else { throw failure("nested deeper than \(Self.deepest)") }
    skipSpace()
    left -= 1
    guard left >= 0 else { throw Fault(.transcriptTooLarge, "too many values, at byte \(position)") }
    guard let first = peek else { throw failure("the file ends inside a value") }
    switch first {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: return try word()
    }
  }

  private mutating func object(depth: Int) throws(Fault) -> JSONValue {
    position += 1
    var members: [JSONValue.Member] = []
    skipSpace()
    if peek == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else {
        throw failure(peek == nil ? "the file ends inside an object" : "a name in quotes is expected")
      }
      let name = try string()
      skipSpace()
      guard peek == UInt8(ascii: ":") else { throw failure("a colon is expected after \"\(name.prefix(40))\"") }
      position += 1
      members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
      skipSpace()
      switch peek {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        return .object(members)
      case nil: throw failure("the file ends inside an object")
      default: throw failure("a comma or } is expected")
      }
    }
  }

  private mutating func array(depth: Int) throws(Fault) -> JSONValue {
    position += 1
    var values: [JSONValue] = []
    skipSpace()
    if peek == UInt8(ascii: "]") {
      position += 1
      return .array(values)
    }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      switch peek {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        return .array(values)
      case nil: throw failure("the file ends inside an array")
      default: throw failure("a comma or ] is expected")
      }
    }
  }

  private mutating func number() throws(Fault) -> JSONValue {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    if peek == UInt8(ascii: "I") { return try word() }
    while let byte = peek, isNumeric(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text) else { throw failure("\(text.prefix(40)) is no number") }
    return value.isFinite ? .number(value) : .null
  }

  private func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static let words: [(String, JSONValue)] = [
    ("true", .bool(true)), ("false", .bool(false)), ("null", .null), ("NaN", .null), ("nan", .null), ("Infinity", .null),
  ]

  private mutating func word() throws(Fault) -> JSONValue {
    for (text, value) in Self.words where bytes[position...].starts(with: text.utf8) {
      position += text.utf8.count
      return value
    }
    throw failure("a value is expected")
  }
}

extension JSONParser {
  /// A string in quotes; escapes are resolved, a lone surrogate becomes U+FFFD.
  private mutating func string() throws(Fault) -> String {
    position += 1
    let start = position
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
    guard let end = peek else { throw failure("the file ends inside a string") }
    if end == UInt8(ascii: "\"") {
      defer { position += 1 }
      return ParkedBytes.text(bytes[start..<position])
    }
    var raw = Array(bytes[start..<position])
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return ParkedBytes.text(raw[...])
      case UInt8(ascii: "\\"): try escape(into: &raw)
      default: raw.append(byte)
      }
    }
    throw failure("the file ends inside a string")
  }

  private mutating func escape(into raw: inout [UInt8]) throws(Fault) {
    guard let byte = peek else { throw failure("the file ends inside a string") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): raw.append(0x0A)
    case UInt8(ascii: "r"): raw.append(0x0D)
    case UInt8(ascii: "t"): raw.append(0x09)
    case UInt8(ascii: "b"), UInt8(ascii: "f"): raw.append(0x20)
    case UInt8(ascii: "u"):
      let high = try unit()
      var scalar = Unicode.Scalar(high)
      if (0xD800..<0xDC00).contains(high), bytes[position...].starts(with: "\\u".utf8) {
        let mark = position
        position += 2
        let low = try unit()
        if (0xDC00..<0xE000).contains(low) {
          scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        } else {
          position = mark
        }
      }
      raw.append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
    default: raw.append(byte)
    }
  }

  private mutating func unit() throws(Fault) -> UInt32 {
    guard position + 4 <= bytes.count, let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16) else {
      throw failure("four hexadecimal digits are expected after \\u")
    }
    position += 4
    return value
  }
}
