import Interview
import Store
import StoreSQL
import Synchronization

extension PostgresStore {
  public func health() throws(Fault) -> StoreHealth {
    let (schema, bytes): (Int, Int) = try reading { db in
      (try db.value("SELECT count(*) FROM schema_steps") ?? 0, try db.value("SELECT pg_database_size(current_database())") ?? 0)
    }
    return StoreHealth(kind: "postgres", path: address, readOnly: isReadOnly, schema: schema, databaseBytes: bytes, logBytes: 0)
  }

  public func checkIntegrity() throws(Fault) {
    if let misfit = try reading({ db in try db.misfit() }) { throw Fault(.storeDamaged, "\(address): \(misfit)") }
  }

  /// Takes what was deleted out of the tables' pages for good, so far as no other transaction can still see it. The server's own log and
  /// backups hold it until they are let go (`docs/threat-model.md`).
  public func emptyLog() throws(Fault) -> Bool {
    guard !isReadOnly else { throw Fault(.storeReadOnly, address) }
    guard try reading({ db in try db.mayVacuum() }) else { return try isVacuumed() }
    return try outside { connection in
      let db = PostgresTransaction(connection: connection, schema: schema)
      let horizon = try db.horizon()
      for table in Self.emptied { try connection.run("VACUUM \(table)") }
      return try !db.isSeen(below: horizon)
    }
  }

  /// What holds something of people.
  static let emptied = [
    "answers", "measure_values", "dimension_values", "lost_point_values", "review_values", "session_review_values", "sessions", "feed",
  ]

  /// Whether the server itself has vacuumed, which it does within a minute where `grants` were run (`autovacuum_naptime`): the daemon's
  /// role may not, before PostgreSQL 17.
  ///
  /// - Parameter delay: seconds after which the server's statistics have what a connection did.
  func isVacuumed(delay: Double = AwaitedVacuum.statisticsDelay) throws(Fault) -> Bool {
    let (awaited, now) = try reading { db -> (AwaitedVacuum, Double) in
      let now: Double = try db.value("SELECT \(Self.now)") ?? 0
      var awaited = try awaitedVacuum.withLock(\.self) ?? AwaitedVacuum(horizon: db.horizon())
      if awaited.since == nil, try !db.isSeen(below: awaited.horizon) { awaited.since = now }
      return (awaited, now)
    }
    awaitedVacuum.withLock { $0 = awaited }
    guard let since = awaited.since, now - since > delay else { return false }
    let names = Self.emptied.map { "'\($0)'" }.joined(separator: ", ")
    let isDue = try reading { db in
      try db.exists(
        """
        SELECT 1 FROM pg_stat_user_tables WHERE schemaname = ? AND relname IN (\(names)) AND n_dead_tup > 0
          AND coalesce(extract(epoch FROM greatest(last_vacuum, last_autovacuum)), 0) <= ?
        """, [schema, since])
    }
    guard !isDue else { return false }
    awaitedVacuum.withLock { $0 = nil }
    return true
  }
}

/// What is waited for of the server's own vacuum.
struct AwaitedVacuum: Sendable {
  /// The next transaction's number when it was asked for.
  let horizon: Int
  /// Since when nobody sees anything older, by the server's clock: a vacuum from then on takes it away.
  var since: Double?

  /// Seconds after which the server's statistics have what a connection did: an idle one gives it after ten at most
  /// (`PGSTAT_IDLE_INTERVAL`).
  static let statisticsDelay = 15.0
}

extension PostgresTransaction {
  /// Whether this role's vacuum is not passed over.
  fileprivate func mayVacuum() throws -> Bool {
    let row = try first(
      "SELECT pg_has_role(relowner, 'USAGE')::int AS own, current_setting('server_version_num')::int AS version FROM pg_class WHERE oid = 'answers'::regclass"
    )
    guard let row, try row["own"] == 0 else { return true }
    guard try row["version"] >= 170_000 else { return false }
    return try exists("SELECT 1 WHERE has_table_privilege('answers', 'MAINTAIN')", [])
  }

  fileprivate func horizon() throws -> Int { try value("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint") ?? 0 }

  /// Whether a transaction of this database still sees what was there before this one's number.
  fileprivate func isSeen(below horizon: Int) throws -> Bool {
    try exists(
      """
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_xmin IS NOT NULL AND (? & 4294967295) > backend_xmin::text::bigint
      """, [horizon])
  }
}
