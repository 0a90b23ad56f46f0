import Documents
import Interview
import RoleModels
import Store

/// Everybody that a role model has scored, as the store holds it. People without a candidate's id go by their session's.
public struct ScoredCandidates: Document {
  private let role: String
  private let version: String
  private let sha256: ContentHash
  /// Whose scores these are, and what was left out for it.
  public let choice: EngineChoice
  /// Answers that another version of the model scored: they are left out, for like is compared with like.
  public let otherVersions: Int
  /// In the order of their ids.
  public let people: [ScoredCandidate]

  /// The model that scored them.
  public var model: RoleModelReference { RoleModelReference(id: role, version: version, hash: sha256) }

  package static let component: String? = "Scored"

  private enum CodingKeys: String, CodingKey {
    case role, version, sha256
    case choice = "engine"
    case otherVersions = "other_versions"
    case people
  }

  /// - Parameter engine: the identity of the engine; nil for the one that prevails.
  /// - Throws: `engine.no-answers`; a fault of the store.
  /// - Complexity: linear in the answers of the store; memory linear in people, not in answers.
  public init(_ store: any ScoreStore, model: RoleModel, engine: String? = nil) throws(Fault) {
    var people: [String: [String: ScoredCandidate]] = [:]
    var counts: [String: Int] = [:]
    var other = 0
    try store.forEachSession { session throws(Fault) in
      let answers = try store.answers(ofSession: session.record.id.text)
      for answer in model.attempts.counted(answers, allowed: session.record.attemptsAllowed) {
        guard let card = answer.record.scorecard, card.overall != nil, card.roleModel.id == model.id else { continue }
        guard card.roleModel == model.reference else {
          other += 1
          continue
        }
        let id = answer.record.candidate ?? session.record.id.text
        people[answer.record.engine, default: [:]][id, default: ScoredCandidate(id: id)].add(card)
        counts[answer.record.engine, default: 0] += 1
      }
    }
    choice = try EngineChoice(among: counts, askedFor: engine)
    self.people = (people[choice.engine] ?? [:]).values.sorted { $0.id < $1.id }
    otherVersions = other
    (role, version, sha256) = (model.reference.id, model.reference.version, model.reference.hash)
  }
}
