import Interview
import Store
import StoreSQL
import Synchronization
import Vault

/// The store in a PostgreSQL database, which many daemons write at once and a standby may stand in for.
///
/// Blocking: each transaction holds a connection of its own, so that there are as many as threads ask at once. What writers may
/// not do at the same time they lock by what it is about (`StoreLock`), with the server's advisory locks, until they commit.
public final class PostgresStore: SQLStore {
  private let parameters: [(keyword: String, value: String)]
  let schema: String
  /// Which machine's daemon this is, as it stands with answers that it records.
  let node: String
  let isReadOnly: Bool
  public let vault: Vault
  private let idle = Mutex<[PostgresConnection]>([])
  /// Where the last connection went to.
  private let server = Mutex<String>("postgresql:")

  private let absence = ServerAbsence()
  private let clock = ServerClock()
  /// Whether the tables are known to be there and of now.
  private let isPrepared = Mutex(true)
  /// What the server's own vacuum is waited for.
  let awaitedVacuum = Mutex<AwaitedVacuum?>(nil)

  /// Connections that are kept for the next who asks.
  private static let kept = 16
  /// How often a transaction is run again that the server ended for the sake of another.
  private static let tries = 5

  /// Opens the store, making its tables where there are none yet or bringing them up to date.
  ///
  /// - Parameters:
  ///   - connection: libpq's connection string: `service=intone`, `host=a,b dbname=intone`, `postgresql://…`.
  ///   - schema: the schema of the tables and views.
  /// - Throws: `store.away`, `store.newer-schema`, `store.server-unsuitable`, `store.role-denied`.
  public convenience init(_ connection: String, schema: String = "intone", node: String = "", vault: Vault = .none) throws(Fault) {
    self.init(connection, schema: schema, node: node, isReadOnly: false, vault: vault)
    try PostgresSchema.prepare(self, schema: schema)
  }

  /// Opens an existing store for reading only; writing calls throw `store.read-only`. A standby serves as well.
  ///
  /// - Throws: `store.away`, `store.newer-schema`, `store.older-schema`, `store.server-unsuitable`, `store.role-denied`.
  public convenience init(readOnly connection: String, schema: String = "intone", vault: Vault = .none) throws(Fault) {
    self.init(connection, schema: schema, node: "", isReadOnly: true, vault: vault)
    try PostgresSchema.check(self, schema: schema)
  }

  /// A store that is opened by the first call that needs it; until then, and while the server is away, calls throw `store.away`.
  public convenience init(whenNeeded connection: String, schema: String = "intone", node: String, vault: Vault = .none) {
    self.init(connection, schema: schema, node: node, isReadOnly: false, vault: vault)
    isPrepared.withLock { $0 = false }
  }

  init(_ connection: String, schema: String, node: String, isReadOnly: Bool, vault: Vault) {
    self.schema = schema
    self.vault = vault
    self.node = node
    self.isReadOnly = isReadOnly
    PostgresConnection.setDefaults()
    parameters = Self.parameters(for: connection, isReadOnly: isReadOnly)
  }

  /// What libpq is given; of two with one keyword the later counts, and the connection string is the last.
  static func parameters(for connection: String, isReadOnly: Bool) -> [(keyword: String, value: String)] {
    // A service file cannot change these, a connection string can: they come before it. Dead ways are found within a quarter
    // of a minute, whether something is being sent or waited for.
    var parameters: [(keyword: String, value: String)] = [
      ("client_encoding", "UTF8"), ("application_name", "intone"), ("keepalives_idle", "5"), ("keepalives_interval", "5"),
      ("keepalives_count", "2"), ("tcp_user_timeout", "15000"),
    ]
    // Of several hosts the one that may be written to; for reading any that is there.
    parameters += isReadOnly ? [] : [("target_session_attrs", "read-write")]
    parameters.append(("dbname", connection))
    return parameters
  }

  /// Server and database, without user and password.
  public var address: String { server.withLock { $0 } }

  /// The server's time, in seconds since 1970, whatever this machine's clock says; this machine's until the server has been asked.
  public var now: @Sendable () -> Double { { [clock] in clock.now() } }

  // MARK: Transactions

  public func reading<Value>(_ body: (PostgresTransaction) throws -> Value) throws(Fault) -> Value {
    try prepareWhereNeeded()
    return try read(body)
  }

  public func writing<Value>(_ body: (PostgresTransaction) throws -> Value) throws(Fault) -> Value {
    guard !isReadOnly else { throw Fault(.storeReadOnly, address) }
    try prepareWhereNeeded()
    return try write(body)
  }

