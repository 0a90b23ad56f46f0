import Interview
import Store
import Vault

/// Answers and their revisions. Seconds are since 1970; each call is one transaction, on the calling thread; words are sealed before it
/// and opened after it.
/// - Throws: `store.…` throughout.
extension SQLStore {
  public func record(_ record: AnswerRecord, at time: Double) throws(Fault) -> RecordOutcome {
    try record.check()
    let sealed = try vault.sealed(record)
    return try writing { db in
      try db.lock(StoreLock.recording(sealed))
      return try db.record(sealed, at: time)
    }
  }

  public func revise(_ revisions: [(read: StoredAnswer, record: AnswerRecord)], at time: Double) throws(Fault) -> [RecordOutcome?] {
    let sealed = try revisions.map { read, record throws(Fault) in
      try record.check()
      return (read: read, record: try vault.sealed(record))
    }
    return try writing { db in
      try db.lock(sealed.flatMap { StoreLock.recording($0.record) })
      // Words that were withdrawn change the analysis and not the revision; sealed ones stand without them.
      return try sealed.map { read, record in
        let asRead = try db.exists(
          """
          SELECT 1 FROM answers WHERE answer = ? AND revision = ? AND is_current = 1
            AND (analysis = ? OR sealed_words IS NOT NULL AND analysis = ?)
          """, [read.id, read.revision, read.record.analysis, AnswerRecord.bare(read.record.analysis)])
        return asRead ? try db.record(record, at: time) : nil
      }
    }
  }

  public func current(_ answer: String) throws(Fault) -> StoredAnswer? {
    try opened { db in try db.answers(where: "answer = ? AND is_current = 1", [answer]) }.first
  }

  public func revisions(of answer: String) throws(Fault) -> [StoredAnswer] {
    try opened { db in try db.answers(where: "answer = ? ORDER BY revision", [answer]) }
  }

  public func answers(ofSession session: String) throws(Fault) -> [StoredAnswer] {
    try opened { db in try db.answers(where: "session = ? AND is_current = 1", [session]) }.sorted { $0.record.key < $1.record.key }
  }

  public func outlines(ofSession session: String) throws(Fault) -> [StoredAnswer] {
    try reading { db in try db.outlines(where: "session = ? AND is_current = 1", [session]) }.sorted { $0.record.key < $1.record.key }
  }

  public func answers(withRecording hash: ContentHash) throws(Fault) -> [StoredAnswer] {
    try opened { db in
      try db.answers(where: "recording_sha256 = ? AND is_current = 1 ORDER BY arrived_at, answer", [hash.hex])
    }
  }
}

extension SQLStore {
  /// A batch of rows that were written before sealing was on. Each row is a transaction of its own: an interruption loses nothing, and
  /// what was withdrawn meanwhile does not come back.
  public func sealWords(after row: Int, limit: Int) throws(Fault) -> (rows: Int, last: Int) {
    let rows: [Int] = try reading { db in
      try db.column("SELECT row FROM answers WHERE row > ? AND sealed_words IS NULL ORDER BY row LIMIT ?", [row, max(0, limit)])
    }
    for number in rows {
      guard let record = try reading({ db in try db.answers(where: "row = ?", [number]).first?.record }), record.isSealable else {
        continue
      }
      let sealed = try vault.sealed(record)
      guard let words = sealed.sealedWords else { continue }
      try erasing { db in
        try db.lock([.answer(record.key.id)])
        // As it was read: words that were withdrawn meanwhile do not come back.
        let changed = try db.execute(
          "UPDATE answers SET analysis = ?, scorecard = ?, sealed_words = ? WHERE row = ? AND analysis = ?",
          [sealed.analysis, try sealed.scorecard.map { try Transaction.json($0) }, words, number, record.analysis])
        if changed > 0 { try db.execute("UPDATE lost_point_values SET excerpt = NULL WHERE row = ?", [number]) }
      }
    }
    return (rows.count, rows.last ?? row)
  }
}

extension StoreLock {
  /// What a scoring changes, or decides by.
  package static func recording(_ record: AnswerRecord) -> [StoreLock] {
    [.answer(record.key.id), .recording(record.recordingHash), .session(record.key.session.text)]
  }
}

extension SQLDatabase {
  /// One scoring, inside a transaction of the caller's, who has locked what it changes.
  package func record(_ record: AnswerRecord, at time: Double) throws -> RecordOutcome {
    let answer = record.key.id
    let known = try first("SELECT row, revision, is_current FROM answers WHERE answer = ? AND identity = ?", [answer, record.identity])
    if let known, try known["is_current"] == true { return .same(revision: try known["revision"]) }
    if let known {
      try requireOwnID(record.key)
      let row: Int = try known["row"]
      try withdrawCurrent(of: answer)
      try execute("UPDATE answers SET is_current = 1 WHERE row = ?", [row])
      for answer in try answers(where: "row = ?", [row]) { _ = try append(.about(answer, .answerReinstated), at: time) }
      return .same(revision: try known["revision"])
    }
    let stored = try addRevision(record, at: time)
    _ = try append(.about(stored, stored.revision == 1 ? .answerRecorded : .answerRevised), at: time)
    return .new(revision: stored.revision)
  }

  /// The next revision of an answer, which becomes the current one; its session comes to be with it.
  func addRevision(_ record: AnswerRecord, at time: Double) throws -> StoredAnswer {
    let answer = record.key.id
    try requireOwnID(record.key)
    let fresh = SessionRecord(id: record.key.session, site: record.site, state: .inProgress, candidate: record.candidate)
    try insert(fresh, at: time, orIgnore: true)
    try withdrawCurrent(of: answer)
    let last: Int = try value("SELECT max(revision) FROM answers WHERE answer = ?", [answer]) ?? 0
    let original: String? = try value(
      """
      SELECT answer FROM answers WHERE recording_sha256 = ? AND answer <> ? AND duplicate_of IS NULL
      ORDER BY arrived_at, answer LIMIT 1
      """, [record.recordingHash.hex, answer])
    let stored = StoredAnswer(record: record, revision: last + 1, recordedAt: time, isCurrent: true, duplicateOf: original)
    try insert(stored)
    return stored
  }

  private func withdrawCurrent(of answer: String) throws {
    try execute("UPDATE answers SET is_current = 0 WHERE answer = ? AND is_current = 1", [answer])
  }

  /// Two keys may spell one id where a session's name holds a double underscore: neither may become a revision of the other.
  private func requireOwnID(_ key: AnswerKey) throws {
    let isOthers = try exists("SELECT 1 FROM answers WHERE answer = ? AND session <> ? LIMIT 1", [key.id, key.session.text])
    guard !isOthers else { throw Fault(.storeAnswerTaken, key.id) }
  }
}
