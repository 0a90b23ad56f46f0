import Interview
import RoleModels
import Store

/// Why an answer stands where it does, in words: what people decided first, then the machine's score with its evidence.
/// The daemon and `intone` both make it here, so that they say the same.
public struct ExplainedAnswer: Sendable {
  public let answer: StoredAnswer
  /// The latest first.
  public let reviews: [StoredReview]
  private let advice: AdviceCatalogue

  /// - Returns: nil where the store has no such answer.
  public init?(_ id: String, in store: any ScoreStore, advice: AdviceCatalogue) throws(Fault) {
    guard let answer = try store.current(id) else { return nil }
    self.answer = answer
    self.advice = advice
    reviews = try store.reviews(of: id)
  }

  public func text(in language: Language) -> String {
    var parts: [String] = []
    if !reviews.isEmpty {
      let title = language == .zh ? "人工评审（优先于机器评分）" : "Human review (stands above the machine's score)"
      parts.append(([title] + reviews.map { "  " + $0.sentence(current: answer.revision)[language] }).joined(separator: "\n"))
    }
    if let card = answer.record.scorecard {
      parts.append(Explanation(card, advice: advice).text(in: language))
    } else {
      parts.append(language == .zh ? "该回答未评分（没有岗位模型）" : "this answer was not scored (no role model)")
    }
    return parts.joined(separator: "\n\n")
  }

  public var json: JSON {
    .object([
      "id": .string(answer.id), "reviews": .array(reviews.map(\.json)), "zh": .string(text(in: .zh)), "en": .string(text(in: .en)),
    ])
  }
}
