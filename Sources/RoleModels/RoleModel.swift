import Interview

/// What a role values, as its author declared it: dimensions with weights, each judged by indicators.
public struct RoleModel: Sendable, Hashable {
  public struct Question: Sendable, Hashable {
    public let id: String
    public let text: Bilingual
    public let keywords: [KeywordGroup]
    /// Weights of the dimensions for this question, in points of 100; empty uses the model's own.
    public let weights: [String: Points]
  }

  /// Least evidence on which an answer is scored at all.
  public struct Minimum: Sendable, Hashable {
    /// Seconds in speech.
    public let phonation: Double
    public let syllables: Double
  }

  /// From which figures on something is suggested to a person.
  public struct Thresholds: Sendable, Hashable {
    /// Overall score from which a human interview is suggested; nil never suggests it.
    public let humanInterview: Points?
    /// Points lost at one place from which a follow-up question is suggested.
    public let followUp: Points
  }

  public let reference: RoleModelReference
  public let name: Bilingual
  public let languages: [Language]
  public let minimum: Minimum
  /// Which attempt counts when a question was answered more than once.
  public let attempts: AttemptPolicy
  /// Keyword coverage below which an answer is marked as off the topic, 0…1; nil never marks it.
  public let offTopicBelow: Double?
  public let thresholds: Thresholds
  public let dimensions: [Dimension]
  public let questions: [Question]

  public var id: String { reference.id }

  public func question(_ id: String?) -> Question? { id.flatMap { id in questions.first { $0.id == id } } }

  /// The groups to look for in the text of an answer: the model's, the question's, and what the manifest adds. A group
  /// named twice is one group with all the terms.
  public func requiredKeywordGroups(question: String?, manifest: ManifestQuestion?) -> [KeywordGroup] {
    var groups: [KeywordGroup] = []
    for dimension in dimensions where weight(of: dimension, question: question) > .zero {
      for case .keywords(let own, _) in dimension.indicators.map(\.kind) { groups += own }
    }
    groups += questionGroups(question, manifest)
    return Self.merged(groups)
  }

  /// A dimension's weight for the question asked, in points of 100.
  public func weight(of dimension: Dimension, question: String?) -> Points {
    guard let own = self.question(question)?.weights, !own.isEmpty else { return dimension.weight }
    return own[dimension.id] ?? .zero
  }

  /// The groups that belong to the question alone.
  public func questionGroups(_ question: String?, _ manifest: ManifestQuestion?) -> [KeywordGroup] {
    Self.merged((self.question(question)?.keywords ?? []) + (manifest?.keywords ?? []))
  }

  private static func merged(_ groups: [KeywordGroup]) -> [KeywordGroup] {
    var order: [String] = []
    var terms: [String: [String]] = [:]
    for group in groups {
      if terms[group.name] == nil { order.append(group.name) }
      for term in group.terms where !(terms[group.name] ?? []).contains(term) { terms[group.name, default: []].append(term) }
    }
    return order.map { KeywordGroup(name: $0, terms: terms[$0] ?? []) }
  }
}
