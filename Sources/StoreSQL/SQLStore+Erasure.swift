import FoundationEssentials
import Interview
import Store

/// Erasure and retention. What was said goes by `erasing`, so that it does not stay in the database's log either. Times are seconds since
/// 1970.
extension SQLStore {
  public func sessions(ofCandidate candidate: String) throws(Fault) -> [String] {
    try reading { db in
      try db.column(
        "SELECT id FROM sessions WHERE candidate = ?1 UNION SELECT session FROM answers WHERE candidate = ?1 ORDER BY 1", [candidate])
    }
  }

  public func candidates() throws(Fault) -> [String] {
    try reading { db in
      try db.column(
        """
        SELECT candidate FROM sessions WHERE candidate IS NOT NULL UNION SELECT candidate FROM answers WHERE candidate IS NOT NULL
        ORDER BY 1
        """)
    }
  }

  public func known(sessions: [String]) throws(Fault) -> [String] {
    try reading { db in
      try sessions.filter { session in
        try db.exists("SELECT 1 FROM sessions WHERE id = ?1 UNION ALL SELECT 1 FROM answers WHERE session = ?1 LIMIT 1", [session])
      }
    }
  }

  public func holdsAnswers(ofSession session: String) throws(Fault) -> Bool {
    try reading { db in try db.exists("SELECT 1 FROM answers WHERE session = ? LIMIT 1", [session]) }
  }

  public func recordings(onlyOf sessions: [String]) throws(Fault) -> [ContentHash] {
    try reading { db in try db.recordings(onlyOf: sessions) }
  }

  public func erase(sessions: [String], telling kind: StoreEvent.Kind, at time: Double) throws(Fault) -> Erased {
    try erasing { db in
      try db.lock([.all])
      var erased = Erased(sessions: sessions, recordings: try db.recordings(onlyOf: sessions))
      for session in sessions {
        erased.answers += try db.value("SELECT count(DISTINCT answer) FROM answers WHERE session = ?", [session]) ?? 0
        erased.reviews +=
          try db.value(
            """
            SELECT (SELECT count(*) FROM review_values WHERE answer IN (SELECT answer FROM answers WHERE session = ?1))
              + (SELECT count(*) FROM session_review_values WHERE session = ?1)
            """, [session]) ?? 0
        let duplicates = try db.duplicates(ofSession: session)
        erased.revisions += try db.execute("DELETE FROM answers WHERE session = ?", [session])
        try db.relink(duplicates)
        try db.execute("DELETE FROM sessions WHERE id = ?", [session])
        erased.events += try db.execute(
          "UPDATE feed SET session = NULL, answer = NULL, revision = NULL, detail = '{}' WHERE session = ?", [session])
        // Whoever follows the feed is to let go as well.
        _ = try db.append(StoreEvent(kind: kind, session: session), at: time)
      }
      return erased
    }
  }

  public func answersWithContent(arrivedBefore time: Double, limit: Int) throws(Fault) -> [AnswerKey] {
    let own = ownRows
    return try reading { db in
      try db.rows(
        """
        SELECT session, question, attempt FROM answers WHERE words_withdrawn_at IS NULL AND arrived_at <= ? AND \(own.condition)
        GROUP BY answer, session, question, attempt ORDER BY min(arrived_at), answer LIMIT ?
        """, [time] + own.arguments + [max(0, limit)]
      ).compactMap { row in
        guard let session = OpaqueName(printed: try row["session"]), let question = OpaqueName(printed: try row["question"]) else {
          return nil
        }
        return AnswerKey(session: session, question: question, attempt: try row["attempt"])
      }
    }
  }

  public func countWithContent(arrivedBefore time: Double) throws(Fault) -> Int {
    let own = ownRows
    return try reading { db in
      try db.value(
        "SELECT count(DISTINCT answer) FROM answers WHERE words_withdrawn_at IS NULL AND arrived_at <= ? AND \(own.condition)",
        [time] + own.arguments) ?? 0
    }
  }

  public func redactContent(of answer: String, redact: (String) -> String, at time: Double) throws(Fault) {
    try erasing { db in
      try db.lock([.answer(answer)])
      let found = try db.rows(
        "SELECT row, analysis, scorecard FROM answers WHERE answer = ? AND words_withdrawn_at IS NULL", [answer])
      for row in found {
        let number: Int = try row["row"]
        let card = try (row["scorecard"] as String?).map { text in
          try RecordDocument.text(JSONDecoder().decode(Scorecard.self, from: Data(text.utf8)).withoutExcerpts)
        }
        try db.execute(
          "UPDATE answers SET analysis = ?, sealed_words = NULL, words_withdrawn_at = ?, scorecard = ? WHERE row = ?",
          [redact(try row["analysis"]), time, card, number])
        try db.execute("UPDATE lost_point_values SET excerpt = NULL WHERE row = ?", [number])
      }
    }
  }

  public func withdrawMeasures(of answer: String, because reason: UnknownReason, at time: Double) throws(Fault) {
    try erasing { db in
      try db.lock([.answer(answer)])
      let rows = "SELECT a.row FROM answers a WHERE a.answer = ?"
      try db.execute("DELETE FROM dimension_values WHERE row IN (\(rows))", [answer])
      try db.execute("DELETE FROM lost_point_values WHERE row IN (\(rows))", [answer])
      try db.execute("UPDATE measure_values SET value = NULL, unknown = ? WHERE row IN (\(rows))", [reason.rawValue, answer])
      try db.execute(
        """
        UPDATE answers SET overall = NULL, confidence = NULL, confidence_low = NULL, confidence_high = NULL, advisory = NULL,
          scorecard = NULL, role_model = NULL, role_model_version = NULL, role_model_sha256 = NULL, language = NULL, analysis = ?,
          sealed_words = NULL, words_withdrawn_at = coalesce(words_withdrawn_at, ?)
        WHERE answer = ?
        """, [AnswerRecord.noAnalysis, time, answer])
      for row in try db.rows("SELECT cursor, detail FROM feed WHERE answer = ?", [answer]) {
        guard let without = StoreEvent.detail(try row["detail"], without: "overall") else { continue }
        let cursor: Int = try row["cursor"]
        try db.execute("UPDATE feed SET detail = ? WHERE cursor = ?", [without, cursor])
      }
    }
  }