  public func erasing<Value>(_ body: (PostgresTransaction) throws -> Value) throws(Fault) -> Value {
    // A vacuum that was waited for may have gone over these rows before.
    defer { awaitedVacuum.withLock { $0 = nil } }
    return try writing(body)
  }

  /// Also before the tables are known to be there.
  func read<Value>(_ body: (PostgresTransaction) throws -> Value) throws(Fault) -> Value {
    try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
  }

  func write<Value>(_ body: (PostgresTransaction) throws -> Value) throws(Fault) -> Value {
    try transaction("BEGIN ISOLATION LEVEL READ COMMITTED", body)
  }

  /// One thread does it, and others wait for it.
  private func prepareWhereNeeded() throws(Fault) {
    // `withLock` would let the error's type go.
    let fault: Fault? = isPrepared.withLock { done in
      guard !done else { return nil }
      do throws(Fault) {
        try PostgresSchema.prepare(self, schema: schema)
        done = true
        return nil
      } catch {
        return error
      }
    }
    if let fault { throw fault }
  }

  /// Statements that may not stand in a transaction.
  func outside<Value>(_ body: (PostgresConnection) throws -> Value) throws(Fault) -> Value {
    let connection = try begun(nil)
    defer { keep(connection) }
    do { return try body(connection) } catch { throw Fault(postgres: error, at: address) }
  }

  private func transaction<Value>(_ begin: String, _ body: (PostgresTransaction) throws -> Value) throws(Fault) -> Value {
    var tries = 1
    while true {
      let connection = try begun(begin)
      defer { keep(connection) }
      do {
        let value = try body(PostgresTransaction(connection: connection, schema: schema))
        guard try connection.run("COMMIT").command == "COMMIT" else {
          throw PostgresError(state: "25P02", message: "the transaction was not committed")
        }
        return value
      } catch {
        // Where that fails the connection is not kept, and the server forgets the transaction with it.
        _ = try? connection.run("ROLLBACK")
        // Of two that wait for each other the server ends one.
        guard let state = (error as? PostgresError)?.state, ["40001", "40P01"].contains(state), tries < Self.tries else {
          throw Fault(postgres: error, at: address)
        }
        tries += 1
      }
    }
  }

  /// A connection on which this statement was run. One that was idle may be dead, which shows here, where nothing is lost.
  private func begun(_ statement: String?) throws(Fault) -> PostgresConnection {
    while let known = idle.withLock({ $0.popLast() }) {
      if let _ = try? known.run(statement ?? "SELECT 1") {
        clock.observe(known.time)
        return known
      }
    }
    // Who comes soon after somebody who found nobody there does not wait for that again.
    if let fault = absence.recent { throw fault }
    do throws(PostgresError) {
      let fresh = try connected()
      clock.observe(fresh.time)
      if let statement { try fresh.run(statement) }
      absence.end()
      return fresh
    } catch {
      throw absence.begin(Fault(postgres: error, at: address), at: clock.now())
    }
  }

  /// Another connection.
  func connected() throws(PostgresError) -> PostgresConnection {
    let fresh = try PostgresConnection(parameters)
    server.withLock { $0 = fresh.address }
    // A writer that is cut off lets go of its locks when the server has waited for it this long; nobody waits for a lock
    // for ever; a commit is on the disk when it is told, whatever the server's own setting.
    try fresh.run(
      """
      SET search_path = \(schema), pg_temp; SET idle_in_transaction_session_timeout = '15s'; SET lock_timeout = '30s';
      SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2; SET tcp_user_timeout = 15000;
      SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
      """)
    return fresh
  }

  private func keep(_ connection: PostgresConnection) {
    guard connection.isUsable else { return }
    idle.withLock { if $0.count < Self.kept { $0.append(connection) } }
  }
}

/// What a drill needs of a database that is nobody's.
extension PostgresStore {
  /// Whether there is no store in a database yet.
  ///
  /// - Throws: `store.away`.
  public static func isVacant(_ connection: String, schema: String = "intone") throws(Fault) -> Bool {
    let store = PostgresStore(whenNeeded: connection, schema: schema, node: "")
    return try store.read { db in try db.exists("SELECT 1 WHERE to_regnamespace(?) IS NULL", [schema]) }
  }

  /// Removes a store's schema with all that is in it: for one that was restored for a look alone.
  public static func clear(_ connection: String, schema: String = "intone") throws(Fault) {
    let store = PostgresStore(whenNeeded: connection, schema: schema, node: "")
    _ = try store.write { db in try db.execute("DROP SCHEMA IF EXISTS \(schema) CASCADE", []) }
  }
}
