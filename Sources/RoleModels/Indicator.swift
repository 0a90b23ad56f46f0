import Interview

/// One thing by which a dimension is judged.
public struct Indicator: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A measure on a curve.
    case measure(Measure, Curve)
    /// Groups of words; each missing group costs its share. `ofQuestion` takes the groups of the question asked.
    case keywords([KeywordGroup], ofQuestion: Bool)
    /// Steps of a structure, found in their order; each missing step costs its share. Of several schemes the one counts
    /// of which the answer tells most.
    case structure([StructureScheme])
  }

  public let id: String
  public let kind: Kind
  /// Relative to the other indicators of the dimension, above 0.
  public let weight: Double
  /// The indicator applies to answers in this language only; nil applies to both.
  public let language: Language?

  public init(id: String, kind: Kind, weight: Double, language: Language? = nil) {
    self.id = id
    self.kind = kind
    self.weight = weight
    self.language = language
  }
}

/// An aspect that a role values.
public struct Dimension: Sendable, Hashable {
  public let id: String
  public let name: Bilingual
  /// In points of 100; the weights of a model add up to 100.
  public let weight: Points
  public let indicators: [Indicator]

  public init(id: String, name: Bilingual, weight: Points, indicators: [Indicator]) {
    self.id = id
    self.name = name
    self.weight = weight
    self.indicators = indicators
  }
}
