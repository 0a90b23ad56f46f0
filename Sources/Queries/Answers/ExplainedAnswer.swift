import Assessment
import Documents
import Interview
import RoleModels
import Store
import Transcripts

/// Why an answer stands where it does, in words: what people decided first, then the machine's score with its evidence.
/// The daemon and `intone` both make it here, so that they say the same.
public struct ExplainedAnswer: Sendable {
  public let reading: AnswerReading
  /// What one change would have gained, computed by the model that scored the answer; empty where that model is not at hand.
  public let counterfactuals: [Counterfactual]
  /// What the model scores; of these the place is told.
  private let scored: Set<Measure>
  private let advice: AdviceCatalogue

  /// - Parameters:
  ///   - search: what begins with the words of a model, where somebody keeps it.
  ///   - manifest: the session's manifest, where it is still kept.
  /// - Returns: nil where the store has no such answer.
  public init?(
    _ id: String, in store: any ScoreStore, advice: AdviceCatalogue, models: RoleModelLibrary, baselines: BaselineFiles,
    search known: (RoleModel) -> KeywordSearch = { _ in KeywordSearch() },
    manifest: (OpaqueName) throws(Fault) -> Manifest? = { _ throws(Fault) in nil }
  ) throws(Fault) {
    guard let reading = try AnswerReading(id, in: store, baselines: baselines) else { return nil }
    self.reading = reading
    self.advice = advice
    let answer = reading.answer
    guard answer.record.hasAnalysis, !answer.record.isLocked,
      let model = models.models.first(where: { $0.reference == answer.record.roleModel })
    else {
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
    var search = known(model)
    let evidence = try Evidence(
      stored: answer.record, asked: model.asked(question: key.question.text, manifest: asked),
      accommodations: kept?.accommodations, search: &search)
    counterfactuals = model.counterfactuals(evidence, question: key.question.text, manifest: asked)
  }

  public var answer: StoredAnswer { reading.answer }
  public var placement: PercentileRank { reading.placement }

  public func text(in language: Language, scale: ScoreScale = .hundred) -> String {
    let (reviews, notes) = (reading.reviews, reading.notes)
    var parts: [String] = []
    if !reviews.isEmpty {
      let title = language == .zh ? "人工评审（优先于机器评分）" : "Human review (stands above the machine's score)"
      parts.append(([title] + reviews.map { "  " + $0.document.sentence(current: answer.revision)[language] }).joined(separator: "\n"))
    }
    if !notes.isEmpty { parts.append(([language == .zh ? "须知" : "To know"] + notes.map { "  " + $0[language] }).joined(separator: "\n")) }
    if let card = answer.record.scorecard {
      parts.append(Explanation(card, counterfactuals: counterfactuals, advice: advice, scale: scale).text(in: language))
    } else if !answer.record.isDeclined {
      parts.append(language == .zh ? "该回答未评分（没有岗位模型）" : "this answer was not scored (no role model)")
    }
    let manner = Manner(answer, placed: placement.value).sentences
    if !manner.isEmpty { parts.append(([Manner.title[language]] + manner.map { "  " + $0[language] }).joined(separator: "\n")) }
    if let placed = placed(language) { parts.append(placed) }
    return parts.joined(separator: "\n\n")
  }

  /// Where the measures that the model scores stand among the role's answers; nil without a baseline.
  private func placed(_ language: Language) -> String? {
    let title = language == .zh ? "在同岗位回答中的位置" : "Among the role's answers"
    if let fault = placement.fault { return title + "\n  " + fault.message(in: language) }
    guard let placed = placement.value else { return nil }
    let length = placed.length.map { ["  " + $0[language]] } ?? []
    let rows =
      length
      + placed.measures.filter { scored.contains($0.measure) }.map { one in
        "  " + one.measure.meaning[language] + (language == .zh ? "：" : ": ") + one.measure.shown(one.value)[language]
          + (language == .zh ? "，" : ", ") + one.rankText[language]
      }
    let head = title + (language == .zh ? "（\(placed.sentence.zh)）" : " (\(placed.sentence.en))")
    return ([head] + rows).joined(separator: "\n")
  }

  /// - Parameter scale: of the texts.
  package func document(on scale: ScoreScale = .hundred) -> ExplanationDocument {
    ExplanationDocument(
      id: reading.answer.id, reviews: reading.reviews.map(\.document), notes: reading.notes, baseline: placement.document, advice: advised,
      zh: text(in: .zh, scale: scale), en: text(in: .en, scale: scale))
  }

  /// What the operator's catalogue says to each lost point that it knows, once a code.
  private var advised: [ExplanationDocument.Advice] {
    var seen: Set<String> = []
    return (answer.record.scorecard?.lostPoints ?? []).compactMap { point in
      guard seen.insert(point.code).inserted, let entry = advice.entry(for: point) else { return nil }
      return .init(code: point.code, advice: entry.advice, practice: entry.practice, course: entry.course, mentor: entry.mentor)
    }
  }
}

/// Why an answer stands where it does, in words of both languages.
package struct ExplanationDocument: Document {
  /// What the advice catalogue says to a lost point.
  package struct Advice: Document {
    package let code: String
    package let advice: Bilingual
    package let practice: Bilingual?
    package let course: Bilingual?
    package let mentor: Bilingual?
  }

  package let id: String
  package let reviews: [ReviewDocument]
  package let notes: [Bilingual]
  package let baseline: RankDocument?
  package let advice: [Advice]
  package let zh: String
  package let en: String

  package static let component: String? = "Explanation"
  package static let refined = ["baseline": RankDocument.shape]
}
