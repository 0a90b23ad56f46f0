import FoundationEssentials
import Interview
import Store

/// Sessions as the store knows them. A session's row and its event are written in one transaction, under the session's lock.
extension SQLStore {
  public func save(_ session: SessionRecord, at time: Double) throws(Fault) {
    try writing { db in
      try db.lock([.session(session.id.text)])
      try db.save(session, over: try db.session(session.id.text), at: time)
    }
  }

  public func update(
    session id: OpaqueName, at time: Double, _ change: ([AnswerSummary], StoredSession?) throws(Fault) -> SessionRecord
  ) throws(Fault) {
    try writing { db in
      // Whoever records an answer of the session has this lock too.
      try db.lock([.session(id.text)])
      let known = try db.session(id.text)
      try db.save(try change(db.summaries(ofSession: id), known), over: known, at: time)
    }
  }

  public func session(_ id: String) throws(Fault) -> StoredSession? {
    try reading { db in try db.session(id) }
  }

  public func sessions(_ filter: SessionFilter, by order: SessionOrder, after id: String?, limit: Int) throws(Fault) -> [StoredSession] {
    try reading { db in
      var conditions: [String] = []
      var values: Transaction.Values = []
      func ask(_ condition: String, _ asked: Transaction.Values) {
        conditions.append(condition)
        values += asked
      }
      if let state = filter.state { ask("s.state = ?", [state.rawValue]) }
      if let role = filter.role {
        ask(try db.isRare(role) ? Self.inOneOf("role", "role_model") : "(s.role = ? OR \(Self.hasRole))", [role, role])
      }
      // A candidate has few sessions.
      if let name = filter.candidate { ask(Self.inOneOf("candidate", "candidate"), [name, name]) }
      if let since = filter.since { ask("s.updated_at >= ?", [since]) }
      if let id {
        if order == .id {
          ask("s.id > ?", [id])
        } else {
          guard let last = try db.session(id) else { throw Fault(.storeNoSession, id) }
          if order == .time {
            // The first bound is where an index begins.
            ask("s.updated_at <= ? AND (s.updated_at < ? OR s.id > ?)", [last.updatedAt, last.updatedAt, id])
          } else {
            let name = last.record.candidate
            ask("(s.candidate IS NULL, coalesce(s.candidate, ''), s.id) > (?, ?, ?)", [name == nil, name ?? "", id])
          }
        }
      }
      let sort = [.id: "s.id", .time: "s.updated_at DESC, s.id", .candidate: "s.candidate IS NULL, s.candidate, s.id"][order] ?? "s.id"
      let only = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
      values.append(max(0, limit))
      return try db.rows("SELECT s.* FROM sessions s \(only) ORDER BY \(sort) LIMIT ?", values).map(StoredSession.init)
    }
  }

  private static var hasRole: String { "EXISTS (SELECT 1 FROM answers a WHERE a.session = s.id AND a.is_current = 1 AND a.role_model = ?)" }

  /// Sessions of which the session itself or an answer that stands says it, by the indexes of both.
  private static func inOneOf(_ column: String, _ ofAnswer: String) -> String {
    "s.id IN (SELECT id FROM sessions WHERE \(column) = ? UNION SELECT session FROM answers WHERE \(ofAnswer) = ? AND is_current = 1)"
  }

  public func overdueSessions(at time: Double) throws(Fault) -> [SessionRecord] {
    try reading { db in
      try db.rows(
        "SELECT * FROM sessions WHERE deadline <= ? AND state IN (?, ?) ORDER BY id",
        [time, SessionPhase.notStarted.rawValue, SessionPhase.inProgress.rawValue]
      ).map { try StoredSession(row: $0).record }
    }
  }
}

