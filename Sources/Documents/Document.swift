import FoundationEssentials
import Interview

/// An object of the documented JSON: the stored properties of the type, in their order and under their names, are its members. What writes it,
/// what reads it and what describes it (`Shape`) come from that one list.
///
/// A nil member is written as null and may be missing where the object is read. Numbers are rounded where the object is made.
package protocol Document: Codable, Sendable, OmitsNil {
  /// The name under which the OpenAPI document speaks of it; nil where it stands within another object.
  static var component: String? { get }
  /// Forms of members that their types do not tell, by name: of optional ones, where they are not null.
  static var refined: [String: Shape] { get }
  /// The order in which the OpenAPI document lists the first members, where it is another than the one they are written in.
  static var listed: [String] { get }
}

extension Document {
  package static var component: String? { nil }
  package static var omitted: OmittedMembers { .none }
  package static var refined: [String: Shape] { [:] }
  package static var listed: [String] { [] }

  /// The object as it is written.
  package var json: JSON { JSON(encoding: self) }
}

extension Decodable {
  /// Reads what `Document.json` wrote; members of later versions are passed over.
  /// - Throws: what `JSONDecoder` throws.
  package init(reading text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
}

extension Double {
  /// Nil where the value is not finite, else rounded half away from zero.
  package func figure(_ decimals: Int) -> Double? { isFinite ? rounded(decimals: decimals) : nil }
}

/// Two lists of members in one object, the first one's first: what a page has besides what the status shows.
@dynamicMemberLookup
package struct Joined<Base: Document, More: Document>: Document {
  package var primary: Base
  package var further: More

  package init(_ primary: Base, _ further: More) {
    self.primary = primary
    self.further = further
  }

  package init(from decoder: any Decoder) throws {
    primary = try Base(from: decoder)
    further = try More(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try primary.encode(to: encoder)
    try further.encode(to: encoder)
  }

  /// The second one's.
  package static var component: String? { More.component }
  package static var refined: [String: Shape] { Base.refined.merging(More.refined) { _, new in new } }

  package subscript<Value>(dynamicMember path: KeyPath<Base, Value>) -> Value { primary[keyPath: path] }
  package subscript<Value>(dynamicMember path: KeyPath<More, Value>) -> Value { further[keyPath: path] }
}
