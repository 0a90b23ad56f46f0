import GRDB
import Interview
import Store

extension SQLiteStore {
  public func append(_ event: StoreEvent, at time: Double) throws(Fault) -> Int {
    try write { db in try db.append(event, at: time) }
  }

  public func events(after cursor: Int, limit: Int) throws(Fault) -> [FeedEvent] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM feed WHERE cursor > ? ORDER BY cursor LIMIT ?", arguments: [cursor, max(0, limit)]
      ).map { row in
        FeedEvent(
          cursor: row["cursor"], time: row["time"], kind: row["kind"], session: row["session"], answer: row["answer"],
          revision: row["revision"], detail: row["detail"])
      }
    }
  }

  public func audit(_ entry: AuditEntry, at time: Double, digest: AuditLink.Digest) throws(Fault) -> AuditLink {
    try write { db in try db.audit(entry, at: time, digest: digest) }
  }

  public func auditLinks(after number: Int, limit: Int) throws(Fault) -> [AuditLink] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM audit_links WHERE number > ? ORDER BY number LIMIT ?", arguments: [number, max(0, limit)]
      ).map(AuditLink.init)
    }
  }
}

extension Database {
  /// One writer at a time and a counter that rolls back with its transaction: cursors have no gaps and become visible in
  /// their order.
  func append(_ event: StoreEvent, at time: Double) throws -> Int {
    try execute(
      sql: "INSERT INTO feed (time, kind, session, answer, revision, detail) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [time, event.kind.rawValue, event.session, event.answer, event.revision, event.detail.text])
    return Int(lastInsertedRowID)
  }

  @discardableResult
  func audit(_ entry: AuditEntry, at time: Double, digest: AuditLink.Digest) throws -> AuditLink {
    let last = try Row.fetchOne(self, sql: "SELECT * FROM audit_links ORDER BY number DESC LIMIT 1").map(AuditLink.init)
    let link = AuditLink(
      number: (last?.number ?? 0) + 1, time: time, entry: entry, previous: last?.hash ?? AuditLink.origin, digest: digest)
    try execute(
      sql:
        "INSERT INTO audit_links (number, microseconds, actor, action, subject, outcome, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        link.number, link.microseconds, entry.actor, entry.action, entry.subject, entry.outcome, entry.detail, link.previous.hex,
        link.hash.hex,
      ])
    return link
  }
}

extension AuditLink {
  init(row: Row) throws {
    guard let previous = ContentHash(checking: row["previous"]), let hash = ContentHash(checking: row["hash"]) else {
      throw Fault(.storeRecordInvalid, "audit log, \(row["number"] as Int)")
    }
    let entry = AuditEntry(
      actor: row["actor"], action: row["action"], subject: row["subject"], outcome: row["outcome"], detail: row["detail"])
    self.init(number: row["number"], microseconds: row["microseconds"], entry: entry, previous: previous, hash: hash)
  }
}
