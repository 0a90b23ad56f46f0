import FoundationEssentials
import GRDB
import Interview
import Store

extension SQLiteStore {
  public func counts() throws(Fault) -> StoreCounts {
    try read(Self.counts)
  }

  static func counts(_ db: Database) throws -> StoreCounts {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
    var states: [SessionRecord.State: Int] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT state, count(*) AS number FROM sessions GROUP BY state") {
      if let state = SessionRecord.State(rawValue: row["state"]) { states[state] = row["number"] }
    }
    return StoreCounts(
      answers: try count("SELECT count(*) FROM answers WHERE is_current = 1"), revisions: try count("SELECT count(*) FROM answers"),
      sessions: try count("SELECT count(*) FROM sessions"), events: try count("SELECT ifnull(max(cursor), 0) FROM feed"),
      sessionsByState: states, lastRecordedAt: try Double.fetchOne(db, sql: "SELECT max(recorded_at) FROM answers"))
  }

  public func health() throws(Fault) -> StoreHealth {
    let schema = try read { db in try Schema.migrator.appliedIdentifiers(db).count }
    return StoreHealth(
      kind: "sqlite", path: path, readOnly: writer == nil, schema: schema, databaseBytes: Self.size(path),
      logBytes: Self.size(path + "-wal"))
  }

  private static func size(_ path: String) -> Int {
    // A log that is not there yet has no bytes.
    guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? any BinaryInteger else { return 0 }
    return Int(size)
  }

  public func checkIntegrity() throws(Fault) {
    try read { db in try Self.check(db, path: path) }
  }

  static func check(_ db: Database, path: String) throws {
    let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check(3)")
    guard findings == ["ok"] else { throw Fault(.storeDamaged, "\(path): \(findings.joined(separator: "; "))") }
    guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else { throw Fault(.storeDamaged, "\(path): foreign keys") }
    let headless = try String.fetchOne(
      db, sql: "SELECT answer FROM answers GROUP BY answer HAVING sum(is_current) <> 1 OR max(revision) <> count(*) LIMIT 1")
    if let headless { throw Fault(.storeDamaged, "\(path): revisions of \(headless)") }
    let gap = try Int.fetchOne(db, sql: "SELECT ifnull(max(cursor), 0) - count(*) FROM feed") ?? 0
    if gap != 0 { throw Fault(.storeDamaged, "\(path): \(gap) events are missing") }
  }
}
