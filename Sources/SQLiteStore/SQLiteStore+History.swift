import GRDB
import Interview
import Store

/// How far the import of one file has come; committed together with the rows that it counts.
public struct ImportProgress: Sendable, Equatable {
  /// The file's absolute path: what a second call goes on with.
  public var file: String
  public var sha256: String
  public var bytes: Int
  /// The byte after the last row dealt with.
  public var offset: Int
  /// The counts and checksums, in the importer's own words.
  public var state: String

  public init(file: String, sha256: String, bytes: Int, offset: Int, state: String) {
    self.file = file
    self.sha256 = sha256
    self.bytes = bytes
    self.offset = offset
    self.state = state
  }
}

extension SQLiteStore {
  /// What became of one row of an import.
  public enum Imported: Sendable, Equatable {
    case imported
    /// The store holds this very scoring already.
    case duplicate
    /// The store holds another scoring of this answer, which stays.
    case conflict
  }

  /// Takes rows of the past into the store and notes how far the import is, in one transaction. Nothing that is there is
  /// changed, and the feed says nothing of single rows: they are no news.
  ///
  /// - Parameter progress: is given what became of each row, in order, and returns the progress to commit.
  public func importBatch(
    _ documents: [RecordDocument], progress: ([Imported]) -> ImportProgress, at time: Double
  ) throws(Fault) -> [Imported] {
    for document in documents { try document.record.check() }
    return try write { db in
      var results: [Imported] = []
      results.reserveCapacity(documents.count)
      for document in documents { results.append(try db.importOne(document)) }
      let now = progress(results)
      try db.execute(
        sql: """
          INSERT INTO imports (file, sha256, bytes, offset, state, updated_at) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (file) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes, offset = excluded.offset,
            state = excluded.state, updated_at = excluded.updated_at
          """,
        arguments: [now.file, now.sha256, now.bytes, now.offset, now.state, time])
      return results
    }
  }

  /// How far the import of this file came; nil where it was never begun.
  public func importProgress(of file: String) throws(Fault) -> ImportProgress? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM imports WHERE file = ?", arguments: [file]).map {
        ImportProgress(file: $0["file"], sha256: $0["sha256"], bytes: $0["bytes"], offset: $0["offset"], state: $0["state"])
      }
    }
  }

  /// Current revisions in the order of their ids by code points, from the first one after `answer`; of one candidate, or of
  /// all.
  public func documents(after answer: String, limit: Int, candidate: String? = nil) throws(Fault) -> [RecordDocument] {
    try read { db in
      let found = try db.answers(
        where: "is_current = 1 AND answer > ? AND (? IS NULL OR candidate = ?) ORDER BY answer LIMIT ?",
        [answer, candidate, candidate, limit])
      return found.map { RecordDocument($0.record, recordedAt: $0.recordedAt) }
    }
  }
}

extension Database {
  fileprivate func importOne(_ document: RecordDocument) throws -> SQLiteStore.Imported {
    let record = document.record
    let known = try cachedStatement(sql: "SELECT identity, is_current FROM answers WHERE answer = ?")
    let rows = try Row.fetchAll(known, arguments: [record.key.id])
    guard rows.isEmpty else { return rows.contains { $0["identity"] == record.identity } ? .duplicate : .conflict }
    let session = record.key.session.text
    if try Int.fetchOne(cachedStatement(sql: "SELECT 1 FROM sessions WHERE id = ?"), arguments: [session]) == nil {
      try insert(
        SessionRecord(
          id: record.key.session, site: record.site, state: .completed, candidate: record.candidate, role: record.roleModel?.id,
          language: record.language),
        at: document.recordedAt, orIgnore: true)
    }
    let original = try String.fetchOne(
      cachedStatement(
        sql: "SELECT answer FROM answers WHERE recording_sha256 = ? AND duplicate_of IS NULL ORDER BY arrived_at, answer LIMIT 1"),
      arguments: [record.recordingHash.hex])
    try insert(
      StoredAnswer(record: record, revision: 1, recordedAt: document.recordedAt, isCurrent: true, duplicateOf: original))
    return .imported
  }
}
