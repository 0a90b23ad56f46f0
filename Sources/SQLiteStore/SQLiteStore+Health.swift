import FoundationEssentials
import GRDB
import Interview
import Store
import StoreSQL

extension SQLiteStore {
  /// Sizes in bytes, pages that are free, and whether the log is emptied: a few system calls and pragmas.
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

  /// Every page and index, which takes time linear in the file.
  /// - Throws: `store.damaged`.
  public func checkIntegrity() throws(Fault) {
    try read { db in try Self.check(db, path: path) }
  }

  /// The check after a sudden end. Above 1 GiB without the comparison of indexes with their tables, which would keep the
  /// daemon from its work for minutes.
  public func checkAfterSuddenEnd() throws(Fault) {
    let isLarge = Self.size(path) > 1 << 30
    try read { db in try Self.check(db, path: path, quick: isLarge) }
  }

  /// - Parameter quick: whether indexes are not compared with their tables.
  /// - Throws: `store.damaged` with the first three findings; `store.failed` where a page could not be read just now.
  static func check(_ db: Database, path: String, quick: Bool = false) throws {
    let findings = try String.fetchAll(db, sql: quick ? "PRAGMA quick_check(3)" : "PRAGMA integrity_check(3)")
    // A page that could not be read just now (SQLITE_IOERR, 10, in the low byte) is the disk's fault, and may pass.
    let codes = findings.compactMap { $0.split(separator: "error code=").last.flatMap { Int($0.prefix { $0.isNumber }) } }
    if codes.contains(where: { $0 & 0xFF == 10 }) { throw Fault(.storeFailed, "\(path): \(findings.joined(separator: "; "))") }
    guard findings == ["ok"] else { throw Fault(.storeDamaged, "\(path): \(findings.joined(separator: "; "))") }
    guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else { throw Fault(.storeDamaged, "\(path): foreign keys") }
    if let misfit = try SQLiteTransaction(db: db).misfit() { throw Fault(.storeDamaged, "\(path): \(misfit)") }
  }
}
