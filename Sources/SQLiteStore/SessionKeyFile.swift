import FoundationEssentials
import GRDB
import Interview
import Seal
import Store
import Vault

/// The sealed identities of sessions in a small database of their own beside the store, `keys.sqlite`.
///
/// Apart from the store on purpose: a backup of scores holds no key, so that a key that is erased here is erased for all
/// backups; and a database that is damaged or replaced takes no keys with it. No log (`journal_mode = DELETE`), and what is
/// deleted is overwritten.
public final class SessionKeyFile: SessionKeys {
  private let database: DatabaseQueue
  public let path: String

  /// Where the keys of a store lie.
  public static func path(beside store: String) -> String {
    URL(fileURLWithPath: store).deletingLastPathComponent().appendingPathComponent("keys.sqlite").path
  }

  /// - Parameter readOnly: opens one that is there, and changes nothing.
  /// - Throws: `store.foreign`, `store.damaged`, `store.unreachable`, `store.full`, `store.locked`.
  public init(path: String, readOnly: Bool = false) throws(Fault) {
    self.path = path
    try StoreFiles.requireOwn(path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(SQLiteStore.timeout)
    configuration.readonly = readOnly
    configuration.label = "keys"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA synchronous = EXTRA")
    }
    database = try SQLiteStore.guarded(path) {
      if !readOnly, !FileManager.default.fileExists(atPath: path) {
        // Closed to others before anything is in it.
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
      }
      return try DatabaseQueue(path: path, configuration: configuration)
    }
    guard !readOnly else { return }
    StoreFiles.restrict(path)
    try write { db in
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS session_keys (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            session TEXT NOT NULL,
            recipient TEXT NOT NULL UNIQUE,
            sealed BLOB NOT NULL,
            master TEXT NOT NULL
          ) STRICT;
          CREATE INDEX IF NOT EXISTS session_keys_session ON session_keys (session, number);
          """)
    }
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(Fault) -> Value {
    try SQLiteStore.guarded(path) { try database.read(body) }
  }

  private func write<Value>(_ body: (Database) throws -> Value) throws(Fault) -> Value {
    try SQLiteStore.guarded(path) { try database.write(body) }
  }

  public func add(_ key: SessionKey) throws(Fault) {
    try write { db in
      try db.execute(
        sql: "INSERT OR IGNORE INTO session_keys (session, recipient, sealed, master) VALUES (?, ?, ?, ?)",
        arguments: [key.session, key.recipient, Data(key.sealed), key.master])
    }
  }

  public func key(of recipient: String) throws(Fault) -> SessionKey? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM session_keys WHERE recipient = ?", arguments: [recipient]).map(SessionKey.init(row:))
    }
  }

  public func keys(ofSession session: String) throws(Fault) -> [SessionKey] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM session_keys WHERE session = ? ORDER BY number", arguments: [session]).map(
        SessionKey.init(row:))
    }
  }

  public func erase(sessions: [String]) throws(Fault) -> Int {
    try write { db in
      var count = 0
      for session in sessions {
        try db.execute(sql: "DELETE FROM session_keys WHERE session = ?", arguments: [session])
        count += db.changesCount
      }
      return count
    }
  }

  public func keys(after recipient: String, limit: Int) throws(Fault) -> [SessionKey] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM session_keys WHERE recipient > ? ORDER BY recipient LIMIT ?", arguments: [recipient, limit]
      ).map(SessionKey.init(row:))
    }
  }

  public func replace(_ key: SessionKey) throws(Fault) {
    try write { db in
      try db.execute(
        sql: "UPDATE session_keys SET sealed = ?, master = ? WHERE recipient = ?", arguments: [Data(key.sealed), key.master, key.recipient])
    }
  }

  public func count() throws(Fault) -> Int {
    try read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM session_keys") ?? 0 }
  }

  /// Copies the keys as of one moment, whole or not at all, over a copy that is there: of keys only the newest copy is kept, since
  /// an older one would hold what was erased since.
  public func copy(to target: String) throws(Fault) {
    let draft = target + ".part"
    try SQLiteStore.guarded(draft) {
      if FileManager.default.fileExists(atPath: draft) { try FileManager.default.removeItem(atPath: draft) }
      guard FileManager.default.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]) else {
        throw Fault(.storeUnreachable, draft)
      }
      let copy = try DatabaseQueue(path: draft)
      try database.backup(to: copy)
      try copy.close()
      try StoreFiles.replace(target, by: draft)
    }
  }
}

extension SessionKey {
  fileprivate init(row: Row) {
    self.init(session: row["session"], recipient: row["recipient"], sealed: Array(row["sealed"] as Data), master: row["master"])
  }
}

extension Vault {
  /// The vault of a store: with the keys beside it, and the identities that are at hand.
  ///
  /// - Parameter master: whom new sessions are sealed to; nil seals nothing, and opens what was sealed before.
  public convenience init(
    store: String, stateDirectory: String, master: SealRecipient?, identities: [SealIdentity], readOnly: Bool = false
  ) throws(Fault) {
    let path = SessionKeyFile.path(beside: store)
    let isThere = FileManager.default.fileExists(atPath: path)
    let keys: any SessionKeys =
      isThere || master != nil && !readOnly ? try SessionKeyFile(path: path, readOnly: readOnly) : InMemorySessionKeys()
    self.init(master: readOnly ? nil : master, identities: identities, keys: keys, stateDirectory: stateDirectory)
  }
}
