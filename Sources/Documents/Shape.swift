import Interview

/// The form of a JSON value: as much of JSON schema (2020-12) as the socket's document needs.
package indirect enum Shape: Sendable {
  case text
  case integer(minimum: Int)
  case number
  case flag
  case anything
  case choice([String])
  case orNull(Shape)
  case list(Shape)
  /// Names vary, values do not.
  case map(Shape)
  case object([Member])
  /// One of `Shape.components`.
  case named(String)
  /// An object that another document describes.
  case elsewhere(String)

  package struct Member: Sendable {
    package let name: String
    package let shape: Shape
    package var isAlwaysThere = true

    package init(_ name: String, _ shape: Shape, always: Bool = true) {
      self.name = name
      self.shape = shape
      isAlwaysThere = always
    }
  }

  package static let count = Shape.integer(minimum: 0)

  package var json: JSON {
    switch self {
    case .text: .object(["type": .string("string")])
    case .integer(let minimum): .object(["type": .string("integer"), "minimum": .integer(minimum)])
    case .number: .object(["type": .string("number")])
    case .flag: .object(["type": .string("boolean")])
    case .anything: .object([])
    case .choice(let words): .object(["type": .string("string"), "enum": .array(words.map(JSON.string))])
    case .orNull(let shape): .object(["anyOf": .array([shape.json, .object(["type": .string("null")])])])
    case .list(let shape): .object(["type": .string("array"), "items": shape.json])
    case .map(let shape): .object(["type": .string("object"), "additionalProperties": shape.json])
    case .object(let members):
      .object([
        "type": .string("object"), "properties": .object(members.map { .init($0.name, $0.shape.json) }),
        "required": .array(members.filter(\.isAlwaysThere).map { .string($0.name) }),
      ])
    case .named(let name): .object(["$ref": .string("#/components/schemas/" + name)])
    case .elsewhere(let description): .object(["type": .string("object"), "description": .string(description)])
    }
  }
}

// MARK: - From types

/// A type that says itself what its values look like.
package protocol Shaped {
  static var shape: Shape { get }
  /// Any value, for the walk over the members of an object.
  static var sample: Self { get }
}

/// A text out of a closed list.
package protocol Choice: Shaped, Codable, Sendable, CaseIterable, RawRepresentable where RawValue == String, AllCases == [Self] {}

extension Choice {
  package static var shape: Shape { .choice(allCases.map(\.rawValue)) }
  package static var sample: Self { allCases[0] }
}

extension Shape {
  /// What the values of a type look like, members in the order in which they are read, which is that of their declaration. An object with a
  /// name of its own is spoken of by that.
  package init<Value: Decodable>(_ type: Value.Type) {
    if let component = (type as? any Document.Type)?.component {
      self = .named(component)
    } else {
      self = Probe.describe(of: type).shape
    }
  }

  /// An object with its members, also where it has a name.
  package static func members<Object: Document>(of type: Object.Type) -> Shape { Probe.describe(of: type).shape }
}

/// Answers every question of a `Decodable` with a sample, and notes what was asked.
private final class Probe: Decoder {
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]
  let document: (any Document.Type)?
  var members: [Shape.Member] = []

  init(_ document: (any Document.Type)?) { self.document = document }

  static func describe<Value: Decodable>(of type: Value.Type) -> (shape: Shape, sample: Value?) {
    if let shaped = type as? any Shaped.Type { return (shaped.shape, shaped.sample as? Value) }
    let probe = Probe(type as? any Document.Type)
    let sample = try? Value(from: probe)
    let order = probe.document?.listed ?? []
    let first = order.compactMap { name in probe.members.first { $0.name == name } }
    return (.object(first + probe.members.filter { !order.contains($0.name) }), sample)
  }

  func note<Value: Decodable>(_ type: Value.Type, _ name: String, isOptional: Bool) throws -> Value {
    let (_, sample) = Self.describe(of: type)
    let shape = document?.refined[name] ?? Shape(type)
    let isOmitted = isOptional && document?.omitted.contains(name) ?? false
    members.append(.init(name, isOptional && !isOmitted ? .orNull(shape) : shape, always: !isOmitted))
    guard let sample else { throw none }
    return sample
  }

  /// An object alone has members; what else a document consists of says itself what it looks like.
  var none: DecodingError { .dataCorrupted(.init(codingPath: [], debugDescription: "it has no sample")) }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(ProbedMembers<Key>(probe: self))
  }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw none }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw none }
}

private struct ProbedMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let probe: Probe
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) -> Bool { false }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try probe.note(type, key.stringValue, isOptional: false)
  }

  private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
    try probe.note(type, key.stringValue, isOptional: true)
  }

  // As in `Members`: the library's own stand above a general one.
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type, key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type, key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type, key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? { try optional(type, key) }

  func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) throws -> KeyedDecodingContainer<Inner> {
    throw probe.none
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw probe.none }
  func superDecoder() throws -> any Decoder { throw probe.none }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw probe.none }
}

extension Bool: Shaped {
  package static var shape: Shape { .flag }
  package static var sample: Bool { false }
}
extension Int: Shaped {
  package static var shape: Shape { .count }
  package static var sample: Int { 0 }
}
extension Double: Shaped {
  package static var shape: Shape { .number }
  package static var sample: Double { 0 }
}
extension String: Shaped {
  package static var shape: Shape { .text }
  package static var sample: String { "" }
}
extension Array: Shaped where Element: Decodable {
  package static var shape: Shape { .list(Shape(Element.self)) }
  package static var sample: [Element] { [] }
}
extension Set: Shaped where Element == String {
  package static var shape: Shape { .list(.text) }
  package static var sample: Set<String> { [] }
}
extension Dictionary: Shaped where Key == String, Value: Decodable {
  package static var shape: Shape { .map(Shape(Value.self)) }
  package static var sample: [String: Value] { [:] }
}
extension Optional: Shaped where Wrapped: Decodable {
  package static var shape: Shape { .orNull(Shape(Wrapped.self)) }
  package static var sample: Wrapped? { nil }
}
extension Ordered: Shaped {
  package static var shape: Shape { .map(Shape(Value.self)) }
  package static var sample: Self { Self([]) }
}
extension Embedded: Shaped {
  package static var shape: Shape { .anything }
  package static var sample: Self { .text("{}") }
}
extension JSON: Shaped {
  package static var shape: Shape { .anything }
  package static var sample: JSON { .null }
}
extension TimeRange: Shaped {
  package static var shape: Shape { .list(.number) }
  package static var sample: TimeRange { TimeRange(0, 0) }
}
extension Points: Shaped {
  package static var shape: Shape { .number }
  package static var sample: Points { .zero }
}
extension ContentHash: Shaped {
  package static var shape: Shape { .text }
  package static var sample: ContentHash { ContentHash(hex: String(repeating: "0", count: 64)) }
}
extension Bilingual: Document {
  package static var component: String? { "Bilingual" }
}
