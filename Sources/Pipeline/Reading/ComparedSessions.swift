import Interview
import RoleModels
import Sessions
import Store

/// Sessions side by side, in the order they were named in: nobody is ranked.
public struct ComparedSessions: Sendable {
  public struct Column: Sendable {
    public let session: String
    public let candidate: String?
    /// Mean over the questions; nil where one has no score.
    public let overall: Points?
    public let low: Points?
    public let high: Points?
    /// By dimension, mean over the questions in which it could be judged.
    public let dimensions: [String: Points]
    /// Over the dimensions that are known of every answer to the same question, by their weights; nil where the sessions' known
    /// dimensions do not differ, or nothing is known of all.
    public internal(set) var common: Points?
    /// Dimensions that could not be judged in one answer or more.
    public let missing: [String]
    /// By question.
    public let questions: [String: Points]
    /// The latest human review of each question that has one.
    public let reviews: [String: StoredReview]
  }

  public let columns: [Column]
  public let questions: [String]
  /// In the order of the role model.
  public let dimensions: [(id: String, name: Bilingual)]

  /// - Parameter ids: sessions; an answer's id stands for its session with that question alone.
  /// - Throws: `compare.engine`, `compare.model`, `compare.questions`, `compare.unscored`, `compare.unknown`.
  public init(_ ids: [String], in store: any ScoreStore, policy: (String) -> AttemptPolicy) throws(Fault) {
    var candidates: [CandidateComparison.Candidate] = []
    var picked: [[StoredAnswer]] = []
    for id in ids {
      let answers = try Self.answers(id, in: store, policy: policy)
      guard let first = answers.first else { throw Fault(.compareUnknown, id) }
      for answer in answers where answer.record.scorecard == nil { throw Fault(.compareUnscored, answer.id) }
      let engines = Set(answers.map(\.record.engine))
      guard engines.count == 1 else { throw Fault(.compareEngine, "\(id): \(engines.sorted().joined(separator: ", "))") }
      let cards = answers.compactMap { answer in answer.record.scorecard.map { (answer.record.key.question.text, $0) } }
      candidates.append(
        .init(id: id, engine: first.record.engine, scorecards: Dictionary(cards, uniquingKeysWith: { $1 })))
      picked.append(answers)
    }
    questions = try CandidateComparison(candidates).questions
    var columns: [Column] = []
    for answers in picked { columns.append(try Column(answers, in: store)) }
    for (place, common) in Self.common(picked).enumerated() { columns[place].common = common }
    self.columns = columns
    var seen: Set<String> = []
    dimensions = picked.joined().flatMap { $0.record.scorecard?.dimensions ?? [] }.filter { seen.insert($0.id).inserted }
      .map { ($0.id, $0.name) }
  }

  /// Each session's score over what is known of all; nothing where all know the same, because then the overall scores compare.
  private static func common(_ picked: [[StoredAnswer]]) -> [Points?] {
    let cards = picked.map { answers in
      Dictionary(
        answers.compactMap { answer in answer.record.scorecard.map { (answer.record.key.question.text, $0) } }, uniquingKeysWith: { $1 })
    }
    let questions = cards.first.map { $0.keys.sorted() } ?? []
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
      for place in scores.indices {
        sums[place] += shared.reduce(0) { $0 + (scores[place][$1]?.0.value ?? 0) * (first[$1]?.1.value ?? 0) } / weight
      }
    }
    return sums.map { isSame || count == 0 ? nil : Points(hundredths: Int(($0 / Double(count) * 100).rounded())) }
  }

  private static func answers(_ id: String, in store: any ScoreStore, policy: (String) -> AttemptPolicy) throws(Fault) -> [StoredAnswer] {
    if let answer = try store.current(id) { return [answer] }
    guard let session = try store.session(id) else { throw Fault(.compareUnknown, id) }
    let answers = try store.answers(ofSession: id)
    let role = answers.first?.record.roleModel?.id ?? ""
    return policy(role).counted(answers, allowed: session.record.attemptsAllowed)
  }
}

extension ComparedSessions.Column {
  fileprivate init(_ answers: [StoredAnswer], in store: any ScoreStore) throws(Fault) {
    let cards = answers.compactMap(\.record.scorecard)
    func mean(_ points: [Points]) -> Points {
      Points(hundredths: Int((Double(points.map(\.hundredths).reduce(0, +)) / Double(points.count)).rounded()))
    }
    session = answers.first?.record.key.session.text ?? ""
    candidate = answers.lazy.compactMap(\.record.candidate).first
    let together = MeanScore(cards)
    (overall, low, high) = (together?.overall, together?.low, together?.high)
    var scored: [String: [Points]] = [:]
    for dimension in cards.flatMap(\.dimensions) {
      if let score = dimension.score { scored[dimension.id, default: []].append(score) }
    }
    dimensions = scored.mapValues(mean)
    var questions: [String: Points] = [:]
    var reviews: [String: StoredReview] = [:]
    for answer in answers {
      let question = answer.record.key.question.text
      questions[question] = answer.record.scorecard?.overall
      reviews[question] = try store.reviews(of: answer.id).first
    }
    missing = Set(cards.flatMap(\.missing).map(\.id)).sorted()
    self.questions = questions
    self.reviews = reviews
  }
}

extension FaultCode {
  public static let compareUnknown = FaultCode(
    "compare.unknown", cause: Bilingual(zh: "要比较的场次不在库中", en: "a session to be compared is not in the store"),
    action: Bilingual(zh: "用 intone show 查看有哪些场次。", en: "See with intone show which sessions there are."))
  public static let compareUnscored = FaultCode(
    "compare.unscored", cause: Bilingual(zh: "有一个回答未按岗位模型评分", en: "an answer was not scored by a role model"),
    action: Bilingual(zh: "先为该场次指定岗位模型并重新评分。", en: "Give the session a role model and score it again first."))

  public static let comparisonCodes: [FaultCode] = [.compareUnknown, .compareUnscored]
}
