import Files
import Interview

/// What the judge is asked about one answer: the object that it gets on standard input, `intone.judge/1`.
public struct JudgeRequest: Sendable, Equatable {
  public var language: Language?
  /// The question's id and the wording in which it was asked; nil where nobody has told.
  public var question: String?
  public var questionText: String?
  /// The groups that the role asks for, by name, with the words that the model lists for each.
  public var groups: [KeywordGroup]
  /// What the candidate said, as the recogniser wrote it.
  public var transcript: String

  static let schema = "intone.judge/1"

  var json: JSON {
    .object([
      "schema": .string(Self.schema), "language": .optional(language?.rawValue),
      "question": .object(["id": .optional(question), "text": .optional(questionText)]),
      "groups": .array(groups.map { .object(["group": .string($0.name), "terms": .array($0.terms.map(JSON.string))]) }),
      "transcript": .string(transcript),
    ])
  }

  /// The same question about the same words has the same hash: its verdict is kept and not asked for again.
  var hash: ContentHash { Files.hash(Array(json.text.utf8)) }
}
