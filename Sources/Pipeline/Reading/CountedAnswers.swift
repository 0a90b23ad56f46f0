import Interview
import RoleModels
import Store

extension AttemptPolicy {
  /// Of the answers of one session, the attempt of each question that counts, in the order of questions. Attempts beyond
  /// those allowed do not count.
  public func counted(_ answers: [StoredAnswer], allowed: Int?) -> [StoredAnswer] {
    let tried = answers.filter { $0.record.key.attempt <= allowed ?? Int.max }
    return Dictionary(grouping: tried) { $0.record.key.question }.sorted { $0.key < $1.key }.compactMap { _, attempts in
      let attempts = attempts.sorted { $0.record.key.attempt < $1.record.key.attempt }
      switch self {
      case .first: return attempts.first
      case .last: return attempts.last
      // Between equal scores the earlier attempt stands.
      case .best:
        return attempts.max { left, right in
          func rank(_ answer: StoredAnswer) -> (Int, Int) {
            (answer.record.scorecard?.overall?.hundredths ?? -1, -answer.record.key.attempt)
          }
          return rank(left) < rank(right)
        }
      }
    }
  }
}

/// Everybody that a role model has scored, as the store holds it. People without a candidate's id go by their session's.
public struct ScoredCandidates: Sendable {
  /// In the order of their ids.
  public let people: [ScoredCandidate]
  /// Answers that another version of the model, or another engine, scored: they are left out, for like is compared with like.
  public let otherVersions: Int

  /// - Complexity: linear in the answers of the store; memory linear in people, not in answers.
  public init(_ store: any ScoreStore, model: RoleModel) throws(Fault) {
    var people: [String: ScoredCandidate] = [:]
    var other = 0
    var last: String?
    while true {
      let page = try store.sessions(after: last, limit: 500)
      for session in page {
        let answers = try store.answers(ofSession: session.record.id.text)
        for answer in model.attempts.counted(answers, allowed: session.record.attemptsAllowed) {
          guard let card = answer.record.scorecard, card.overall != nil, card.roleModel.id == model.id else { continue }
          guard card.roleModel == model.reference, answer.record.engine == Engine.version else {
            other += 1
            continue
          }
          let id = answer.record.candidate ?? session.record.id.text
          people[id, default: ScoredCandidate(id: id)].add(card)
        }
      }
      guard page.count == 500, let end = page.last?.record.id.text else { break }
      last = end
    }
    self.people = people.values.sorted { $0.id < $1.id }
    otherVersions = other
  }
}
