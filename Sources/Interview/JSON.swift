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
  /// The text on one line, without spaces. Linear in its length.
  public var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to out: inout [UInt8]) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): out.append(contentsOf: value.description.utf8)
    case .number(let value): Self.write(number: value, to: &out)
    case .string(let value): Self.write(string: value, to: &out)
    case .raw(let text): out.append(contentsOf: text.utf8)
    case .array(let values):
      out.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        value.write(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        Self.write(string: member.name, to: &out)
        out.append(UInt8(ascii: ":"))
        member.value.write(to: &out)
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

  private static func write(string: String, to out: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    out.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): out.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): out.append(contentsOf: "\\\\".utf8)
      case 0x0A: out.append(contentsOf: "\\n".utf8)
      case 0x0D: out.append(contentsOf: "\\r".utf8)
      case 0x09: out.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F: out.append(contentsOf: "\\u00".utf8 + [hex[Int(byte >> 4)], hex[Int(byte & 15)]])
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
