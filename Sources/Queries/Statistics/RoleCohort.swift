import Interview
import RoleModels
import Store

/// A role's answers as the store holds them, collected into a baseline in one pass.
public struct RoleCohort: Sendable {
  public let baseline: BaselineBuilder
  /// Which engine measured them, and what was left out for it: like is compared with like.
  public let choice: EngineChoice

  /// - Parameter engine: the identity of the engine; nil for the one that prevails.
  /// - Throws: `engine.no-answers`; a fault of the store.
  /// - Complexity: linear in the answers of the store; memory grows with engines, questions and measures, not with answers.
  public init(_ store: any ScoreStore, model: RoleModel, engine: String? = nil) throws(Fault) {
    var builders: [String: BaselineBuilder] = [:]
    try store.forEachSession { session throws(Fault) in
      Self.add(try store.answers(ofSession: session.record.id.text), session.record, model, to: &builders)
    }
    choice = try EngineChoice(among: builders.mapValues(\.answers), askedFor: engine)
    baseline = builders[choice.engine] ?? BaselineBuilder()
  }

  private static func add(
    _ all: [StoredAnswer], _ session: SessionRecord, _ model: RoleModel, to builders: inout [String: BaselineBuilder]
  ) {
    // Whichever version scored it: a baseline rests on measures. A recording that came before in another session is one
    // answer, not two.
    let own = all.filter { $0.record.roleModel?.id == model.id && $0.duplicateOf == nil }
    for answer in model.attempts.counted(own, allowed: session.attemptsAllowed) {
      // What has no speech in it is a question passed over, and says nothing of a manner of speaking.
      if answer.record.measures[.phonation]?.reason == .speechNone { continue }
      builders[answer.record.engine, default: BaselineBuilder()].add(
        answer.record.measures.comparable, question: answer.record.key.question.text)
    }
  }
}

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
