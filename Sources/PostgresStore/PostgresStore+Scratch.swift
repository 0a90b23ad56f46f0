import Interview
import StoreSQL

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
