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
  /// The answers that have a part of the page.
  private let readings: [AnswerReading]

  /// - Parameter time: now, in seconds since 1970.
  /// - Returns: nil where the store has no such session.
  public init?(
    _ id: String, in store: any ScoreStore, models: RoleModelLibrary, advice: AdviceCatalogue, baselines: BaselineFiles, at time: Double
  ) throws(Fault) {
    guard let card = try SessionScorecard(id, in: store, models: models, at: time) else { return nil }
    self.card = card
    self.advice = advice
    self.models = models
    readings = try card.answersToRead.filter(\.record.hasAnalysis).map { answer throws(Fault) in
      try AnswerReading(answer, in: store, baselines: baselines)
    }
  }

  /// Whom a page is for.
  public enum Reader: String, Sendable, CaseIterable {
    case decider, candidate
  }

  /// A stretch of an answer's recording as an address that holds its sound (RFC 2397); nil where the recording is not kept.
  public typealias Excerpts = (StoredAnswer, TimeRange) throws(Fault) -> String?

  /// What the candidate is given.
  /// - Throws: a fault of a stored analysis that cannot be read.
  package func feedback() throws(Fault) -> FeedbackDocument { try FeedbackDocument(card, models: models, advice: advice) }

  /// - Parameter excerpts: where the sound of lost points stands in the page; nil for a page without sound. It is not asked for the
  ///   candidate's page.
  /// - Throws: a fault of a stored analysis that cannot be read; a mistake in the page's template.
  public func html(
    for reader: Reader = .decider, in language: Language, scale: ScoreScale = .hundred, excerpts: Excerpts? = nil
  ) throws -> String {
    if reader == .candidate { return try CandidateFeedback(feedback()).html(in: language) }
    var byCode: [String: AdviceCatalogue.Entry] = [:]
    let answers = try readings.map { reading in
      for point in reading.answer.record.scorecard?.lostPoints ?? [] { byCode[point.code] = advice.entry(for: point) }
      return try page(of: reading, language, excerpts)
    }
    let found = byCode
    var overview = CandidateReport.Overview(card)
    if readings.count < card.answers.count { overview.notes.append(Self.imported(card.answers.count - readings.count)) }
    let report = CandidateReport(
      session: card.session.record.id.text, candidate: card.session.record.candidate, state: card.state.sentence[language],
      overview: overview, answers: answers, scale: scale, advice: { found[$0]?.advice },
      practice: { code in [found[code]?.practice, found[code]?.course, found[code]?.mentor].compactMap(\.self) })
    return try report.html(in: language)
  }

  /// One answer's part.
  /// - Throws: what reading its sound throws, where excerpts are wanted.
  private func page(of reading: AnswerReading, _ language: Language, _ excerpts: Excerpts?) throws(Fault) -> CandidateReport.Answer {
    let (answer, placement) = (reading.answer, reading.placement)
    let model = answer.record.roleModel.flatMap { reference in models.models.first { $0.reference == reference } }
    let document = try AnalysisDocument(json: answer.record.analysis)
    let placed = placement.value.map { placed in [placed.length, placed.sentence].compactMap { $0?[language] }.joined(separator: " · ") }
    return CandidateReport.Answer(
      id: answer.id, question: document.question?.text ?? model?.question(answer.record.key.question.text)?.text[language],
      document: document, reviews: reading.reviews.map { $0.document.sentence(current: answer.revision)[language] },
      isCounted: card.counted.contains(answer.id), baseline: placed ?? placement.fault?.message(in: language),
      ranks: Dictionary(placement.value?.measures.map { ($0.measure, $0.rankText[language]) } ?? []) { first, _ in first },
      notes: reading.notes.map { $0[language] },
      manner: Manner(answer, placed: placement.value).sentences.map { $0[language] },
      sounds: try sounds(of: document, answer, excerpts))
  }

  /// Seconds around a stretch, so that the ear finds its way in.
  private static let around = 0.5
  /// Seconds of one excerpt at most, and excerpts of one answer: a page of four answers stays below 10 MB.
  private static let maximumExcerpt = 10.0
  private static let maximumExcerpts = 6

  /// Excerpts as data URLs, by the spans that lost points; at most six of ten seconds an answer.
  private func sounds(of document: AnalysisDocument, _ answer: StoredAnswer, _ excerpts: Excerpts?) throws(Fault) -> [TimeRange: String] {
    guard let excerpts else { return [:] }
    var found: [TimeRange: String] = [:]
    for span in (document.scores?.lost_points ?? []).compactMap(\.spans.first)
    where found.count < Self.maximumExcerpts && found[span] == nil {
      let heard = TimeRange(max(0, span.start - Self.around), min(span.end + Self.around, span.start + Self.maximumExcerpt))
      found[span] = try excerpts(answer, heard)
    }
    return found
  }

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
