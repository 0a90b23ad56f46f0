/// A JSON value as transcripts use it.
///
/// Of members with one name the last counts, as in every widespread parser.
enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Sendable, Hashable {
    let name: String
    let value: JSONValue
  }
}

extension JSONValue {
  /// The member of that name; nil where there is none, or where it is `null`. Linear in the number of members: the objects of
  /// transcripts have few.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self, let found = members.last(where: { $0.name == name })?.value, found != .null else { return nil }
    return found
  }

  /// The first of several spellings that is there: vendors' own clients change the case of names.
  subscript(any names: String...) -> JSONValue? {
    for name in names {
      if let found = self[name] { return found }
    }
    return nil
  }

  func has(_ name: String) -> Bool {
    guard case .object(let members) = self else { return false }
    return members.contains { $0.name == name }
  }

  var string: String? { if case .string(let text) = self { text } else { nil } }

  var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  var isObject: Bool { if case .object = self { true } else { false } }

  /// A number, also where a vendor wrote it as a string (`"1.15"`, `"1.400s"`).
  var number: Double? {
    switch self {
    case .number(let value): return value
    case .string(let text):
      let bare = text.hasSuffix("s") ? text.dropLast() : text[...]
      guard let value = Double(bare), value.isFinite else { return nil }
      return value
    default: return nil
    }
  }

  /// A name for a speaker or a channel: text, or a number written without fraction.
  var label: String? {
    switch self {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let value): value == value.rounded() && value.magnitude < 1e9 ? String(Int(value)) : String(value)
    default: nil
    }
  }
}
