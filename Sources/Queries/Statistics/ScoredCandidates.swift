import Interview
import RoleModels
import Store

/// Everybody that a role model has scored, as the store holds it. People without a candidate's id go by their session's.
public struct ScoredCandidates: Sendable {
  /// In the order of their ids.
  public let people: [ScoredCandidate]
  /// Answers that another version of the model scored: they are left out, for like is compared with like.
  public let otherVersions: Int
  /// Whose scores these are, and what was left out for it.
  public let choice: EngineChoice
  /// The model that scored them.
  public let model: RoleModelReference

  /// - Parameter engine: the identity of the engine; nil for the one that prevails.
  /// - Throws: `engine.no-answers`; a fault of the store.
  /// - Complexity: linear in the answers of the store; memory linear in people, not in answers.
  public init(_ store: any ScoreStore, model: RoleModel, engine: String? = nil) throws(Fault) {
    var people: [String: [String: ScoredCandidate]] = [:]
    var counts: [String: Int] = [:]
    var other = 0
    var last: String?
    while true {
      let page = try store.sessions(after: last, limit: 500)
      for session in page {
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
      guard page.count == 500, let end = page.last?.record.id.text else { break }
      last = end
    }
    choice = try EngineChoice(among: counts, askedFor: engine)
    self.people = (people[choice.engine] ?? [:]).values.sorted { $0.id < $1.id }
    otherVersions = other
    self.model = model.reference
  }

  public var json: JSON {
    .object([
      "role": .string(model.id), "version": .string(model.version), "sha256": .string(model.hash.hex), "engine": choice.json,
      "other_versions": .integer(otherVersions), "people": .array(people.map(\.json)),
    ])
  }
}

extension ScoredCandidates: Decodable {
  private enum CodingKeys: String, CodingKey {
    case role, version, sha256, engine, people
    case otherVersions = "other_versions"
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    people = try members.decode([ScoredCandidate].self, forKey: .people)
    otherVersions = try members.decode(Int.self, forKey: .otherVersions)
    choice = try members.decode(EngineChoice.self, forKey: .engine)
    model = RoleModelReference(
      id: try members.decode(String.self, forKey: .role), version: try members.decode(String.self, forKey: .version),
      hash: try members.decode(ContentHash.self, forKey: .sha256))
  }
}
