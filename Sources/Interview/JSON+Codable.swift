/// A member's name that no type lists.
package struct AnyKey: CodingKey {
  package let stringValue: String
  package var intValue: Int? { nil }

  package init(stringValue: String) { self.stringValue = stringValue }
  package init?(intValue: Int) { nil }
}

/// Any JSON at all, for a member whose form another document describes. `JSON(encoding:)` takes it as it is.
extension JSON: Codable {
  /// Members come in the order of their names.
  public init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: AnyKey.self) {
      self = .object(
        try members.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
          Member($0.stringValue, try members.decode(JSON.self, forKey: $0))
        })
    } else if var elements = try? decoder.unkeyedContainer() {
      var values: [JSON] = []
      while !elements.isAtEnd { values.append(try elements.decode(JSON.self)) }
      self = .array(values)
    } else {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        self = .null
      } else if let flag = try? value.decode(Bool.self) {
        self = .bool(flag)
      } else if let number = try? value.decode(Int.self) {
        self = .integer(number)
      } else if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else {
        self = .string(try value.decode(String.self))
      }
    }
  }

  /// - Throws: for any other encoder than `JSON(encoding:)`, which does not come here.
  public func encode(to encoder: any Encoder) throws {
    throw EncodingError.invalidValue(self, .init(codingPath: encoder.codingPath, debugDescription: "JSON is written by JSON(encoding:)"))
  }

  /// Of an object; none of anything else.
  package var members: [Member] { if case .object(let members) = self { members } else { [] } }

  package subscript(name: String) -> JSON? { members.first { $0.name == name }?.value }

  /// The number at a dotted path; nil where there is none.
  package func number(at path: String) -> Double? {
    switch path.split(separator: ".").reduce(Optional(self), { tree, name in tree?[String(name)] }) {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }
}

/// An object whose names vary, in an order of its own. Read from a text, it has the order of its names.
package struct Ordered<Value: Codable & Sendable>: Codable, Sendable {
  package let members: [(name: String, value: Value)]

  package init(_ members: [(String, Value)]) { self.members = members }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    members = try container.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
      ($0.stringValue, try container.decode(Value.self, forKey: $0))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    for member in members { try container.encode(member.value, forKey: AnyKey(stringValue: member.name)) }
  }

  package subscript(name: String) -> Value? { members.first { $0.name == name }?.value }
}

/// An object within another one, written as its finished text, and read as a value.
package enum Embedded<Value: Codable & Sendable>: Codable, Sendable {
  /// An object's text, taken as it is.
  case text(String)
  case value(Value)

  /// Nil where nothing was read, or an object without members.
  package var value: Value? { if case .value(let value) = self { value } else { nil } }

  package init(from decoder: any Decoder) throws {
    let isEmpty = try decoder.container(keyedBy: AnyKey.self).allKeys.isEmpty
    self = isEmpty ? .text("{}") : .value(try Value(from: decoder))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(JSON.raw(text))
    case .value(let value): try container.encode(value)
    }
  }
}
