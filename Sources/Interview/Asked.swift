/// What an answer is held against: the groups asked for, and the words that came from the role and from the question, which
/// show nothing of the speaker's own.
public struct Asked: Sendable, Hashable {
  public let groups: [KeywordGroup]
  /// Every word of the role's model: terms, names of groups and dimensions, questions.
  public let vocabulary: [String]
  /// The question in its wordings, each a text of its own.
  public let question: [String]

  public init(groups: [KeywordGroup] = [], vocabulary: [String] = [], question: [String] = []) {
    self.groups = groups
    self.vocabulary = vocabulary
    self.question = question
  }
}

extension Asked {
  /// What a manifest alone asks for.
  public init(_ manifest: ManifestQuestion?) {
    self.init(groups: manifest?.keywords ?? [], question: manifest?.text.map { [$0] } ?? [])
  }
}