  private static var quiet: String {
    """
    FROM sessions WHERE
      coalesce((SELECT max(nullif(arrived_at, 0)) FROM answers WHERE session = sessions.id), created_at) <= ?
    """
  }

  public func sessions(quietSince time: Double, limit: Int) throws(Fault) -> [String] {
    try reading { db in try db.column("SELECT id \(Self.quiet) ORDER BY id LIMIT ?", [time, max(0, limit)]) }
  }

  public func countSessions(quietSince time: Double) throws(Fault) -> Int {
    try reading { db in try db.value("SELECT count(*) \(Self.quiet)", [time]) ?? 0 }
  }

  public func countAudit(through time: Double) throws(Fault) -> Int {
    try reading { db in try db.auditLinks(through: time).count }
  }

  public func cutAudit(through time: Double, at now: Double, digest: AuditLink.Digest) throws(Fault) -> Int {
    try writing { db in
      try db.lock([.audit])
      let (last, count) = try db.auditLinks(through: time)
      guard let last, let row = try db.first("SELECT * FROM audit_links WHERE number = ?", [last]) else { return 0 }
      _ = try db.audit(.cut(through: AuditLink(row: row)), at: now, digest: digest)
      try db.cutAudit(through: last)
      return count
    }
  }
}

extension SQLDatabase {
  /// What another candidate delivered too is theirs as well.
  fileprivate func recordings(onlyOf sessions: [String]) throws -> [ContentHash] {
    let names = Set(sessions)
    var hashes: Set<String> = []
    for session in sessions {
      hashes.formUnion(try column("SELECT DISTINCT recording_sha256 FROM answers WHERE session = ?", [session]) as [String])
    }
    return try hashes.sorted().filter { hash in
      let owners: [String] = try column("SELECT DISTINCT session FROM answers WHERE recording_sha256 = ?", [hash])
      return owners.allSatisfy(names.contains)
    }.compactMap { ContentHash(checking: $0) }
  }

  /// Answers of other sessions that name one of this session as what brought their recording first, with that recording.
  fileprivate func duplicates(ofSession session: String) throws -> [(answer: String, recording: String)] {
    try rows(
      """
      SELECT DISTINCT answer, recording_sha256 FROM answers
      WHERE session <> ?1 AND duplicate_of IN (SELECT answer FROM answers WHERE session = ?1)
      """, [session]
    ).map { (try $0["answer"], try $0["recording_sha256"]) }
  }

  /// After what they named is gone: of each recording, the answer that brought it first among those that are left is what the
  /// others name, and nothing names what was erased, the feed's events included.
  fileprivate func relink(_ duplicates: [(answer: String, recording: String)]) throws {
    for recording in Set(duplicates.map(\.recording)) {
      let first: String? = try value(
        "SELECT answer FROM answers WHERE recording_sha256 = ? ORDER BY arrived_at, answer LIMIT 1", [recording])
      try execute(
        "UPDATE answers SET duplicate_of = CASE WHEN answer = ?1 THEN NULL ELSE ?1 END WHERE recording_sha256 = ?2", [first, recording])
    }
    for answer in Set(duplicates.map(\.answer)) {
      for row in try rows("SELECT cursor, detail FROM feed WHERE answer = ?", [answer]) {
        let detail: String = try row["detail"]
        guard let without = StoreEvent.detail(detail, without: "duplicate_of") else { continue }
        let cursor: Int = try row["cursor"]
        try execute("UPDATE feed SET detail = ? WHERE cursor = ?", [without, cursor])
      }
    }
  }

  /// The last entry of the log's beginning that is no younger than `time`, and how many those are.
  fileprivate func auditLinks(through time: Double) throws -> (last: Int?, count: Int) {
    let limit = Int((time * 1_000_000).rounded())
    let young: Int? = try value("SELECT min(number) FROM audit_links WHERE microseconds > ?", [limit])
    let row = try first("SELECT max(number) AS last, count(*) AS links FROM audit_links WHERE number < ?", [young ?? Int.max])
    return (try row?["last"], try row?["links"] ?? 0)
  }
}

extension StoreEvent {
  /// An event's detail with null in place of a member's value; nil where that is null already, or missing.
  static func detail(_ detail: String, without member: String) -> String? {
    let changed = JSONMember.replace(member, in: detail, by: "null")
    return changed == detail ? nil : changed
  }
}

extension Scorecard {
  /// Without what was said.
  fileprivate var withoutExcerpts: Scorecard {
    Scorecard(
      roleModel: roleModel, overall: overall, dimensions: dimensions,
      lostPoints: lostPoints.map { lost in
        LostPoint(
          code: lost.code, dimension: lost.dimension, indicator: lost.indicator, points: lost.points, measure: lost.measure,
          value: lost.value, expectedLow: lost.expectedLow, expectedHigh: lost.expectedHigh, weight: lost.weight, spans: lost.spans,
          excerpt: nil, message: lost.message)
      }, confidence: confidence, advisory: advisory, unknown: unknown)
  }
}
