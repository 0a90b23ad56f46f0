import Interview

/// The form of a JSON value: as much of JSON schema (2020-12) as the socket's document needs.
indirect enum Shape: Sendable {
  case text
  case integer(least: Int)
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

  struct Member: Sendable {
    let name: String
    let shape: Shape
    var isAlwaysThere = true

    init(_ name: String, _ shape: Shape, always: Bool = true) {
      self.name = name
      self.shape = shape
      isAlwaysThere = always
    }
  }

  static let count = Shape.integer(least: 0)

  var json: JSON {
    switch self {
    case .text: .object(["type": .string("string")])
    case .integer(let least): .object(["type": .string("integer"), "minimum": .integer(least)])
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
