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
  package static var omittedWhenNil: Set<String> { Base.omittedWhenNil.union(More.omittedWhenNil) }
  package static var refined: [String: Shape] { Base.refined.merging(More.refined) { _, new in new } }

  package subscript<Value>(dynamicMember path: KeyPath<Base, Value>) -> Value { primary[keyPath: path] }
  package subscript<Value>(dynamicMember path: KeyPath<More, Value>) -> Value { further[keyPath: path] }
}
