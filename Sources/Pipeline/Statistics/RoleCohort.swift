import Interview
import RoleModels
import Store

/// A role's answers as the store holds them, collected into a baseline in one pass.
public struct RoleCohort: Sendable {
  public private(set) var baseline = BaselineBuilder()
  /// Answers that another engine measured: they are left out, for like is compared with like.
  public private(set) var otherEngines = 0

  /// - Complexity: linear in the answers of the store; memory grows with questions and measures, not with answers.
  public init(_ store: any ScoreStore, model: RoleModel) throws(Fault) {
    var last: String?
    while true {
      let page = try store.sessions(after: last, limit: 500)
      for session in page { add(try store.answers(ofSession: session.record.id.text), session.record, model) }
      guard page.count == 500, let end = page.last?.record.id.text else { return }
      last = end
    }
  }

  private mutating func add(_ all: [StoredAnswer], _ session: SessionRecord, _ model: RoleModel) {
    // Whichever version scored it: a baseline rests on measures. A recording that came before in another session is one
    // answer, not two.
    let own = all.filter { $0.record.roleModel?.id == model.id && $0.duplicateOf == nil }
    for answer in model.attempts.counted(own, allowed: session.attemptsAllowed) {
      // What has no speech in it is a question passed over, and says nothing of a manner of speaking.
      if answer.record.measures[.phonation]?.reason == .speechNone { continue }
      guard answer.record.engine == Engine.version else {
        otherEngines += 1
        continue
      }
      baseline.add(answer.record.measures.comparable, question: answer.record.key.question.text)
    }
  }
}
