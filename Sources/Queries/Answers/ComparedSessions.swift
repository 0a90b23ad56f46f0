import Interview
import RoleModels
import Sessions
import Store

/// Sessions side by side, in the order they were named in: nobody is ranked. Compared are the questions that all have
/// answered; what else somebody answered is named and left out.
public struct ComparedSessions: Sendable {
  public struct Column: Sendable {
    public let session: String
    public let candidate: String?
    /// The session's score as it is shown everywhere; where an answer was named, that answer's.
    public let overall: Points?
    public let low: Points?
    public let high: Points?
    /// Mean over the questions in common; nil where one has no score.
    public let together: Points?
    /// By dimension, mean over the questions in common in which it could be judged.
    public let dimensions: [String: Points]
    /// Over the dimensions that are known of every answer to the same question, by their weights; nil where the sessions' known
    /// dimensions do not differ, or nothing is known of all.
    public internal(set) var common: Points?
    /// Dimensions that could not be judged in one answer or more.
    public let missing: [String]
    /// By question in common.
    public let questions: [String: Points]
    /// Answered questions that somebody else has no answer to.
    public let leftOut: [String]
    /// The latest human review of each question in common that has one.
    public let reviews: [String: StoredReview]
    /// The latest human decision about the session.
    public let decision: StoredReview?
  }

  public let columns: [Column]
  /// What all have answered.
  public let questions: [String]
  /// In the order of the role model.
  public let dimensions: [(id: String, name: Bilingual)]
  /// What should be known of the comparison itself.
  public let notes: [Bilingual]

  public var leavesOut: Bool { columns.contains { !$0.leftOut.isEmpty } }

  /// What is compared of one candidate.
  private struct Side {
    let id: String
    let session: String
    let answers: [StoredAnswer]
    let overall: (mean: Points?, low: Points?, high: Points?)
    let decision: StoredReview?
    let reviews: [String: StoredReview]
  }

  /// - Parameters:
  ///   - ids: sessions; an answer's id stands for its session with that question alone.
  ///   - time: now, in seconds since 1970.
  /// - Throws: `compare.engine`, `compare.model`, `compare.questions`, `compare.unscored`, `compare.unknown`.
  public init(_ ids: [String], in store: any ScoreStore, models: RoleModelLibrary, at time: Double) throws(Fault) {
    var sides: [Side] = []
    for id in ids { sides.append(try Self.side(id, in: store, models: models, at: time)) }
    var candidates: [CandidateComparison.Candidate] = []
    for side in sides {
      for answer in side.answers where answer.record.scorecard == nil { throw Fault(.compareUnscored, answer.id) }
      let engines = Set(side.answers.map(\.record.engine))
      guard engines.count == 1, let engine = engines.first else {
        throw Fault(.compareEngine, "\(side.id): \(engines.sorted().joined(separator: ", "))")
      }
      let cards = side.answers.compactMap { answer in answer.record.scorecard.map { (answer.record.key.question.text, $0) } }
      candidates.append(.init(id: side.id, engine: engine, scorecards: Dictionary(cards, uniquingKeysWith: { $1 })))
    }
    let comparison = try CandidateComparison(candidates)
    let questions = comparison.questions
    self.questions = questions
    var columns = zip(sides, comparison.leftOut).map { Self.column($0, questions, leftOut: $1) }
    for (index, common) in Self.common(sides.map(\.answers), questions).enumerated() { columns[index].common = common }
    self.columns = columns
    var seen: Set<String> = []
    dimensions = sides.flatMap(\.answers).flatMap { $0.record.scorecard?.dimensions ?? [] }.filter { seen.insert($0.id).inserted }
      .map { ($0.id, $0.name) }
    notes = ConfusableNames.notes(of: columns.map(\.session)) + ConfusableNames.notes(of: columns.compactMap(\.candidate))
  }

