import Documents
import Interview
import RoleModels
import Store

/// How the questions of each role do: whether they are answered, how far their scores spread, and whether they tell
/// people apart the way the rest of the interview does.
public struct QuestionStatistics: Sendable {
  public struct Question: Sendable {
    public let role: String
    public let question: String
    /// Answers with a score over the dimensions that most of the question's answers are known in, the last attempt of each
    /// session.
    public let n: Int
    /// Answers with a score over other dimensions: it is a measure of something else, and left out.
    public let otherDimensions: Int
    /// Points, 0–100. The standard deviation is that of a sample; nil below two.
    public let mean: Double?
    public let deviation: Double?
    public let lowest: Double?
    public let highest: Double?
    /// Answers by tens of points, the first below 10 and the last from 90 to 100.
    public let histogram: [Int]
    /// Sessions that ended, had the question in their manifest, and have no answer to it with speech in it.
    public let skipped: Int
    /// Sessions that ended and had the question in their manifest.
    public let asked: Int
    /// Pearson's correlation of the question's score with the mean of the session's other questions (corrected item-total
    /// correlation; Nunnally & Bernstein 1994, ch. 8); nil below ten sessions, where it would say nothing.
    public let discrimination: Correlation?
  }

  public static let minimumForDiscrimination = 10

  public let sessions: Int
  public let sessionsByState: [SessionPhase: Int]
  public let answers: Int
  public let revisions: Int
  /// Whose scores are counted, by role.
  public let roles: [(role: String, choice: EngineChoice)]
  /// By role, then question.
  public let questions: [Question]

  private struct Tally {
    var scores: [Double] = []
    /// Own score and the mean of the others, where there are others.
    var pairs: [(own: Double, others: Double)] = []
    var otherDimensions = 0
    var asked = 0
    var skipped = 0
  }

  private struct Key: Hashable, Comparable {
    let role: String
    let question: String
    static func < (left: Key, right: Key) -> Bool { (left.role, left.question) < (right.role, right.question) }
  }

  /// The overall score of one answer, and what it is a score of.
  private struct Scored {
    let key: Key
    let engine: String
    /// The dimensions with weight that could be judged, in order.
    let known: [String]
    let score: Double
  }

  /// Reads every session. Of each role the scores of one engine count, and of each question those over one set of dimensions:
  /// the set that most of its answers have; of two with as many, the larger.
  ///
  /// - Parameters:
  ///   - engine: the identity of the engine; nil for the one that prevails in the role.
  ///   - goesOn: asked now and then; false ends it.
  /// - Throws: `engine.no-answers`; `statistics.counting` where it was ended; a fault of the store.
  /// - Complexity: linear in the answers of the store; memory linear in scores.
  public init(_ store: any ScoreStore, engine: String? = nil, goesOn: () -> Bool = { true }) throws(Fault) {
    let counts = try store.counts()
    sessions = counts.sessions
    sessionsByState = counts.sessionsByState
    answers = counts.answers
    revisions = counts.revisions
    var tallies: [Key: Tally] = [:]
    var scored: [[Scored]] = []
    try store.forEachSession { session throws(Fault) in
      guard goesOn() else { throw Fault(.statisticsCounting, "\(counts.answers)") }
      let all = try store.outlines(ofSession: session.record.id.text)
      let counted = AttemptPolicy.last.counted(all, allowed: session.record.attemptsAllowed)
      scored.append(counted.compactMap(Self.scored))
      Self.countSkips(session.record, counted, in: &tallies)
    }
    let choices = try Self.choices(scored.joined(), wanted: engine)
    let sets = Self.prevailingSets(scored.joined().filter { choices[$0.key.role]?.engine == $0.engine })
    for session in scored {
      let comparable = session.filter { choices[$0.key.role]?.engine == $0.engine }
      let taken = comparable.filter { sets[$0.key] == $0.known }
      for item in comparable where sets[item.key] != item.known { tallies[item.key, default: Tally()].otherDimensions += 1 }
      Self.count(taken, in: &tallies)
    }
    roles = choices.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    questions = tallies.sorted { $0.key < $1.key }.map { key, tally in Self.question(key, tally) }
  }

  private static func scored(_ answer: StoredAnswer) -> Scored? {
    guard let card = answer.record.scorecard, let overall = card.overall else { return nil }
    return Scored(
      key: Key(role: card.roleModel.id, question: answer.record.key.question.text), engine: answer.record.engine,
      known: card.dimensions.filter { $0.score != nil && $0.weight > .zero }.map(\.id).sorted(), score: overall.value)
  }

  private static func choices(_ scored: some Sequence<Scored>, wanted: String?) throws(Fault) -> [String: EngineChoice] {
    var counts: [String: [String: Int]] = [:]
    for item in scored { counts[item.key.role, default: [:]][item.engine, default: 0] += 1 }
    // Another role may have what this one lacks.
    if let wanted, !counts.values.contains(where: { $0[wanted] != nil }) {
      _ = try EngineChoice(among: counts.values.reduce(into: [:]) { all, one in all.merge(one, uniquingKeysWith: +) }, askedFor: wanted)
    }
    return counts.mapValues { EngineChoice(among: $0, wanted: wanted) }
  }

