import FoundationEssentials
import GRDB
import Interview
import Store

extension SQLiteStore {
  /// Takes back a revision from its document: as it was, with its number where that is free.
  ///
  /// - Returns: whether the store did not have it.
  public func restore(_ document: RecordDocument) throws(Fault) -> Bool {
    let record = document.record
    try record.check()
    return try write { db in
      let id = record.key.id
      let known = try Int.fetchOne(
        db, sql: "SELECT revision FROM answers WHERE answer = ? AND identity = ?", arguments: [id, record.identity])
      guard known == nil else { return false }
      try db.requireOwnID(record.key)
      let fresh = SessionRecord(id: record.key.session, site: record.site, state: .inProgress, candidate: record.candidate)
      try db.insert(fresh, at: document.recordedAt, orIgnore: true)
      try db.execute(sql: "UPDATE answers SET is_current = 0 WHERE answer = ? AND is_current = 1", arguments: [id])
      let last = try Int.fetchOne(db, sql: "SELECT max(revision) FROM answers WHERE answer = ?", arguments: [id]) ?? 0
      let original = try String.fetchOne(
        db,
        sql: """
          SELECT answer FROM answers WHERE recording_sha256 = ? AND answer <> ? AND duplicate_of IS NULL
          ORDER BY arrived_at, answer LIMIT 1
          """, arguments: [record.recordingHash.hex, id])
      let stored = StoredAnswer(
        record: record, revision: last + 1, recordedAt: document.recordedAt, isCurrent: true, duplicateOf: original)
      try db.insert(stored)
      _ = try db.append(.about(stored, .answerReinstated), at: document.recordedAt)
      return true
    }
  }

  /// Begins a new stretch of the feed after a database was put in the place of another: its cursors are above all that
  /// were ever given out, so that a consumer that goes on from its own misses nothing. Nobody keeps that number apart from
  /// the database, so it is taken from the clock: milliseconds since 1970, which no feed overtakes by its own counting.
  public func beginFeedAnew(_ event: StoreEvent, at time: Double) throws(Fault) {
    try write { db in
      let base = Int(time * 1000)
      let last = try Int.fetchOne(db, sql: "SELECT ifnull(max(cursor), 0) FROM feed") ?? 0
      guard base > last else {
        _ = try db.append(event, at: time)
        return
      }
      try db.execute(
        sql: "INSERT INTO feed (cursor, time, kind, session, answer, revision, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [base, time, event.kind.rawValue, event.session, event.answer, event.revision, event.detail.text])
    }
  }

  /// Gives a damaged or replaced database another name, with its log, in the same directory.
  ///
  /// - Returns: the name it has now.
  public static func moveAside(_ path: String, as aside: Aside, at stamp: String) throws(Fault) -> String {
    let target = path + "." + aside.suffix(stamp)
    return try guarded(path) {
      for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
        try FileManager.default.moveItem(atPath: path + ending, toPath: target + ending)
      }
      return target
    }
  }
}
