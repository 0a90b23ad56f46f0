/// An object that leaves members out in place of null.
package protocol OmitsNil {
  static var omitted: OmittedMembers { get }
}

/// Which members of an object are left out where they are nil.
package enum OmittedMembers: Sendable {
  case none
  case all
  case some(Set<String>)

  package func contains(_ name: String) -> Bool {
    switch self {
    case .none: false
    case .all: true
    case .some(let names): names.contains(name)
    }
  }
}

extension JSON {
  /// A value by the rules of the documented objects: members in the order they are encoded in, nil as null, the members of dictionaries and the
  /// elements of sets of text in the order of their names, times to the millisecond. A value whose encoding throws is a mistake of its maker and
  /// becomes null, as a number does that is not finite.
  package init<Value: Encodable>(encoding value: Value) {
    if let leaf = JSON(leaf: value) {
      self = leaf
      return
    }
    let encoder = TreeEncoder(omitting: (Value.self as? any OmitsNil.Type)?.omitted ?? .none)
    do { try value.encode(to: encoder) } catch {
      self = .null
      return
    }
    self = encoder.tree(sorted: Value.self is any AnyDictionary.Type)
  }

  /// What is written without asking the value. Types are compared before they are cast: a cast that fails costs a hundred times as much.
  private init?<Value>(leaf value: Value) {
    let type: Any.Type = Value.self
    if type == String.self, let text = value as? String {
      self = .string(text)
    } else if type == Double.self, let number = value as? Double {
      self = .number(number)
    } else if type == Int.self, let number = value as? Int {
      self = .integer(number)
    } else if type == Bool.self, let flag = value as? Bool {
      self = .bool(flag)
    } else if type == TimeRange.self, let range = value as? TimeRange {
      self = .span(range)
    } else if type == [Double?].self, let numbers = value as? [Double?] {
      self = .array(numbers.map { $0.map(JSON.number) ?? .null })
    } else if type == Set<String>.self, let texts = value as? Set<String> {
      self = .array(texts.sorted().map(JSON.string))
    } else if type == JSON.self, let json = value as? JSON {
      self = json
    } else {
      return nil
    }
  }
}

/// Has no order of its own.
private protocol AnyDictionary {}
extension Dictionary: AnyDictionary {}

/// Takes one value in. The parts of it that are encoded later than they are asked for (`nestedContainer`) are encoders themselves.
private final class TreeEncoder: Encoder {
  enum Part {
    case json(JSON)
    case encoder(TreeEncoder)

    var tree: JSON {
      switch self {
      case .json(let json): json
      case .encoder(let encoder): encoder.tree(sorted: false)
      }
    }
  }

  private enum Content {
    case none
    case value(JSON)
    case array([Part])
    case object([(name: String, part: Part)])
  }

  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]
  let omitted: OmittedMembers
  private var content = Content.none

  init(omitting members: OmittedMembers = .none) { omitted = members }

  func tree(sorted: Bool) -> JSON {
    switch content {
    case .none: return .null
    case .value(let json): return json
    case .array(let parts): return .array(parts.map(\.tree))
    case .object(var members):
      if sorted { members.sort { $0.name < $1.name } }
      return .object(members.map { JSON.Member($0.name, $0.part.tree) })
    }
  }

  func put(_ json: JSON) { content = .value(json) }

  func append(_ part: Part) {
    if case .array(var parts) = content {
      content = .none
      parts.append(part)
      content = .array(parts)
    } else {
      content = .array([part])
    }
  }

  func add(_ name: String, _ part: Part) {
    if case .object(var members) = content {
      content = .none
      members.append((name, part))
      content = .object(members)
    } else {
      content = .object([(name, part)])
    }
  }

  var count: Int { if case .array(let parts) = content { parts.count } else { 0 } }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .none = content { content = .object([]) }
    return KeyedEncodingContainer(Members<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .none = content { content = .array([]) }
    return Elements(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { encoder.add(key.stringValue, .json(.null)) }
  func encode(_ value: some Encodable, forKey key: Key) { encoder.add(key.stringValue, .json(JSON(encoding: value))) }

  private func optional(_ value: (some Encodable)?, _ key: Key) {
    if let value { encode(value, forKey: key) } else if !encoder.omitted.contains(key.stringValue) { encodeNil(forKey: key) }
  }

  // The compiler takes the library's own for each of these where only the last one is written.
  func encodeIfPresent(_ value: Bool?, forKey key: Key) { optional(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) { optional(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) { optional(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) { optional(value, key) }
  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) { optional(value, key) }

  private func nested(_ key: Key) -> TreeEncoder {
    let inner = TreeEncoder()
    encoder.add(key.stringValue, .encoder(inner))
    return inner
  }

  func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) -> KeyedEncodingContainer<Inner> {
    nested(key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder }
  func superEncoder(forKey key: Key) -> any Encoder { nested(key) }
}

private struct Elements: UnkeyedEncodingContainer {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { [] }
  var count: Int { encoder.count }

  func encodeNil() { encoder.append(.json(.null)) }
  func encode(_ value: some Encodable) { encoder.append(.json(JSON(encoding: value))) }

  private func nested() -> TreeEncoder {
    let inner = TreeEncoder()
    encoder.append(.encoder(inner))
    return inner
  }

  func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> { nested().container(keyedBy: type) }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
  func superEncoder() -> any Encoder { nested() }
}

private struct Single: SingleValueEncodingContainer {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { [] }

  func encodeNil() { encoder.put(.null) }
  func encode(_ value: some Encodable) { encoder.put(JSON(encoding: value)) }
}
