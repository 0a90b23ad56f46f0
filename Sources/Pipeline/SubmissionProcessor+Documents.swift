import Inbox
import Interview
import Store
import Vault

extension SubmissionProcessor {
  /// Puts the row's document beside the archived files, before they are filed: what is in the archive can be in a store
  /// again.
  func keep(_ record: AnswerRecord, _ outcome: RecordOutcome, at time: Double) throws(Fault) {
    let document = RecordDocument(try vault.sealed(record), recordedAt: time, revision: outcome.revision, currentSince: time)
    try inbox.records.keep(document.json(), of: record.key, scoring: record.identity)
    CrashPoint.reach(.documentKept)
  }

  /// Which speaker of a transcript is the candidate, as the session's manifest says.
  package func speaker(ofSession session: OpaqueName) throws(Fault) -> String? {
    try ManifestInForce(path: inbox.archivedManifest(ofSession: session), own: true, vault: vault)?.manifest.speaker
  }

  /// Brings every session that has files in the archive up to date with its manifest and its answers: after the database
  /// was replaced. Linear in the archive's sessions.
  public func refreshArchivedSessions() throws(Fault) {
    for session in try inbox.archivedSessions() {
      // By whose it is alone: the store was put back and may know an older one.
      let manifest = try unlessLocked { () throws(Fault) in
        try ManifestInForce(path: inbox.archivedManifest(ofSession: session), own: true, vault: vault)
      }
      let known = try store.session(session.text)?.record
      if manifest == nil, known == nil { continue }
      try refreshSession(session, manifest, root: InboxRoot(path: "", site: known?.site))
    }
  }
}

/// Rows taken back from the documents in the archive.
public struct ArchiveRestore: Sendable, Equatable {
  public var documents = 0
  /// Rows that the store did not have.
  public var rows = 0
  /// Documents that could not be read.
  public var unreadable = 0

  public init() {}

  /// Reads all documents of an archive and gives the store those that it lacks, each answer's in the order of its
  /// revisions; the one that was current last is current again. May be repeated. Memory: one session's documents. `progress`
  /// counts sessions.
  public static func run(
    _ records: ArchivedRecords, into store: any ScoreStore, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
    restore: (RecordDocument) throws(Fault) -> Bool
  ) throws(Fault) -> ArchiveRestore {
    var result = ArchiveRestore()
    let sessions = try records.sessions()
    for (number, session) in sessions.enumerated() {
      progress(number, sessions.count)
      var answers: [AnswerKey: [RecordDocument]] = [:]
      for bytes in try records.documents(ofSession: session) {
        result.documents += 1
        do throws(Fault) {
          let document = try RecordDocument(json: bytes)
          answers[document.record.key, default: []].append(document)
        } catch {
          result.unreadable += 1
        }
      }
      for (_, documents) in answers.sorted(by: { $0.key < $1.key }) {
        for document in documents.sorted(by: { ($0.revision ?? 0, $0.recordedAt) < ($1.revision ?? 0, $1.recordedAt) }) {
          if try restore(document) { result.rows += 1 }
        }
        // A scoring that became current again after a later one was recorded.
        if let last = documents.max(by: { ($0.currentSince ?? 0) < ($1.currentSince ?? 0) }) {
          _ = try store.record(last.record, at: last.currentSince ?? last.recordedAt)
        }
      }
    }
    return result
  }
}
