import GRDB
import Interview
import Store

extension SQLiteStore {
  public func record(_ record: AnswerRecord, at time: Double) throws(Fault) -> RecordOutcome {
    try record.check()
    return try write { db in try db.record(record, at: time) }
  }

  public func revise(_ revisions: [(read: StoredAnswer, record: AnswerRecord)], at time: Double) throws(Fault) -> [RecordOutcome?] {
    for (_, record) in revisions { try record.check() }
    return try write { db in
      // Words that were withdrawn change the analysis and not the revision.
      let asRead = try db.cachedStatement(
        sql: "SELECT 1 FROM answers WHERE answer = ? AND revision = ? AND is_current = 1 AND analysis = ?")
      return try revisions.map { read, record in
        guard try Int.fetchOne(asRead, arguments: [read.id, read.revision, read.record.analysis]) != nil else { return nil }
        return try db.record(record, at: time)
      }
    }
  }

  public func current(_ answer: String) throws(Fault) -> StoredAnswer? {
    try read { db in try db.answers(where: "answer = ? AND is_current = 1", [answer]).first }
  }

  public func revisions(of answer: String) throws(Fault) -> [StoredAnswer] {
    try read { db in try db.answers(where: "answer = ? ORDER BY revision", [answer]) }
  }

  public func answers(ofSession session: String) throws(Fault) -> [StoredAnswer] {
    try read { db in try db.answers(where: "session = ? AND is_current = 1", [session]) }.sorted { $0.record.key < $1.record.key }
  }

  public func answers(withRecording hash: ContentHash) throws(Fault) -> [StoredAnswer] {
    try read { db in
      try db.answers(where: "recording_sha256 = ? AND is_current = 1 ORDER BY arrived_at, answer", [hash.hex])
    }
  }
}

extension Database {
  /// One scoring, inside a transaction of the caller's.
  fileprivate func record(_ record: AnswerRecord, at time: Double) throws -> RecordOutcome {
    let answer = record.key.id
    let known = try Row.fetchOne(
      self, sql: "SELECT row, revision, is_current FROM answers WHERE answer = ? AND identity = ?", arguments: [answer, record.identity])
    if let known, known["is_current"] == 1 { return .same(revision: known["revision"]) }
    try requireOwnID(record.key)
    let fresh = SessionRecord(id: record.key.session, site: record.site, state: .inProgress, candidate: record.candidate)
    try insert(fresh, at: time, orIgnore: true)
    try execute(sql: "UPDATE answers SET is_current = 0 WHERE answer = ? AND is_current = 1", arguments: [answer])
    if let known {
      try execute(sql: "UPDATE answers SET is_current = 1 WHERE row = ?", arguments: [known["row"] as Int64])
      let stored = try answers(where: "row = ?", [known["row"] as Int64])
      for answer in stored { _ = try append(.about(answer, .answerReinstated), at: time) }
      return .same(revision: known["revision"])
    }
    let last = try Int.fetchOne(self, sql: "SELECT max(revision) FROM answers WHERE answer = ?", arguments: [answer]) ?? 0
    let original = try String.fetchOne(
      self,
      sql: """
        SELECT answer FROM answers WHERE recording_sha256 = ? AND answer <> ? AND duplicate_of IS NULL
        ORDER BY arrived_at, answer LIMIT 1
        """,
      arguments: [record.recordingHash.hex, answer])
    let stored = StoredAnswer(record: record, revision: last + 1, recordedAt: time, isCurrent: true, duplicateOf: original)
    try insert(stored)
    _ = try append(.about(stored, last == 0 ? .answerRecorded : .answerRevised), at: time)
    return .new(revision: last + 1)
  }

  /// Two keys may spell one id where a session's name holds a double underscore: neither may become a revision of the other.
  func requireOwnID(_ key: AnswerKey) throws {
    let other = try Int.fetchOne(
      self, sql: "SELECT 1 FROM answers WHERE answer = ? AND session <> ? LIMIT 1", arguments: [key.id, key.session.text])
    guard other == nil else { throw Fault(.storeAnswerTaken, key.id) }
  }
}
