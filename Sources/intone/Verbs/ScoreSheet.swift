import Interview
import Store

/// Every answer as a row that people read: who, what, the score with its dimensions and how sure it is, what people decided,
/// and the measures under their names. An unknown value is an empty cell.
struct ScoreSheet {
  private let store: any ScoreStore
  private let candidate: String?
  private let scale: ScoreScale
  private let language: Language
  /// Of all role models in the store, in the order met.
  private let dimensions: [(id: String, name: Bilingual)]

  /// Reads every answer once for the names of the dimensions.
  init(_ store: any ScoreStore, candidate: String?, scale: ScoreScale, language: Language) throws(Fault) {
    self.store = store
    self.candidate = candidate
    self.scale = scale
    self.language = language
    var seen: Set<String> = []
    var dimensions: [(id: String, name: Bilingual)] = []
    try Self.answers(in: store, of: candidate) { _, answers throws(Fault) in
      for dimension in answers.flatMap({ $0.record.scorecard?.dimensions ?? [] }) where seen.insert(dimension.id).inserted {
        dimensions.append((dimension.id, dimension.name))
      }
    }
    self.dimensions = dimensions
  }

  /// The names of the columns, in the reader's language.
  var header: [String] {
    let zh = language == .zh
    let who =
      zh ? ["场次", "候选人", "站点", "题目", "第几次作答", "到达（UTC）"] : ["session", "candidate", "site", "question", "attempt", "arrived (UTC)"]
    let score = zh ? ["岗位模型", "版本", "总分", "区间下限", "区间上限", "可信程度"] : ["role model", "version", "score", "low", "high", "confidence"]
    let review =
      zh
      ? ["人工评审", "评审人", "理由", "场次决定", "决定人", "录音相同于"]
      : ["human review", "reviewer", "reason", "decision on the session", "decided by", "same recording as"]
    let measures = Measure.allCases.map { measure in
      let unit = measure.isShare ? "%" : measure.unitName[language]
      return measure.meaning[language] + (unit.isEmpty ? "" : zh ? "（\(unit)）" : " (\(unit))")
    }
    return who + score + dimensions.map { $0.name[language] } + review + measures
  }

  /// Calls `row` once for each answer, session by session.
  /// - Throws: `store.…`.
  func write(_ row: ([String]) -> Void) throws(Fault) {
    try Self.answers(in: store, of: candidate) { session, answers throws(Fault) in
      let decision = try store.reviews(of: .session(session.record.id.text)).first?.review
      let reviews = try store.latestReviews(of: answers)
      for answer in answers { row(cells(answer, reviews[answer.id]?.review, decision)) }
    }
  }

  private func cells(_ answer: StoredAnswer, _ review: Review?, _ decision: Review?) -> [String] {
    let (record, card) = (answer.record, answer.record.scorecard)
    func points(_ points: Points?) -> String { points.map { scale.text($0) } ?? "" }
    let arrived = record.arrivedAt > 0 ? String(UTC.text(record.arrivedAt).prefix(16).replacing("T", with: " ")) : ""
    var cells = [
      record.key.session.text, record.candidate ?? "", record.site ?? "", record.key.question.text, "\(record.key.attempt)", arrived,
      record.roleModel?.id ?? "", record.roleModel?.version ?? "", points(card?.overall), points(card?.confidence.low),
      points(card?.confidence.high), card?.confidence.level.name[language] ?? "",
    ]
    cells += dimensions.map { wanted in points(card?.dimensions.first { $0.id == wanted.id }?.score) }
    cells += [
      review?.judgement ?? "", review?.reviewer ?? "", review?.reason ?? "", decision?.judgement ?? "", decision?.reviewer ?? "",
      answer.duplicateOf ?? "",
    ]
    return cells
      + Measure.allCases.map { measure in
        record.measures[measure]?.value.map { JSON.rounded(measure.isShare ? $0 * 100 : $0, measure.decimals).text } ?? ""
      }
  }

  /// Session by session in the order of their ids.
  private static func answers(
    in store: any ScoreStore, of candidate: String?, _ each: (StoredSession, [StoredAnswer]) throws(Fault) -> Void
  ) throws(Fault) {
    try store.forEachSession(SessionFilter(candidate: candidate)) { session throws(Fault) in
      let all = try store.answers(ofSession: session.record.id.text)
      try each(session, all.filter { answer in candidate.map { $0 == answer.record.candidate } ?? true })
    }
  }
}
