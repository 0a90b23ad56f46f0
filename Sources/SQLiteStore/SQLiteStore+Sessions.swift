import FoundationEssentials
import GRDB
import Interview
import Store

extension SQLiteStore {
  public func save(_ session: SessionRecord, at time: Double) throws(Fault) {
    try write { db in
      let before = try db.session(session.id.text)
      guard before?.record != session else { return }
      try db.insert(session, at: time, orIgnore: false)
      if before?.record.state != session.state || before?.record.answered != session.answered {
        _ = try db.append(.about(session), at: time)
      }
    }
  }

  public func session(_ id: String) throws(Fault) -> StoredSession? {
    try read { db in try db.session(id) }
  }

  public func sessions(_ filter: SessionFilter, by order: SessionOrder, after id: String?, limit: Int) throws(Fault) -> [StoredSession] {
    try read { db in
      var conditions: [String] = []
      var arguments: StatementArguments = []
      func ask(_ condition: String, _ values: [(any DatabaseValueConvertible)?]) {
        conditions.append(condition)
        arguments += StatementArguments(values)
      }
      let has = "EXISTS (SELECT 1 FROM answers a WHERE a.session = s.id AND a.is_current = 1 AND a."
      if let state = filter.state { ask("s.state = ?", [state.rawValue]) }
      if let role = filter.role { ask("(s.role = ? OR \(has)role_model = ?))", [role, role]) }
      if let name = filter.candidate { ask("(s.candidate = ? OR \(has)candidate = ?))", [name, name]) }
      if let since = filter.since { ask("s.updated_at >= ?", [since]) }
      if let id {
        if order == .id {
          ask("s.id > ?", [id])
        } else {
          guard let last = try db.session(id) else { throw Fault(.storeNoSession, id) }
          if order == .time {
            ask("(-s.updated_at, s.id) > (?, ?)", [-last.updatedAt, id])
          } else {
            let name = last.record.candidate
            ask("(s.candidate IS NULL, ifnull(s.candidate, ''), s.id) > (?, ?, ?)", [name == nil, name ?? "", id])
          }
        }
      }
      let sort = [.id: "s.id", .time: "s.updated_at DESC, s.id", .candidate: "s.candidate IS NULL, s.candidate, s.id"][order] ?? "s.id"
      let only = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
      arguments += [max(0, limit)]
      return try Row.fetchAll(db, sql: "SELECT s.* FROM sessions s \(only) ORDER BY \(sort) LIMIT ?", arguments: arguments)
        .map(StoredSession.init)
    }
  }

  public func overdueSessions(at time: Double) throws(Fault) -> [SessionRecord] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM sessions WHERE deadline <= ? AND state IN (?, ?) ORDER BY id",
        arguments: [time, SessionRecord.State.notStarted.rawValue, SessionRecord.State.inProgress.rawValue]
      ).map { try StoredSession(row: $0).record }
    }
  }
}

extension Database {
  func session(_ id: String) throws -> StoredSession? {
    try Row.fetchOne(self, sql: "SELECT * FROM sessions WHERE id = ?", arguments: [id]).map(StoredSession.init)
  }

  /// Inserts a session, or replaces what is known of it unless `orIgnore`.
  func insert(_ session: SessionRecord, at time: Double, orIgnore: Bool) throws {
    let columns = [
      "site", "state", "reason", "candidate", "role", "language", "deadline", "attempts_allowed", "questions", "question_count",
      "answered", "manifest_sha256",
    ]
    let update = orIgnore ? "NOTHING" : "UPDATE SET " + (columns + ["updated_at"]).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    try execute(
      sql: """
        INSERT INTO sessions (id, \(columns.joined(separator: ", ")), created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO \(update)
        """,
      arguments: [
        session.id.text, session.site, session.state.rawValue, session.reason, session.candidate, session.role,
        session.language?.rawValue, session.deadline, session.attemptsAllowed, try Self.json(session.questions.map(\.text)),
        session.questions.count, session.answered, session.manifestHash?.hex, time, time,
      ])
  }
}

extension StoredSession {
  init(row: Row) throws {
    let id = row["id"] as String
    func refuse(_ column: String) -> Fault { Fault(.storeRecordInvalid, "\(id): \(column)") }
    guard let name = OpaqueName(printed: id) else { throw refuse("id") }
    guard let state = SessionRecord.State(rawValue: row["state"]) else { throw refuse("state") }
    let questions = try JSONDecoder().decode([String].self, from: Data((row["questions"] as String).utf8)).map { text in
      guard let question = OpaqueName(printed: text) else { throw refuse("questions") }
      return question
    }
    let manifest = try (row["manifest_sha256"] as String?).map { hex in
      guard let hash = ContentHash(checking: hex) else { throw refuse("manifest_sha256") }
      return hash
    }
    self.init(
      record: SessionRecord(
        id: name, site: row["site"], state: state, reason: row["reason"], candidate: row["candidate"], role: row["role"],
        language: (row["language"] as String?).flatMap(Language.init), deadline: row["deadline"],
        attemptsAllowed: row["attempts_allowed"], questions: questions, answered: row["answered"], manifestHash: manifest),
      createdAt: row["created_at"], updatedAt: row["updated_at"])
  }
}