  /// Each session's score over what is known of all; nothing where all know the same, because then the overall scores compare.
  private static func common(_ picked: [[StoredAnswer]], _ questions: [String]) -> [Points?] {
    let cards = picked.map { answers in
      Dictionary(
        answers.compactMap { answer in answer.record.scorecard.map { (answer.record.key.question.text, $0) } }, uniquingKeysWith: { $1 })
    }
    var sums = [Double](repeating: 0, count: cards.count)
    var (isSame, count) = (true, 0)
    for question in questions {
      let scores = cards.map { card in
        Dictionary(
          (card[question]?.dimensions ?? []).compactMap { one in one.score.map { (one.id, ($0, one.weight)) } }, uniquingKeysWith: { $1 })
      }
      guard let first = scores.first else { continue }
      let shared = first.keys.filter { id in scores.allSatisfy { $0[id] != nil } && (first[id]?.1 ?? .zero) > .zero }.sorted()
      if scores.contains(where: { $0.values.count { $0.1 > .zero } != shared.count }) { isSame = false }
      let weight = shared.reduce(0) { $0 + (first[$1]?.1.value ?? 0) }
      guard weight > 0 else { continue }
      count += 1
      for index in scores.indices {
        sums[index] += shared.reduce(0) { $0 + (scores[index][$1]?.0.value ?? 0) * (first[$1]?.1.value ?? 0) } / weight
      }
    }
    return sums.map { isSame || count == 0 ? nil : Points(hundredths: Int(($0 / Double(count) * 100).rounded())) }
  }

  private static func side(_ asked: String, in store: any ScoreStore, models: RoleModelLibrary, at time: Double) throws(Fault) -> Side {
    let id = try store.spelled(asked)
    if let answer = try store.current(id) {
      let card = answer.record.scorecard
      return Side(
        id: id, session: answer.record.key.session.text, answers: [answer],
        overall: (card?.overall, card?.confidence.low, card?.confidence.high), decision: nil,
        reviews: try store.latestReviews(of: [answer]))
    }
    guard let card = try SessionScorecard(id, in: store, models: models, at: time, text: nil) else { throw Fault(.compareUnknown, id) }
    let answers = card.answers.filter { card.counted.contains($0.id) }
    guard !answers.isEmpty else { throw Fault(.compareUnknown, id) }
    return Side(
      id: id, session: id, answers: answers, overall: (card.summary.overall, card.summary.low, card.summary.high),
      decision: card.decisions.first, reviews: card.reviews)
  }

  private static func column(_ side: Side, _ questions: [String], leftOut: [String]) -> Column {
    let answers = side.answers.filter { questions.contains($0.record.key.question.text) }
    let cards = answers.compactMap(\.record.scorecard)
    var scored: [String: [Points]] = [:]
    for dimension in cards.flatMap(\.dimensions) {
      if let score = dimension.score { scored[dimension.id, default: []].append(score) }
    }
    let byQuestion = answers.compactMap { answer in
      answer.record.scorecard?.overall.map { (answer.record.key.question.text, $0) }
    }
    let reviews = answers.compactMap { answer in side.reviews[answer.id].map { (answer.record.key.question.text, $0) } }
    return Column(
      session: side.session, candidate: side.answers.lazy.compactMap(\.record.candidate).first, overall: side.overall.mean,
      low: side.overall.low, high: side.overall.high, together: MeanScore(cards)?.overall,
      dimensions: scored.mapValues { points in
        Points(hundredths: Int((Double(points.map(\.hundredths).reduce(0, +)) / Double(points.count)).rounded()))
      },
      missing: Set(cards.flatMap(\.missing).map(\.id)).sorted(), questions: Dictionary(byQuestion, uniquingKeysWith: { $1 }),
      leftOut: leftOut,
      reviews: Dictionary(reviews, uniquingKeysWith: { $1 }), decision: side.decision)
  }
}

extension FaultCode {
  public static let compareUnknown = FaultCode(
    "compare.unknown", cause: Bilingual(zh: "要比较的场次不在库中", en: "a session to be compared is not in the store"),
    action: Bilingual(zh: "用 intone show 查看有哪些场次。", en: "intone show lists the sessions."))
  public static let compareUnscored = FaultCode(
    "compare.unscored", cause: Bilingual(zh: "有一个回答未按岗位模型评分", en: "an answer was not scored by a role model"),
    action: Bilingual(zh: "先为该场次指定岗位模型并重新评分。", en: "Give the session a role model and score it again first."))

  public static let comparisonCodes: [FaultCode] = [
    .compareUnknown, .compareUnscored, .listingTooMany, .engineNoAnswers, .statisticsCounting,
  ]
}
