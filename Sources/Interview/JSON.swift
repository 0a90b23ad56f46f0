/// A JSON text in the making: members keep the order they were given in, absent values are written as null, and numbers
/// are rounded where they are made, so that equal inputs give equal bytes.
///
/// `Codable` leaves out nil members and does not promise an order; the documented JSON promises both.
public enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Already rounded; written in the shortest form that reads back as the same value. A value that is not finite is a
  /// mistake of the maker and becomes null.
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])
  /// A finished JSON text, taken as it is.
  case raw(String)

  public struct Member: Sendable, Equatable {
    public let name: String
    public let value: JSON

    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// An object whose members stand in the order written.
  public static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
    .object(members.map { Member($0.key, $0.value) })
  }

  /// `value` rounded half away from zero to `decimals` places; null for nil.
  public static func rounded(_ value: Double?, _ decimals: Int) -> JSON {
    guard let value, value.isFinite else { return .null }
    return .number(value.rounded(decimals: decimals))
  }

  public static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
  public static func optional(_ number: Int?) -> JSON { number.map(JSON.integer) ?? .null }

  /// `[start, end]` in seconds to the millisecond.
  public static func span(_ range: TimeRange) -> JSON { .array([.rounded(range.start, 3), .rounded(range.end, 3)]) }
  public static func span(_ range: TimeRange?) -> JSON { range.map(JSON.span) ?? .null }
}

extension Double {
  /// The nearest multiple of 10^−`decimals`; −0 becomes 0. Beyond 2^53 the value is returned as it is.
  public func rounded(decimals: Int) -> Double {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (self * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled.magnitude < 9_007_199_254_740_992 else { return self }
    return scaled / scale + 0
  }
}

extension JSON {
  /// The text on one line, without spaces; what nobody sees is written as `\u202e`, also in a finished text. Linear in its
  /// length.
  public var text: String { text(escapingUnseen: true) }

  /// - Parameter escapingUnseen: false for the form that hashes of before 1.2 were taken of.
  public func text(escapingUnseen: Bool) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, escapingUnseen)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to out: inout [UInt8], _ escapes: Bool) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): out.append(contentsOf: value.description.utf8)
    case .number(let value): Self.write(number: value, to: &out)
    case .string(let value): Self.write(string: value, to: &out, escapes)
    case .raw(let text): Self.write(finished: text, to: &out, escapes)
    case .array(let values):
      out.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        value.write(to: &out, escapes)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        Self.write(string: member.name, to: &out, escapes)
        out.append(UInt8(ascii: ":"))
        member.value.write(to: &out, escapes)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static func write(number: Double, to out: inout [UInt8]) {
    guard number.isFinite else { return out.append(contentsOf: "null".utf8) }
    // Whole numbers go without a fraction, as people and other writers put them.
    if number == number.rounded(), number.magnitude < 1e15 {
      out.append(contentsOf: Int(number).description.utf8)
    } else {
      out.append(contentsOf: number.description.utf8)
    }
  }

  private static func write(string: String, to out: inout [UInt8], _ escapes: Bool) {
    out.append(UInt8(ascii: "\""))
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": out.append(contentsOf: "\\\"".utf8)
      case "\\": out.append(contentsOf: "\\\\".utf8)
      case "\n": out.append(contentsOf: "\\n".utf8)
      case "\r": out.append(contentsOf: "\\r".utf8)
      case "\t": out.append(contentsOf: "\\t".utf8)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || escapes && scalar.isUnseen: escape(scalar, to: &out)
      default: append(scalar, to: &out)
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  /// A finished text: what nobody sees can only stand within its strings, but for white space.
  private static func write(finished text: String, to out: inout [UInt8], _ escapes: Bool) {
    guard escapes, !text.utf8.allSatisfy({ $0 < 0x7F }) else { return out.append(contentsOf: text.utf8) }
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x7F, scalar.isUnseen { escape(scalar, to: &out) } else { append(scalar, to: &out) }
    }
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    if scalar.isASCII {
      out.append(UInt8(scalar.value))
    } else {
      out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// As `\u202e`; two of them beyond the basic plane (RFC 8259, section 7).
  private static func escape(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
      out.append(contentsOf: "\\u".utf8)
      for shift in [12, 8, 4, 0] { out.append(hex[Int(unit >> UInt16(shift)) & 15]) }
    }
  }
}
