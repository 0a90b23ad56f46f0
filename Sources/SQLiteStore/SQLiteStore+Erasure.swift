import GRDB
import Interview
import Store

extension SQLiteStore: StoreErasure {
  public func sessions(ofCandidate candidate: String) throws(Fault) -> [String] {
    try read { db in
      try String.fetchAll(
        db,
        sql: "SELECT id FROM sessions WHERE candidate = ?1 UNION SELECT session FROM answers WHERE candidate = ?1 ORDER BY 1",
        arguments: [candidate])
    }
  }

  public func erase(sessions: [String], telling kind: StoreEvent.Kind, at time: Double) throws(Fault) -> Erased {
    try write { db in
      var erased = Erased(sessions: sessions)
      for session in sessions {
        let hashes = try String.fetchAll(
          db, sql: "SELECT DISTINCT recording_sha256 FROM answers WHERE session = ?", arguments: [session])
        erased.recordings += hashes.compactMap { ContentHash(checking: $0) }
        erased.answers +=
          try Int.fetchOne(db, sql: "SELECT count(DISTINCT answer) FROM answers WHERE session = ?", arguments: [session]) ?? 0
        erased.reviews +=
          try Int.fetchOne(
            db, sql: "SELECT count(*) FROM review_values WHERE answer IN (SELECT answer FROM answers WHERE session = ?)",
            arguments: [session]) ?? 0
        try db.execute(
          sql: "UPDATE answers SET duplicate_of = NULL WHERE duplicate_of IN (SELECT answer FROM answers WHERE session = ?)",
          arguments: [session])
        try db.execute(sql: "DELETE FROM answers WHERE session = ?", arguments: [session])
        erased.revisions += db.changesCount
        try db.execute(sql: "DELETE FROM sessions WHERE id = ?", arguments: [session])
        try db.execute(
          sql: "UPDATE feed SET session = NULL, answer = NULL, revision = NULL, detail = '{}' WHERE session = ?", arguments: [session])
        erased.events += db.changesCount
        // Whoever follows the feed is to let go as well.
        _ = try db.append(StoreEvent(kind: kind, session: session), at: time)
      }
      // What another candidate delivered too is theirs as well.
      erased.recordings = try erased.recordings.filter { hash in
        try Int.fetchOne(db, sql: "SELECT 1 FROM answers WHERE recording_sha256 = ? LIMIT 1", arguments: [hash.hex]) == nil
      }
      return erased
    }
  }

  public func answersWithWords(arrivedBefore time: Double, limit: Int) throws(Fault) -> [AnswerKey] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT session, question, attempt FROM answers WHERE words_withdrawn_at IS NULL AND arrived_at <= ?
          GROUP BY answer ORDER BY min(arrived_at), answer LIMIT ?
          """, arguments: [time, max(0, limit)]
      ).compactMap { row in
        guard let session = OpaqueName(printed: row["session"]), let question = OpaqueName(printed: row["question"]) else { return nil }
        return AnswerKey(session: session, question: question, attempt: row["attempt"])
      }
    }
  }

  public func countWithWords(arrivedBefore time: Double) throws(Fault) -> Int {
    try read { db in
      try Int.fetchOne(
        db, sql: "SELECT count(DISTINCT answer) FROM answers WHERE words_withdrawn_at IS NULL AND arrived_at <= ?", arguments: [time]) ?? 0
    }
  }

  public func withdrawWords(of answer: String, redact: (String) -> String, at time: Double) throws(Fault) {
    try write { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT row, analysis FROM answers WHERE answer = ? AND words_withdrawn_at IS NULL", arguments: [answer])
      for row in rows {
        let number = row["row"] as Int64
        try db.execute(
          sql: """
            UPDATE answers SET analysis = ?, words_withdrawn_at = ?, scorecard = CASE WHEN scorecard IS NULL THEN NULL ELSE
              json_set(scorecard, '$.lostPoints', json((SELECT json_group_array(json(json_remove(p.value, '$.excerpt')))
                FROM json_each(scorecard, '$.lostPoints') p))) END
            WHERE row = ?
            """, arguments: [redact(row["analysis"]), time, number])
        try db.execute(sql: "UPDATE lost_point_values SET excerpt = NULL WHERE row = ?", arguments: [number])
      }
    }
  }

  private static let quiet = """
    FROM sessions WHERE
      coalesce((SELECT max(nullif(arrived_at, 0)) FROM answers WHERE session = sessions.id), created_at) <= ?
    """

  public func sessions(quietSince time: Double, limit: Int) throws(Fault) -> [String] {
    try read { db in
      try String.fetchAll(db, sql: "SELECT id \(Self.quiet) ORDER BY id LIMIT ?", arguments: [time, max(0, limit)])
    }
  }

  public func countSessions(quietSince time: Double) throws(Fault) -> Int {
    try read { db in try Int.fetchOne(db, sql: "SELECT count(*) \(Self.quiet)", arguments: [time]) ?? 0 }
  }

  public func countAudit(through time: Double) throws(Fault) -> Int {
    try read { db in try db.auditLinks(through: time).count }
  }

  public func cutAudit(through time: Double, at now: Double, digest: AuditLink.Digest) throws(Fault) -> Int {
    try write { db in
      let (last, count) = try db.auditLinks(through: time)
      guard let last, let row = try Row.fetchOne(db, sql: "SELECT * FROM audit_links WHERE number = ?", arguments: [last]) else { return 0 }
      try db.audit(.cut(through: AuditLink(row: row)), at: now, digest: digest)
      // The rule that nothing is deleted is lifted for this transaction alone.
      try db.execute(sql: "DROP TRIGGER audit_links_remain")
      try db.execute(sql: "DELETE FROM audit_links WHERE number <= ?", arguments: [last])
      try db.execute(sql: Schema.auditRemains)
      return count
    }
  }

  public func emptyLog() throws(Fault) -> Bool {
    guard let writer else { throw Fault(.storeReadOnly, path) }
    try haveFollowersLetGo()
    return try Self.guarded(path) {
      try writer.writeWithoutTransaction { db in
        let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return (row?[0] as Int?) == 0
      }
    }
  }
}

extension Database {
  /// The last entry of the log's beginning that is no younger than `time`, and how many those are.
  fileprivate func auditLinks(through time: Double) throws -> (last: Int?, count: Int) {
    let limit = Int((time * 1_000_000).rounded())
    let young = try Int.fetchOne(self, sql: "SELECT min(number) FROM audit_links WHERE microseconds > ?", arguments: [limit])
    let row = try Row.fetchOne(
      self, sql: "SELECT max(number), count(*) FROM audit_links WHERE number < ?", arguments: [young ?? Int.max])
    return (row?[0], row?[1] ?? 0)
  }
}

extension Schema {
  /// When what was said was taken out of a revision; the rest of the row stays.
  static let erasure = """
    ALTER TABLE answers ADD COLUMN words_withdrawn_at REAL;
    CREATE INDEX answers_with_words ON answers (arrived_at) WHERE words_withdrawn_at IS NULL;
    """
}
