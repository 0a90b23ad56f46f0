import Interview
import RoleModels
import Store

/// How the questions of each role do (C30): whether they are answered, how far their scores spread, and whether they tell
/// people apart the way the rest of the interview does.
public struct QuestionStatistics: Sendable {
  public struct Question: Sendable {
    public let role: String
    public let question: String
    /// Answers with a score, the last attempt of each session.
    public let n: Int
    /// Points, 0–100. The standard deviation is that of a sample; nil below two.
    public let mean: Double?
    public let deviation: Double?
    public let lowest: Double?
    public let highest: Double?
    /// Sessions that ended, had the question in their manifest, and have no answer to it with speech in it.
    public let skipped: Int
    /// Sessions that ended and had the question in their manifest.
    public let asked: Int
    /// Pearson's correlation of the question's score with the mean of the session's other questions (corrected item-total
    /// correlation; Nunnally & Bernstein 1994, ch. 8); nil below ten sessions, where it would say nothing.
    public let discrimination: Correlation?
  }

  public static let fewestForDiscrimination = 10

  public let sessions: Int
  public let sessionsByState: [SessionRecord.State: Int]
  public let answers: Int
  public let revisions: Int
  /// By role, then question.
  public let questions: [Question]

  private struct Tally {
    var scores: [Double] = []
    /// Own score and the mean of the others, where there are others.
    var pairs: [(own: Double, others: Double)] = []
    var asked = 0
    var skipped = 0
  }

  private struct Key: Hashable, Comparable {
    let role: String
    let question: String
    static func < (left: Key, right: Key) -> Bool { (left.role, left.question) < (right.role, right.question) }
  }

  /// Reads every session. Only scores of the current engine count.
  ///
  /// - Complexity: linear in the answers of the store; memory linear in scores.
  public init(_ store: any ScoreStore) throws(Fault) {
    let counts = try store.counts()
    sessions = counts.sessions
    sessionsByState = counts.sessionsByState
    answers = counts.answers
    revisions = counts.revisions
    var tallies: [Key: Tally] = [:]
    var last: String?
    while true {
      let page = try store.sessions(after: last, limit: 500)
      for session in page {
        Self.count(session.record, try store.answers(ofSession: session.record.id.text), in: &tallies)
      }
      guard page.count == 500, let end = page.last?.record.id.text else { break }
      last = end
    }
    questions = tallies.sorted { $0.key < $1.key }.map { key, tally in Self.question(key, tally) }
  }

  private static func count(_ session: SessionRecord, _ answers: [StoredAnswer], in tallies: inout [Key: Tally]) {
    let counted = AttemptPolicy.last.counted(answers, allowed: session.attemptsAllowed)
    var scores: [(key: Key, score: Double)] = []
    for answer in counted where answer.record.engine == Engine.version {
      guard let card = answer.record.scorecard, let overall = card.overall else { continue }
      scores.append((Key(role: card.roleModel.id, question: answer.record.key.question.text), overall.value))
    }
    for (index, item) in scores.enumerated() {
      tallies[item.key, default: Tally()].scores.append(item.score)
      let others = scores.enumerated().filter { $0.offset != index && $0.element.key.role == item.key.role }.map(\.element.score)
      guard !others.isEmpty else { continue }
      tallies[item.key, default: Tally()].pairs.append((item.score, others.reduce(0, +) / Double(others.count)))
    }
    guard [.completed, .timedOut].contains(session.state), let role = session.role else { return }
    let spoken = Set(counted.filter { ($0.record.measures[.phonation]?.value ?? 0) > 0 }.map(\.record.key.question))
    for question in session.questions {
      let key = Key(role: role, question: question.text)
      tallies[key, default: Tally()].asked += 1
      if !spoken.contains(question) { tallies[key, default: Tally()].skipped += 1 }
    }
  }

  private static func question(_ key: Key, _ tally: Tally) -> Question {
    let n = tally.scores.count
    let mean = n > 0 ? tally.scores.reduce(0, +) / Double(n) : nil
    let deviation = mean.flatMap { mean in
      n > 1 ? (tally.scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n - 1)).squareRoot() : nil
    }
    let isEnough = tally.pairs.count >= fewestForDiscrimination
    return Question(
      role: key.role, question: key.question, n: n, mean: mean, deviation: deviation, lowest: tally.scores.min(),
      highest: tally.scores.max(), skipped: tally.skipped, asked: tally.asked,
      discrimination: isEnough ? Correlation(.pearson, tally.pairs.map(\.own), tally.pairs.map(\.others)) : nil)
  }
}
