import FoundationEssentials
import GRDB
import Interview
import Store

extension SQLiteStore {
  public func counts() throws(Fault) -> StoreCounts {
    try read(Self.counts)
  }

  static func counts(_ db: Database) throws -> StoreCounts {
    var tallies: [String: Int] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT name, number FROM tallies WHERE number <> 0") { tallies[row["name"]] = row["number"] }
    var states: [SessionRecord.State: Int] = [:]
    for state in SessionRecord.State.allCases { states[state] = tallies["session " + state.rawValue] }
    return StoreCounts(
      answers: tallies["answers"] ?? 0, revisions: tallies["revisions"] ?? 0, sessions: states.values.reduce(0, +),
      events: try Int.fetchOne(db, sql: "SELECT ifnull(max(cursor), 0) FROM feed") ?? 0, sessionsByState: states,
      lastRecordedAt: try Double.fetchOne(db, sql: "SELECT recorded_at FROM answers ORDER BY row DESC LIMIT 1"))
  }

  public func health() throws(Fault) -> StoreHealth {
    let schema = try read { db in try Schema.migrator.appliedIdentifiers(db).count }
    return StoreHealth(
      kind: "sqlite", path: path, readOnly: writer == nil, schema: schema, databaseBytes: Self.size(path),
      logBytes: Self.size(path + "-wal"))
  }

  private static func size(_ path: String) -> Int {
    // A log that is not there yet has no bytes.
    guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else { return 0 }
    return Int(size)
  }

  public func checkIntegrity() throws(Fault) {
    try read { db in try Self.check(db, path: path) }
  }

  /// The check after a sudden end. Above 1 GiB without the comparison of indexes with their tables, which would keep the
  /// daemon from its work for minutes.
  public func checkAfterSuddenEnd() throws(Fault) {
    let isLarge = Self.size(path) > 1 << 30
    try read { db in try Self.check(db, path: path, quick: isLarge) }
  }

  static func check(_ db: Database, path: String, quick: Bool = false) throws {
    let findings = try String.fetchAll(db, sql: quick ? "PRAGMA quick_check(3)" : "PRAGMA integrity_check(3)")
    // A page that could not be read just now (SQLITE_IOERR, 10, in the low byte) is the disk's fault, and may pass.
    let codes = findings.compactMap { $0.split(separator: "error code=").last.flatMap { Int($0.prefix { $0.isNumber }) } }
    if codes.contains(where: { $0 & 0xFF == 10 }) { throw Fault(.storeFailed, "\(path): \(findings.joined(separator: "; "))") }
    guard findings == ["ok"] else { throw Fault(.storeDamaged, "\(path): \(findings.joined(separator: "; "))") }
    guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else { throw Fault(.storeDamaged, "\(path): foreign keys") }
    let headless = try String.fetchOne(
      db, sql: "SELECT answer FROM answers GROUP BY answer HAVING sum(is_current) <> 1 OR max(revision) <> count(*) LIMIT 1")
    if let headless { throw Fault(.storeDamaged, "\(path): revisions of \(headless)") }
    // A restored store goes on with cursors above all that were given out before: that step is one of its own events.
    let gap = try Int.fetchOne(
      db,
      sql: """
        SELECT cursor FROM (SELECT cursor, kind, lag(cursor, 1, 0) OVER (ORDER BY cursor) AS before FROM feed)
        WHERE cursor <> before + 1 AND kind <> 'store.restored' LIMIT 1
        """)
    if let gap { throw Fault(.storeDamaged, "\(path): events are missing before \(gap)") }
    let tally =
      try Int.fetchOne(
        db, sql: "SELECT (SELECT number FROM tallies WHERE name = 'revisions') - (SELECT count(*) FROM answers)") ?? 0
    if tally != 0 { throw Fault(.storeDamaged, "\(path): the tally of revisions is off by \(tally)") }
  }
}