  private static func prevailingSets(_ scored: some Sequence<Scored>) -> [Key: [String]] {
    var counts: [Key: [[String]: Int]] = [:]
    for item in scored { counts[item.key, default: [:]][item.known, default: 0] += 1 }
    return counts.compactMapValues { sets in
      sets.max { left, right in
        (left.value, left.key.count, right.key.joined(separator: " ")) < (right.value, right.key.count, left.key.joined(separator: " "))
      }?.key
    }
  }

  private static func count(_ scores: [Scored], in tallies: inout [Key: Tally]) {
    for (index, item) in scores.enumerated() {
      tallies[item.key, default: Tally()].scores.append(item.score)
      let others = scores.enumerated().filter { $0.offset != index && $0.element.key.role == item.key.role }.map(\.element.score)
      guard !others.isEmpty else { continue }
      tallies[item.key, default: Tally()].pairs.append((item.score, others.reduce(0, +) / Double(others.count)))
    }
  }

  private static func countSkips(_ session: SessionRecord, _ counted: [StoredAnswer], in tallies: inout [Key: Tally]) {
    guard [.completed, .timedOut].contains(session.state), let role = session.role else { return }
    let spoken = Set(counted.filter { ($0.record.measures[.phonation]?.value ?? 0) > 0 }.map(\.record.key.question))
    for question in session.questions {
      let key = Key(role: role, question: question.text)
      tallies[key, default: Tally()].asked += 1
      if !spoken.contains(question) { tallies[key, default: Tally()].skipped += 1 }
    }
  }

  private static func histogram(_ scores: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: 10)
    for score in scores { counts[min(9, max(0, Int(score / 10)))] += 1 }
    return counts
  }

  private static func question(_ key: Key, _ tally: Tally) -> Question {
    let n = tally.scores.count
    let mean = n > 0 ? tally.scores.reduce(0, +) / Double(n) : nil
    let deviation = mean.flatMap { mean in
      n > 1 ? (tally.scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n - 1)).squareRoot() : nil
    }
    let isEnough = tally.pairs.count >= minimumForDiscrimination
    return Question(
      role: key.role, question: key.question, n: n, otherDimensions: tally.otherDimensions, mean: mean, deviation: deviation,
      lowest: tally.scores.min(), highest: tally.scores.max(), histogram: histogram(tally.scores), skipped: tally.skipped,
      asked: tally.asked,
      discrimination: isEnough ? Correlation(.pearson, tally.pairs.map(\.own), tally.pairs.map(\.others)) : nil)
  }
}

/// What `intone stats` shows. Scores are 0 to 100.
package struct StatisticsDocument: Document {
  package struct Role: Document {
    package let role: String
    package let engine: EngineChoice
  }

  package struct Discrimination: Document {
    package let value: Double
    package let low: Double
    package let high: Double
    package let n: Int
  }

  package struct Question: Document {
    package let role: String
    package let question: String
    package let n: Int
    package let other_dimensions: Int
    package let mean: Double?
    package let sd: Double?
    package let lowest: Double?
    package let highest: Double?
    /// Answers by tens of points, the first below 10 and the last from 90 to 100.
    package let histogram: [Int]
    package let skipped: Int
    package let asked: Int
    package let discrimination: Discrimination?
  }

  package let sessions: Int
  package let answers: Int
  package let revisions: Int
  package let sessions_by_state: [String: Int]
  package let roles: [Role]
  package let questions: [Question]
  /// When, where it was not just now.
  package var counted_at: String?

  package static let component: String? = "Statistics"
  package static let omitted = OmittedMembers.some(["counted_at"])
}

extension FaultCode {
  public static let statisticsCounting = FaultCode(
    "statistics.counting", retry: .later, cause: Bilingual(zh: "正在统计各题目", en: "the questions are being counted"),
    action: Bilingual(zh: "回答很多时需要一两分钟；请稍后再看。", en: "With many answers this takes a minute or two; try again then."))
}

extension QuestionStatistics {
  package var document: StatisticsDocument {
    StatisticsDocument(
      sessions: sessions, answers: answers, revisions: revisions,
      sessions_by_state: Dictionary(uniqueKeysWithValues: sessionsByState.map { ($0.key.rawValue, $0.value) }),
      roles: roles.map { .init(role: $0.role, engine: $0.choice) },
      questions: questions.map { item in
        .init(
          role: item.role, question: item.question, n: item.n, other_dimensions: item.otherDimensions, mean: item.mean?.figure(4),
          sd: item.deviation?.figure(4), lowest: item.lowest?.figure(2), highest: item.highest?.figure(2), histogram: item.histogram,
          skipped: item.skipped,
          asked: item.asked,
          discrimination: item.discrimination.map {
            .init(
              value: $0.value.rounded(decimals: 4), low: $0.low.rounded(decimals: 4), high: $0.high.rounded(decimals: 4), n: $0.n)
          })
      })
  }
}
