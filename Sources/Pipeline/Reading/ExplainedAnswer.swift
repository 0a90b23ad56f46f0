import Interview
import RoleModels
import Store
import Transcripts

/// Why an answer stands where it does, in words: what people decided first, then the machine's score with its evidence.
/// The daemon and `intone` both make it here, so that they say the same.
public struct ExplainedAnswer: Sendable {
  public let answer: StoredAnswer
  /// The latest first.
  public let reviews: [StoredReview]
  /// What one change would have gained, computed by the model that scored the answer; empty where that model is not at hand.
  public let counterfactuals: [Counterfactual]
  /// Where the answer stands among the role's answers.
  public let placement: Placement
  /// What the model scores; of these the place is told.
  private let scored: Set<Measure>
  private let advice: AdviceCatalogue

  /// - Parameter manifest: the session's manifest, where it is still kept.
  /// - Returns: nil where the store has no such answer.
  public init?(
    _ id: String, in store: any ScoreStore, advice: AdviceCatalogue, models: RoleModelLibrary, baselines: BaselineFiles,
    manifest: (OpaqueName) throws(Fault) -> Manifest? = { _ throws(Fault) in nil }
  ) throws(Fault) {
    guard let answer = try store.current(id) else { return nil }
    self.answer = answer
    self.advice = advice
    reviews = try store.reviews(of: id)
    placement = Placement(answer, in: baselines)
    guard answer.record.hasAnalysis, let model = models.models.first(where: { $0.reference == answer.record.roleModel }) else {
      counterfactuals = []
      scored = Set(answer.record.scorecard?.lostPoints.compactMap(\.measure) ?? [])
      return
    }
    scored = Set(
      model.dimensions.flatMap(\.indicators).compactMap { indicator -> Measure? in
        if case .measure(let measure, _) = indicator.kind { measure } else { nil }
      })
    let key = answer.record.key
    let kept = try manifest(key.session)
    let asked = kept?.questions.first { $0.id == key.question }
    var search = KeywordSearch()
    let evidence = try Evidence(
      stored: answer.record, asked: model.asked(question: key.question.text, manifest: asked),
      accommodations: kept?.accommodations, search: &search)
    counterfactuals = model.counterfactuals(evidence, question: key.question.text, manifest: asked)
  }

  public func text(in language: Language) -> String {
    var parts: [String] = []
    if !reviews.isEmpty {
      let title = language == .zh ? "人工评审（优先于机器评分）" : "Human review (stands above the machine's score)"
      parts.append(([title] + reviews.map { "  " + $0.sentence(current: answer.revision)[language] }).joined(separator: "\n"))
    }
    if let card = answer.record.scorecard {
      parts.append(Explanation(card, counterfactuals: counterfactuals, advice: advice).text(in: language))
    } else {
      parts.append(language == .zh ? "该回答未评分（没有岗位模型）" : "this answer was not scored (no role model)")
    }
    if let placed = placed(language) { parts.append(placed) }
    return parts.joined(separator: "\n\n")
  }

  /// Where the measures that the model scores stand among the role's answers; nil without a baseline.
  private func placed(_ language: Language) -> String? {
    let title = language == .zh ? "在同岗位回答中的位置" : "Among the role's answers"
    if let fault = placement.fault { return title + "\n  " + fault.message(in: language) }
    guard let placed = placement.value else { return nil }
    let rows = placed.measures.filter { scored.contains($0.measure) }.map { one in
      "  " + one.measure.meaning[language] + (language == .zh ? "：" : ": ") + one.measure.shown(one.value)[language]
        + (language == .zh ? "，" : ", ") + one.place[language]
    }
    let head = title + (language == .zh ? "（\(placed.sentence.zh)）" : " (\(placed.sentence.en))")
    return ([head] + rows).joined(separator: "\n")
  }

  public var json: JSON {
    .object([
      "id": .string(answer.id), "reviews": .array(reviews.map(\.json)), "baseline": placement.json, "zh": .string(text(in: .zh)),
      "en": .string(text(in: .en)),
    ])
  }
}
