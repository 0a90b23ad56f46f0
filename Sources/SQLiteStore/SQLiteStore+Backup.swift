import FoundationEssentials
import GRDB
import Interview
import Store
import StoreSQL

extension SQLiteStore {
  /// Copies the database while it is in use, as of one moment, checks the copy, and only then gives it its name.
  ///
  /// The copy is a plain SQLite database: restoring it is to put it in the place of the old one while `intoned` is
  /// stopped. Linear in the size of the store; writers wait for it only as long as for any reader.
  ///
  /// - Returns: what the copy holds.
  /// - Throws: `store.backup-exists` where something bears that name; `store.full`, `store.unreachable`, `store.damaged`.
  public func backup(to target: String) throws(Fault) -> StoreCounts {
    guard !FileManager.default.fileExists(atPath: target) else { throw Fault(.storeBackupExists, target) }
    let draft = target + ".part"
    return try Self.guarded(draft) {
      if FileManager.default.fileExists(atPath: draft) { try FileManager.default.removeItem(atPath: draft) }
      do {
        // Empty and closed to others before anything is in it.
        guard FileManager.default.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]) else {
          throw Fault(.storeUnreachable, draft)
        }
        let copy = try DatabaseQueue(path: draft)
        try database.backup(to: copy)
        // One file, complete in itself: no log beside it.
        try copy.writeWithoutTransaction { db in _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") }
        let counts = try copy.read { db in
          try Self.check(db, path: draft)
          return try SQLiteTransaction(db: db).counts()
        }
        try copy.close()
        try FileManager.default.moveItem(atPath: draft, toPath: target)
        return counts
      } catch {
        // What failed is told; a draft that cannot be removed either is overwritten by the next backup.
        try? FileManager.default.removeItem(atPath: draft)
        throw error
      }
    }
  }
}

extension SQLiteStore {
  /// Writes the log into the file and cuts it to nothing, so that no erased page is left in it.
  /// - Returns: false where a reader holds it; it is asked again later then.
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
