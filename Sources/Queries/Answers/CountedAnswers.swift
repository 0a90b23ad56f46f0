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
