import FoundationEssentials
import GRDB
import Interview
import Store
import StoreSQL
import Synchronization
import Vault

/// The store in one SQLite database (WAL, STRICT tables, foreign keys, every commit forced to the disk).
///
/// One process writes and reads it; others read the documented views in the copy of `Publication`.
public final class SQLiteStore: SQLStore {
  let database: any DatabaseReader
  /// Nil when open for reading only.
  let writer: (any DatabaseWriter)?
  /// The database's file.
  public let path: String
  /// Seals what was said as it is written, and opens it as it is read, where that can be done here.
  public let vault: Vault
  /// What copies the database and must let go with it.
  private let followers = Mutex<[@Sendable () throws(Fault) -> Void]>([])

  /// How long a call waits for another program's lock before `store.locked`, in seconds.
  public static let timeout = 5.0

  /// Opens the database for writing, making it or bringing it up to date.
  ///
  /// - Throws: `store.foreign`, `store.network-filesystem`, `store.damaged`, `store.newer-schema`, `store.unreachable`, `store.full`,
  ///   `store.locked`.
  public init(path: String, vault: Vault = .none) throws(Fault) {
    self.path = path
    self.vault = vault
    try Self.refuseNetworkFileSystem(path)
    // Before it is opened: a log that the daemon did not write would be taken for its own.
    StoreFiles.restrictAll(of: path)
    for ending in StoreFiles.endings { try StoreFiles.requireOwn(path + ending) }
    let pool = try Self.guarded(path) {
      try DatabasePool(path: path, configuration: Self.configuration(readOnly: false))
    }
    try Self.guarded(path) {
      StoreFiles.restrictAll(of: path)
      let migrator = Schema.migrator
      guard try !pool.read(migrator.hasBeenSuperseded) else { throw Fault(.storeNewerSchema, path) }
      try migrator.migrate(pool)
      try pool.write(Schema.refreshMeasures)
      // The pool sets NORMAL when it turns to WAL, which would lose the last commits with the power; a committed row is a
      // promise here. Not in a transaction: there the setting is ignored.
      try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
    }
    database = pool
    writer = pool
  }

  /// Opens an existing database for reading only, for when the daemon is down; writing calls throw `store.read-only`.
  ///
  /// - Throws: `store.denied`, `store.unreachable`, `store.damaged`, `store.newer-schema`, `store.older-schema`.
  public init(readOnly path: String, vault: Vault = .none) throws(Fault) {
    self.path = path
    self.vault = vault
    try Self.refuseNetworkFileSystem(path)
    guard FileManager.default.fileExists(atPath: path) else { throw Fault(.storeUnreachable, path) }
    guard FileManager.default.isReadableFile(atPath: path) else { throw Fault(.storeDenied, path) }
    let queue = try Self.guarded(path) {
      try DatabaseQueue(path: path, configuration: Self.configuration(readOnly: true))
    }
    try Self.guarded(path) {
      let (isNewer, isComplete) = try queue.read { db in
        (try Schema.migrator.hasBeenSuperseded(db), try Schema.migrator.hasCompletedMigrations(db))
      }
      guard !isNewer else { throw Fault(.storeNewerSchema, path) }
      guard isComplete else { throw Fault(.storeOlderSchema, path) }
    }
    database = queue
    writer = nil
  }

  private static func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(timeout)
    configuration.maximumReaderCount = 4
    configuration.label = "store"
    configuration.prepareDatabase { db in
      if !readOnly { try PersistentLog.enable(on: db) }
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
      try db.execute(sql: "PRAGMA cell_size_check = ON")
      // What is deleted is overwritten: retention and erasure are promises about the file, not about the view.
      try db.execute(sql: "PRAGMA secure_delete = ON")
    }
    return configuration
  }

  /// SQLite's locks do not hold there (sqlite.org/faq.html#q5).
  /// - Throws: `store.network-filesystem`.
  private static func refuseNetworkFileSystem(_ path: String) throws(Fault) {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
    // Where the kernel does not tell its mounts there is nothing to refuse by.
    guard let data = FileManager.default.contents(atPath: "/proc/self/mountinfo") else { return }
    let mount = MountTable(mountinfo: String(decoding: data, as: UTF8.self)).mount(of: directory)
    if let mount, mount.isRemote { throw Fault(.storeNetworkFilesystem, "\(path), \(mount.kind)") }
  }

  /// Has `emptyLog` empty the log of a copy as well.
  public func follow(_ letGo: @escaping @Sendable () throws(Fault) -> Void) { followers.withLock { $0.append(letGo) } }

  func haveFollowersLetGo() throws(Fault) {
    for letGo in followers.withLock({ $0 }) { try letGo() }
  }

  // MARK: Transactions

  /// One consistent look, beside writers; blocks the calling thread.
  /// - Throws: what `body` throws, and SQLite's own errors as faults of the store.
  func read<Value>(_ body: (Database) throws -> Value) throws(Fault) -> Value {
    try Self.guarded(path) { try database.read(body) }
  }

  /// One transaction, alone among writers of all processes; waits for its turn, and blocks the calling thread.
  func write<Value>(_ body: (Database) throws -> Value) throws(Fault) -> Value {
    guard let writer else { throw Fault(.storeReadOnly, path) }
    return try Self.guarded(path) { try writer.write(body) }
  }

  public func reading<Value>(_ body: (SQLiteTransaction) throws -> Value) throws(Fault) -> Value {
    try read { db in try body(SQLiteTransaction(db: db)) }
  }

  public func writing<Value>(_ body: (SQLiteTransaction) throws -> Value) throws(Fault) -> Value {
    try write { db in try body(SQLiteTransaction(db: db)) }
  }

  /// Runs `body` and turns what it throws into a coded fault.
  static func guarded<Value>(_ path: String, _ body: () throws -> Value) throws(Fault) -> Value {
    do {
      return try body()
    } catch {
      throw Fault(store: error, path: path)
    }
  }
}
