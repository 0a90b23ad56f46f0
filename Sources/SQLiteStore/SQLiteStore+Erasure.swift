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

  public func candidates() throws(Fault) -> [String] {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT candidate FROM sessions WHERE candidate IS NOT NULL UNION SELECT candidate FROM answers WHERE candidate IS NOT NULL
          ORDER BY 1
          """)
    }
  }

  public func known(sessions: [String]) throws(Fault) -> [String] {
    try read { db in
      try sessions.filter { session in
        try Int.fetchOne(
          db, sql: "SELECT 1 FROM sessions WHERE id = ?1 UNION ALL SELECT 1 FROM answers WHERE session = ?1 LIMIT 1", arguments: [session])
          != nil
      }
    }
  }

  public func holdsAnswers(ofSession session: String) throws(Fault) -> Bool {
    try read { db in try Int.fetchOne(db, sql: "SELECT 1 FROM answers WHERE session = ? LIMIT 1", arguments: [session]) != nil }
  }

  public func recordings(onlyOf sessions: [String]) throws(Fault) -> [ContentHash] {
    let names = Set(sessions)
    return try read { db in
      var hashes: Set<String> = []
      for session in sessions {
        hashes.formUnion(
          try String.fetchAll(db, sql: "SELECT DISTINCT recording_sha256 FROM answers WHERE session = ?", arguments: [session]))
      }
      // What another candidate delivered too is theirs as well.
      return try hashes.sorted().filter { hash in
        try String.fetchAll(db, sql: "SELECT DISTINCT session FROM answers WHERE recording_sha256 = ?", arguments: [hash])
          .allSatisfy(names.contains)
      }.compactMap { ContentHash(checking: $0) }
    }
  }

  public func erase(sessions: [String], telling kind: StoreEvent.Kind, at time: Double) throws(Fault) -> Erased {
    let recordings = try recordings(onlyOf: sessions)
    return try write { db in
      var erased = Erased(sessions: sessions, recordings: recordings)
      for session in sessions {
        erased.answers +=
          try Int.fetchOne(db, sql: "SELECT count(DISTINCT answer) FROM answers WHERE session = ?", arguments: [session]) ?? 0
        erased.reviews +=
          try Int.fetchOne(
            db,
            sql: """
              SELECT (SELECT count(*) FROM review_values WHERE answer IN (SELECT answer FROM answers WHERE session = ?1))
                + (SELECT count(*) FROM session_review_values WHERE session = ?1)
              """, arguments: [session]) ?? 0
        let duplicates = try db.duplicates(ofSession: session)
        try db.execute(sql: "DELETE FROM answers WHERE session = ?", arguments: [session])
        erased.revisions += db.changesCount
        try db.relink(duplicates)
        try db.execute(sql: "DELETE FROM sessions WHERE id = ?", arguments: [session])
        try db.execute(
          sql: "UPDATE feed SET session = NULL, answer = NULL, revision = NULL, detail = '{}' WHERE session = ?", arguments: [session])
        erased.events += db.changesCount
        // Whoever follows the feed is to let go as well.
        _ = try db.append(StoreEvent(kind: kind, session: session), at: time)
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

  public func withdrawMeasures(of answer: String, because reason: UnknownReason, at time: Double) throws(Fault) {
    try write { db in
      let rows = "SELECT row FROM answers WHERE answer = ?"
      try db.execute(sql: "DELETE FROM dimension_values WHERE row IN (\(rows))", arguments: [answer])
      try db.execute(sql: "DELETE FROM lost_point_values WHERE row IN (\(rows))", arguments: [answer])
      try db.execute(
        sql: "UPDATE measure_values SET value = NULL, unknown = ? WHERE row IN (\(rows))", arguments: [reason.rawValue, answer])
      try db.execute(
        sql: """
          UPDATE answers SET overall = NULL, confidence = NULL, confidence_low = NULL, confidence_high = NULL, advisory = NULL,
            scorecard = NULL, role_model = NULL, role_model_version = NULL, role_model_sha256 = NULL, language = NULL, analysis = ?,
            words_withdrawn_at = coalesce(words_withdrawn_at, ?)
          WHERE answer = ?
          """, arguments: [AnswerRecord.noAnalysis, time, answer])
      try db.execute(sql: "UPDATE feed SET detail = json_set(detail, '$.overall', NULL) WHERE answer = ?", arguments: [answer])
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
        // It keeps writers waiting: a reader who stays is not waited for as long as a writer is.
        try db.execute(sql: "PRAGMA busy_timeout = 250")
        defer { try? db.execute(sql: "PRAGMA busy_timeout = \(Int(Self.timeout * 1000))") }
        let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return (row?[0] as Int?) == 0
      }
    }
  }
}

extension Database {
  /// Answers of other sessions that name one of this session as what brought their recording first, with that recording.
  fileprivate func duplicates(ofSession session: String) throws -> [(answer: String, recording: String)] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT DISTINCT answer, recording_sha256 FROM answers
        WHERE session <> ?1 AND duplicate_of IN (SELECT answer FROM answers WHERE session = ?1)
        """, arguments: [session]
    ).map { ($0[0], $0[1]) }
  }

  /// After what they named is gone: of each recording, the answer that brought it first among those that are left is what the
  /// others name, and nothing names what was erased, the feed's events included.
  fileprivate func relink(_ duplicates: [(answer: String, recording: String)]) throws {
    for recording in Set(duplicates.map(\.recording)) {
      let first = try String.fetchOne(
        self, sql: "SELECT answer FROM answers WHERE recording_sha256 = ? ORDER BY arrived_at, answer LIMIT 1", arguments: [recording])
      try execute(
        sql: "UPDATE answers SET duplicate_of = CASE WHEN answer = ?1 THEN NULL ELSE ?1 END WHERE recording_sha256 = ?2",
        arguments: [first, recording])
    }
    for answer in Set(duplicates.map(\.answer)) {
      try execute(
        sql:
          "UPDATE feed SET detail = json_set(detail, '$.duplicate_of', NULL) WHERE answer = ? AND json_extract(detail, '$.duplicate_of') IS NOT NULL",
        arguments: [answer])
    }
  }

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
