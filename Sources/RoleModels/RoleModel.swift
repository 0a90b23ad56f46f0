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

  /// Of an answer without words that can be judged.
  public enum WithoutContent: String, Sendable, Hashable, CaseIterable {
    /// The dimensions that are known are shown, and there is no overall score.
    case withheld
    /// The overall score stands on delivery alone, with an interval that holds whatever the content would have been.
    case delivery
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
  /// What becomes of the overall score where nothing is known of what was said.
  public let withoutContent: WithoutContent
  public let dimensions: [Dimension]
  public let questions: [Question]

  public var id: String { reference.id }

  public func question(_ id: String?) -> Question? { id.flatMap { id in questions.first { $0.id == id } } }

  /// What an answer is held against: the groups to look for (the model's, the question's, and what the manifest adds; a group
  /// named twice is one group with all the terms), and the words that are the role's.
  public func asked(question id: String?, manifest: ManifestQuestion?) -> Asked {
    let asking = QuestionAsked(self, id, manifest)
    var wordings = (asking.question?.text).map { [$0.zh, $0.en] } ?? []
    if let text = manifest?.text { wordings.append(text) }
    let manifestTerms = (manifest?.keywords ?? []).flatMap { [$0.name] + $0.terms }
    return Asked(groups: asking.groups, vocabulary: vocabulary + manifestTerms + wordings, question: wordings)
  }

  /// Every word of the model, each term and text by itself.
  private var vocabulary: [String] {
    func words(_ groups: [KeywordGroup]) -> [String] {
      groups.flatMap { [Bilingual(groupName: $0.name).zh, Bilingual(groupName: $0.name).en] + $0.terms }
    }
    let own = dimensions.flatMap { dimension in
      [dimension.name.zh, dimension.name.en]
        + dimension.indicators.flatMap { indicator -> [String] in
          if case .keywords(let groups, _) = indicator.kind { words(groups) } else { [] }
        }
    }
    return own + questions.flatMap { [$0.text.zh, $0.text.en] + words($0.keywords) } + [name.zh, name.en]
  }
}
