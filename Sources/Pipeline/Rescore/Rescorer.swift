import Interview
import RoleModels
import Store
import Transcripts

/// Scores stored answers again by the models in force, from their rows alone, in batches of sessions: what is held in memory
/// is one session.
public struct Rescorer: Sendable {
  public struct Change: Sendable, Hashable {
    public let answer: String
    public let model: String
    public let before: Points?
    public let after: Points?
  }

  public struct Batch: Sendable {
    /// Where to go on; nil at the end.
    public var next: String?
    public var answers = 0
    /// Answers that a model of another version or content had scored.
    public var rescored = 0
    /// Those whose overall score is another one now.
    public var changes: [Change] = []
    /// Models that answers name and nobody has installed.
    public var missing: Set<String> = []
  }

  private let store: any ScoreStore
  private let models: RoleModelLibrary
  private let text: TextAnalyzer
  private let manifest: @Sendable (OpaqueName) throws(Fault) -> Manifest?

  /// - Parameter manifest: the session's manifest, where it is still kept.
  public init(
    _ store: any ScoreStore, models: RoleModelLibrary, text: TextAnalyzer = TextAnalyzer(),
    manifest: @escaping @Sendable (OpaqueName) throws(Fault) -> Manifest?
  ) {
    self.store = store
    self.models = models
    self.text = text
    self.manifest = manifest
  }

  /// - Parameters:
  ///   - role: only answers scored by this model; nil for all.
  ///   - after: the session to begin after; nil for the first.
  ///   - time: when, in seconds since 1970; nil writes nothing and says what would change.
  public func batch(role: String?, after: String?, sessions: Int, at time: Double?) throws(Fault) -> Batch {
    var batch = Batch()
    let page = try store.sessions(after: after, limit: sessions)
    for session in page { try add(session.record.id, role: role, at: time, to: &batch) }
    batch.next = page.count == sessions ? page.last?.record.id.text : nil
    return batch
  }

  /// One session alone.
  public func session(_ id: String, role: String?, at time: Double?) throws(Fault) -> Batch {
    var batch = Batch()
    guard let session = try store.session(id) else { throw Fault(.storeNoSession, id) }
    try add(session.record.id, role: role, at: time, to: &batch)
    return batch
  }

  private func add(_ session: OpaqueName, role: String?, at time: Double?, to batch: inout Batch) throws(Fault) {
    let manifest = try manifest(session)
    var records: [AnswerRecord] = []
    for answer in try store.answers(ofSession: session.text) {
      guard let old = answer.record.roleModel, role == nil || old.id == role else { continue }
      batch.answers += 1
      guard let model = models.models.first(where: { $0.id == old.id }) else {
        batch.missing.insert(old.id)
        continue
      }
      // A score of words that are no longer held would be one of sound alone: what was scored stays.
      guard model.reference != old, !answer.record.isWithoutWords else { continue }
      let record = try rescored(answer.record, by: model, manifest)
      batch.rescored += 1
      let (before, after) = (answer.record.scorecard?.overall, record.scorecard?.overall)
      if before != after { batch.changes.append(Change(answer: answer.id, model: model.id, before: before, after: after)) }
      records.append(record)
    }
    if let time, !records.isEmpty { _ = try store.record(contentsOf: records, at: time) }
  }

  /// The record with the score by `model`; measures, engine and hashes stay what they were.
  func rescored(_ record: AnswerRecord, by model: RoleModel, _ manifest: Manifest?) throws(Fault) -> AnswerRecord {
    let question = record.key.question.text
    let asked = manifest?.questions.first { $0.id == record.key.question }
    let groups = model.requiredKeywordGroups(question: question, manifest: asked)
    let evidence = try Evidence(stored: record, groups: groups, accommodations: manifest?.accommodations, text: text)
    let card = model.score(evidence, question: question, manifest: asked)
    var result = record
    result.roleModel = model.reference
    result.scorecard = card
    result.measures[.keywordCoverage] = evidence.measures[.keywordCoverage].map { measured in
      measured.map { $0.rounded(decimals: Measure.keywordCoverage.decimals) }
    }
    guard let analysis = JSONMember.replace("scores", in: record.analysis, by: card.json.text) else {
      throw Fault(.storeRecordInvalid, "\(record.key.id): scores")
    }
    result.analysis = analysis
    return result
  }
}

extension AnswerRecord {
  /// Whether it was scored from a transcript of which the retention period has left nothing.
  var isWithoutWords: Bool {
    measures[.characters]?.value != nil && JSONMember.replace("text", in: analysis, by: "null") == analysis
  }
}
