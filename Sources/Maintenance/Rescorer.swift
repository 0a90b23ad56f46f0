import Assessment
import Dispatch
import Documents
import FoundationEssentials
import Interview
import RoleModels
import Seal
import Store
import Synchronization
import Transcripts

/// Scores stored answers again by the models in force, from their rows alone, in batches of sessions, on all processors: what is
/// held in memory is one batch, and so is what is written at once.
public struct Rescorer: Sendable {
  public struct Change: Document, Hashable {
    public let answer: String
    public let model: String
    public let before: Points?
    public let after: Points?

    private enum CodingKeys: String, CodingKey {
      case answer = "id"
      case model = "role"
      case before, after
    }
  }

  /// What came of one batch of sessions: the socket's answer.
  public struct Batch: Document {
    /// Where to go on; nil at the end.
    public var next: String?
    public var answers = 0
    /// Answers that a model of another version or content had scored.
    public var rescored = 0
    /// Of these, answers that were erased, scored anew or stripped of their words while the batch was worked on: they stay.
    public var overtaken = 0
    /// Answers that are sealed and could not be opened here (`seal.locked`): they stay.
    public var locked = 0
    /// Those whose overall score is another one now.
    public var changes: [Change] = []
    /// Models that answers name and nobody has installed.
    public var missing: Set<String> = []

    package static let component: String? = "Rescored"

    private enum CodingKeys: String, CodingKey {
      case next, answers, rescored, overtaken, locked
      case missing = "missing_models"
      case changes
    }

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
    let page = try store.sessions(after: after, limit: sessions)
    var work = Work()
    for part in inParallel(page.map(\.record.id), role: role) { work.append(try part.get()) }
    var batch = try record(work, at: time)
    batch.next = page.count == sessions ? page.last?.record.id.text : nil
    return batch
  }

  /// One session alone.
  public func session(_ id: String, role: String?, at time: Double?) throws(Fault) -> Batch {
    guard let session = try store.session(id) else { throw Fault(.storeNoSession, id) }
    return try record(try work(on: [session.record.id], role: role), at: time)
  }

  /// What came out for some sessions, before anything is written.
  private struct Work {
    var batch = Batch()
    var revisions: [(read: StoredAnswer, record: AnswerRecord)] = []

    mutating func append(_ other: Work) {
      batch.answers += other.batch.answers
      batch.rescored += other.batch.rescored
      batch.locked += other.batch.locked
      batch.changes += other.batch.changes
      batch.missing.formUnion(other.batch.missing)
      revisions += other.revisions
    }
  }

  /// A share of the sessions for each processor; the shares in the sessions' order.
  private func inParallel(_ sessions: [OpaqueName], role: String?) -> [Result<Work, Fault>] {
    guard !sessions.isEmpty else { return [] }
    let share = (sessions.count - 1) / max(1, ProcessInfo.processInfo.activeProcessorCount) + 1
    let starts = Array(stride(from: 0, to: sessions.count, by: share))
    let done = Mutex<[Int: Result<Work, Fault>]>([:])
    DispatchQueue.concurrentPerform(iterations: starts.count) { index in
      let part = sessions[starts[index]..<min(starts[index] + share, sessions.count)]
      let result = Result { () throws(Fault) in try work(on: part, role: role) }
      done.withLock { $0[index] = result }
    }
    return done.withLock { done in starts.indices.compactMap { done[$0] } }
  }

  /// One transaction a batch: the disk is waited for once, and not once a session.
  private func record(_ work: Work, at time: Double?) throws(Fault) -> Batch {
    var batch = work.batch
    guard let time, !work.revisions.isEmpty else { return batch }
    let outcomes = try store.revise(work.revisions, at: time)
    let overtaken = Set(zip(work.revisions, outcomes).filter { $1 == nil }.map(\.0.read.id))
    guard !overtaken.isEmpty else { return batch }
    batch.overtaken = overtaken.count
    batch.changes.removeAll { overtaken.contains($0.answer) }
    return batch
  }

  private func work(on sessions: some Sequence<OpaqueName>, role: String?) throws(Fault) -> Work {
    var work = Work()
    var search = KeywordSearch()
    for session in sessions {
      // Sealed, and no key here: neither what was said nor what is to be asked is known.
      let manifest: Manifest?
      var isLocked = false
      do throws(Fault) { manifest = try self.manifest(session) } catch {
        guard error.code == .sealLocked else { throw error }
        (manifest, isLocked) = (nil, true)
      }
      for answer in try store.answers(ofSession: session.text) {
        guard let old = answer.record.roleModel, role == nil || old.id == role else { continue }
        work.batch.answers += 1
        guard let model = models.models.first(where: { $0.id == old.id }) else {
          work.batch.missing.insert(old.id)
          continue
        }
        // A score of words that are no longer held, or never were, would be one of sound alone: what was scored stays.
        if model.reference != old, isLocked || answer.record.isLocked {
          work.batch.locked += 1
          continue
        }
        guard model.reference != old, answer.record.hasAnalysis, !answer.record.isWithoutWords else { continue }
        let record = try rescored(answer.record, by: model, manifest, &search)
        work.batch.rescored += 1
        let (before, after) = (answer.record.scorecard?.overall, record.scorecard?.overall)
        if before != after { work.batch.changes.append(Change(answer: answer.id, model: model.id, before: before, after: after)) }
        work.revisions.append((read: answer, record: record))
      }
    }
    return work
  }

  /// The record with the score by `model`; measures, engine and hashes stay what they were.
  package func rescored(_ record: AnswerRecord, by model: RoleModel, _ manifest: Manifest?, _ search: inout KeywordSearch) throws(Fault)
    -> AnswerRecord
  {
    let question = record.key.question.text
    let asked = manifest?.questions.first { $0.id == record.key.question }
    let evidence = try Evidence(
      stored: record, asked: model.asked(question: question, manifest: asked), accommodations: manifest?.accommodations, search: &search)
    let card = model.score(evidence, question: question, manifest: asked)
    var result = record
    result.roleModel = model.reference
    result.scorecard = card
    for measure in Evidence.ofRole { result.measures[measure] = evidence.measures[measure] }
    guard let analysis = JSONMember.replace("scores", in: record.analysis, by: AnalysisDocument.Scores(card).json.text) else {
      throw Fault(.storeRecordInvalid, "\(record.key.id): scores")
    }
    result.analysis = analysis
    return result
  }
}

extension AnswerRecord {
  /// Whether it was scored from a transcript of which the retention period has left nothing.
  package var isWithoutWords: Bool {
    measures[.characters]?.value != nil && JSONMember.replace("text", in: analysis, by: "null") == analysis
  }
}
