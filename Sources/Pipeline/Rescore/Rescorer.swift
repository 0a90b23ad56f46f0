import Interview
import RoleModels
import Store
import Transcripts

/// Scores stored answers again by the models in force, from their rows alone, in batches of sessions: what is held in memory
/// is one batch, and so is what is written at once.
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
    /// Of these, answers that were erased, scored anew or stripped of their words while the batch was worked on: they stay.
    public var overtaken = 0
    /// Those whose overall score is another one now.
    public var changes: [Change] = []
    /// Models that answers name and nobody has installed.
    public var missing: Set<String> = []

    public init() {}
  }

  private let store: any ScoreStore
  private let models: RoleModelLibrary
  private let manifest: @Sendable (OpaqueName) throws(Fault) -> Manifest?

  /// - Parameter manifest: the session's manifest, where it is still kept.
  public init(
    _ store: any ScoreStore, models: RoleModelLibrary,
    manifest: @escaping @Sendable (OpaqueName) throws(Fault) -> Manifest?
  ) {
    self.store = store
    self.models = models
    self.manifest = manifest
  }

  /// - Parameters:
  ///   - role: only answers scored by this model; nil for all.
  ///   - after: the session to begin after; nil for the first.
  ///   - time: when, in seconds since 1970; nil writes nothing and says what would change.
  public func batch(role: String?, after: String?, sessions: Int, at time: Double?) throws(Fault) -> Batch {
    var batch = Batch()
    let page = try store.sessions(after: after, limit: sessions)
    var revisions: Revisions = []
    var search = KeywordSearch()
    for session in page { try add(session.record.id, role: role, to: &batch, &revisions, &search) }
    try record(revisions, at: time, &batch)
    batch.next = page.count == sessions ? page.last?.record.id.text : nil
    return batch
  }

  /// One session alone.
  public func session(_ id: String, role: String?, at time: Double?) throws(Fault) -> Batch {
    var batch = Batch()
    guard let session = try store.session(id) else { throw Fault(.storeNoSession, id) }
    var revisions: Revisions = []
    var search = KeywordSearch()
    try add(session.record.id, role: role, to: &batch, &revisions, &search)
    try record(revisions, at: time, &batch)
    return batch
  }

  private typealias Revisions = [(read: StoredAnswer, record: AnswerRecord)]

  /// One transaction a batch: the disk is waited for once, and not once a session.
  private func record(_ revisions: Revisions, at time: Double?, _ batch: inout Batch) throws(Fault) {
    guard let time, !revisions.isEmpty else { return }
    let outcomes = try store.revise(revisions, at: time)
    let overtaken = Set(zip(revisions, outcomes).filter { $1 == nil }.map(\.0.read.id))
    guard !overtaken.isEmpty else { return }
    batch.overtaken = overtaken.count
    batch.changes.removeAll { overtaken.contains($0.answer) }
  }

  private func add(_ session: OpaqueName, role: String?, to batch: inout Batch, _ revisions: inout Revisions, _ search: inout KeywordSearch)
    throws(Fault)
  {
    let manifest = try manifest(session)
    for answer in try store.answers(ofSession: session.text) {
      guard let old = answer.record.roleModel, role == nil || old.id == role else { continue }
      batch.answers += 1
      guard let model = models.models.first(where: { $0.id == old.id }) else {
        batch.missing.insert(old.id)
        continue
      }
      // A score of words that are no longer held would be one of sound alone: what was scored stays.
      guard model.reference != old, !answer.record.isWithoutWords else { continue }
      let record = try rescored(answer.record, by: model, manifest, &search)
      batch.rescored += 1
      let (before, after) = (answer.record.scorecard?.overall, record.scorecard?.overall)
      if before != after { batch.changes.append(Change(answer: answer.id, model: model.id, before: before, after: after)) }
      revisions.append((read: answer, record: record))
    }
  }

  /// The record with the score by `model`; measures, engine and hashes stay what they were.
  func rescored(_ record: AnswerRecord, by model: RoleModel, _ manifest: Manifest?, _ search: inout KeywordSearch) throws(Fault)
    -> AnswerRecord
  {
    let question = record.key.question.text
    let asked = manifest?.questions.first { $0.id == record.key.question }
    let groups = model.requiredKeywordGroups(question: question, manifest: asked)
    let evidence = try Evidence(stored: record, groups: groups, accommodations: manifest?.accommodations, search: &search)
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
