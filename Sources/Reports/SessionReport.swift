import Assessment
import Documents
import Interview
import Queries
import RoleModels
import Sessions
import Store

/// The page of a session as the store holds it. The daemon and `intone report` both make it here, so that they give the same
/// bytes.
public struct SessionReport: Sendable {
  private let card: SessionScorecard
  private let advice: AdviceCatalogue
  private let models: RoleModelLibrary
  private let baselines: BaselineFiles

  /// - Parameter time: now, in seconds since 1970.
  /// - Returns: nil where the store has no such session.
  public init?(
    _ id: String, in store: any ScoreStore, models: RoleModelLibrary, advice: AdviceCatalogue, baselines: BaselineFiles, at time: Double
  ) throws(Fault) {
    guard let card = try SessionScorecard(id, in: store, models: models, at: time) else { return nil }
    self.card = card
    self.advice = advice
    self.models = models
    self.baselines = baselines
  }

  /// - Throws: a fault of a stored analysis that cannot be read; a mistake in the page's template.
  public func html(in language: Language, scale: ScoreScale = .hundred) throws -> String {
    var byCode: [String: AdviceCatalogue.Entry] = [:]
    let whole = card.answers.filter(\.record.hasAnalysis)
    let answers = try whole.map { answer in
      for point in answer.record.scorecard?.lostPoints ?? [] { byCode[point.code] = advice.entry(for: point) }
      return try page(of: answer, language)
    }
    let found = byCode
    var overview = CandidateReport.Overview(card)
    if whole.count < card.answers.count { overview.notes.append(Self.imported(card.answers.count - whole.count)) }
    let report = CandidateReport(
      session: card.session.record.id.text, candidate: card.session.record.candidate, state: card.state.sentence[language],
      overview: overview, answers: answers, scale: scale, advice: { found[$0]?.advice },
      practice: { code in [found[code]?.practice, found[code]?.course, found[code]?.mentor].compactMap(\.self) })
    return try report.html(in: language)
  }

  private func page(of answer: StoredAnswer, _ language: Language) throws(Fault) -> CandidateReport.Answer {
    let model = answer.record.roleModel.flatMap { reference in models.models.first { $0.reference == reference } }
    let placement = PercentileRank(answer, in: baselines)
    let identical = card.identical.filter { $0.answer.id == answer.id }.map(\.message)
    let document = try AnalysisDocument(json: answer.record.analysis)
    let placed = placement.value.map { placed in [placed.length, placed.sentence].compactMap { $0?[language] }.joined(separator: " · ") }
    return CandidateReport.Answer(
      id: answer.id, question: document.question?.text ?? model?.question(answer.record.key.question.text)?.text[language],
      document: document, review: card.reviews[answer.id]?.document.sentence(current: answer.revision)[language],
      baseline: placed ?? placement.fault?.message(in: language),
      places: Dictionary(placement.value?.measures.map { ($0.measure, $0.place[language]) } ?? []) { first, _ in first },
      notes: ((card.counted.contains(answer.id) ? [] : [Self.notCounted]) + identical).map { $0[language] },
      manner: Manner(answer, placed: placement.value).sentences.map { $0[language] })
  }

  private static let notCounted = Bilingual(
    zh: "这一次作答不计入整场得分，计入的是同一题的另一次。", en: "This attempt does not count in the session's score; another one at the question does.")

  private static func imported(_ count: Int) -> Bilingual {
    Bilingual(
      zh: "\(count) 个回答是不带分析导入的，本页没有其详情；得分见 intone explain。",
      en: (count == 1
        ? "1 answer was imported without its analysis and has" : "\(count) answers were imported without their analysis and have")
        + " no part in this page; intone explain has the scores.")
  }
}

extension CandidateReport.Overview {
  fileprivate init(_ card: SessionScorecard) {
    let summary = card.summary
    self.init(
      overall: summary.overall, low: summary.low, high: summary.high,
      dimensions: summary.dimensions.map { Dimension(name: $0.name, score: $0.score, answers: $0.answers) }, notes: card.notes,
      decisions: card.decisions.map { $0.document.sentence() },
      passages: summary.repeated.flatMap { pair in
        pair.passages.map { Passage(text: $0.text, first: (pair.first, $0.first), second: (pair.second, $0.second)) }
      },
      followUps: summary.followUps.map { FollowUp(question: $0.question, message: $0.message, spans: $0.spans) })
  }
}
