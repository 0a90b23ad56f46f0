import Interview
import Store

/// The change feed and the audit log. Numbers are given under a lock that is held to the commit, so that readers see them without gaps.
extension SQLStore {
  public func append(_ event: StoreEvent, at time: Double) throws(Fault) -> Int {
    try writing { db in
      try db.lock([])
      return try db.append(event, at: time)
    }
  }

  public func events(after cursor: Int, limit: Int) throws(Fault) -> [FeedEvent] {
    try reading { db in
      try db.rows("SELECT * FROM feed WHERE cursor > ? ORDER BY cursor LIMIT ?", [cursor, max(0, limit)]).map { row in
        try FeedEvent(
          cursor: row["cursor"], time: row["time"], kind: row["kind"], session: row["session"], answer: row["answer"],
          revision: row["revision"], detail: row["detail"])
      }
    }
  }

  public func audit(_ entry: AuditEntry, at time: Double, digest: AuditLink.Digest) throws(Fault) -> AuditLink {
    try writing { db in
      try db.lock([.audit])
      return try db.audit(entry, at: time, digest: digest)
    }
  }

  public func auditLinks(after number: Int, limit: Int) throws(Fault) -> [AuditLink] {
    try reading { db in
      try db.rows("SELECT * FROM audit_links WHERE number > ? ORDER BY number LIMIT ?", [number, max(0, limit)]).map(AuditLink.init)
    }
  }

  public func beginFeedAnew(_ event: StoreEvent, at time: Double) throws(Fault) {
    try writing { db in
      try db.lock([.all])
      _ = try db.append(event, at: time, above: Int(time * 1000) - 1)
    }
  }
}

extension SQLDatabase {
  /// One writer at a time counts on from the last cursor, and has done so only when its transaction has: cursors have no gaps
  /// and become visible in their order.
  ///
  /// - Parameter base: the cursor is above this one too.
  func append(_ event: StoreEvent, at time: Double, above base: Int = 0) throws -> Int {
    try lock([.feed])
    let last: Int = try value("SELECT max(cursor) FROM feed") ?? 0
    let cursor = max(last, base) + 1
    try execute(
      "INSERT INTO feed (cursor, time, kind, session, answer, revision, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [cursor, time, event.kind.rawValue, event.session, event.answer, event.revision, event.detail.text])
    return cursor
  }

  /// The caller has locked the log.
  func audit(_ entry: AuditEntry, at time: Double, digest: AuditLink.Digest) throws -> AuditLink {
    let last = try first("SELECT * FROM audit_links ORDER BY number DESC LIMIT 1").map(AuditLink.init)
    let link = AuditLink(
      number: (last?.number ?? 0) + 1, time: time, entry: entry, previous: last?.hash ?? AuditLink.origin, digest: digest)
    try execute(
      "INSERT INTO audit_links (number, microseconds, actor, action, subject, outcome, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        link.number, link.microseconds, entry.actor, entry.action, entry.subject, entry.outcome, entry.detail, link.previous.hex,
        link.hash.hex,
      ])
    return link
  }
}

extension AuditLink {
  init(row: SQLRow) throws {
    let number: Int = try row["number"]
    guard let previous = ContentHash(checking: try row["previous"]), let hash = ContentHash(checking: try row["hash"]) else {
      throw Fault(.storeRecordInvalid, "audit log, \(number)")
    }
    let entry = try AuditEntry(
      actor: row["actor"], action: row["action"], subject: row["subject"], outcome: row["outcome"], detail: row["detail"])
    self.init(number: number, microseconds: try row["microseconds"], entry: entry, previous: previous, hash: hash)
  }
}
