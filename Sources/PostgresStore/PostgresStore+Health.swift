import Interview
import Store
import StoreSQL

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
    return try outside { connection in
      let before = try connection.run("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS x").rows.first
      let horizon: Int = try before?["x"] ?? 0
      for table in Self.emptied { try connection.run("VACUUM \(table)") }
      let held = try connection.run(
        """
        SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND backend_xmin IS NOT NULL AND (\(horizon) & 4294967295) > backend_xmin::text::bigint
        """
      ).rows.first
      return try held?["n"] == 0
    }
  }

  private static let emptied = [
    "answers", "measure_values", "dimension_values", "lost_point_values", "review_values", "session_review_values", "sessions", "feed",
  ]
}