extension SQLDatabase {
  /// Of a session's current answers, in the order of question and attempt; neither scorecards nor analyses are read.
  fileprivate func summaries(ofSession id: OpaqueName) throws -> [AnswerSummary] {
    let phonation = "(SELECT m.unknown FROM measure_values m WHERE m.row = a.row AND m.measure = ?)"
    let found = try rows(
      """
      SELECT a.answer, a.question, a.attempt, a.overall, a.arrived_at, \(phonation) AS phonation
      FROM answers a WHERE a.session = ? AND a.is_current = 1
      """, [Measure.phonation.rawValue, id.text])
    return try found.map { row in
      guard let question = OpaqueName(printed: try row["question"]) else {
        throw Fault(.storeRecordInvalid, "\(try row["answer"] as String): name")
      }
      return try AnswerSummary(
        key: AnswerKey(session: id, question: question, attempt: row["attempt"]),
        overall: (row["overall"] as Int?).map(Points.init(hundredths:)),
        isSilent: row["phonation"] as String? == UnknownReason.speechNone.rawValue, arrivedAt: row["arrived_at"])
    }.sorted { $0.key < $1.key }
  }

  /// Answers of a role up to which its sessions are gathered and put in order; of more, enough stand among the first of all.
  private static var rare: Int { 20_000 }

  fileprivate func isRare(_ role: String) throws -> Bool {
    func count(_ table: String) throws -> Int {
      try value("SELECT count(*) FROM (SELECT 1 FROM \(table) = ? LIMIT \(Self.rare)) found", [role]) ?? 0
    }
    return try count("answers WHERE is_current = 1 AND role_model") < Self.rare && count("sessions WHERE role") < Self.rare
  }

  func session(_ id: String) throws -> StoredSession? {
    try first("SELECT * FROM sessions WHERE id = ?", [id]).map(StoredSession.init)
  }

  fileprivate func save(_ session: SessionRecord, over before: StoredSession?, at time: Double) throws {
    guard before?.record != session else { return }
    try insert(session, at: time, orIgnore: false)
    if before?.record.state != session.state || before?.record.answered != session.answered {
      _ = try append(.about(session), at: time)
    }
  }

  /// Inserts a session, or replaces what is known of it unless `orIgnore`.
  func insert(_ session: SessionRecord, at time: Double, orIgnore: Bool) throws {
    let columns = [
      "site", "state", "reason", "candidate", "role", "language", "deadline", "attempts_allowed", "questions", "question_count",
      "answered", "manifest_sha256",
    ]
    let update = orIgnore ? "NOTHING" : "UPDATE SET " + (columns + ["updated_at"]).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    try execute(
      """
      INSERT INTO sessions (id, \(columns.joined(separator: ", ")), created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO \(update)
      """,
      [
        session.id.text, session.site, session.state.rawValue, session.reason, session.candidate, session.role,
        session.language?.rawValue, session.deadline, session.attemptsAllowed, try Self.json(session.questions.map(\.text)),
        session.questions.count, session.answered, session.manifestHash?.hex, time, time,
      ])
  }
}

extension StoredSession {
  init(row: SQLRow) throws {
    let id: String = try row["id"]
    func refuse(_ column: String) -> Fault { Fault(.storeRecordInvalid, "\(id): \(column)") }
    guard let name = OpaqueName(printed: id) else { throw refuse("id") }
    guard let state = SessionPhase(rawValue: try row["state"]) else { throw refuse("state") }
    let questions = try JSONDecoder().decode([String].self, from: Data((try row["questions"] as String).utf8)).map { text in
      guard let question = OpaqueName(printed: text) else { throw refuse("questions") }
      return question
    }
    let manifest = try (row["manifest_sha256"] as String?).map { hex in
      guard let hash = ContentHash(checking: hex) else { throw refuse("manifest_sha256") }
      return hash
    }
    try self.init(
      record: SessionRecord(
        id: name, site: row["site"], state: state, reason: row["reason"], candidate: row["candidate"], role: row["role"],
        language: (row["language"] as String?).flatMap(Language.init), deadline: row["deadline"],
        attemptsAllowed: row["attempts_allowed"], questions: questions, answered: row["answered"], manifestHash: manifest),
      createdAt: row["created_at"], updatedAt: row["updated_at"])
  }
}
