import Files
import Interview
import PostgresStore
import Settings
import Store

extension Drill {
  /// Restores a dump of the server's own (`pg_dump -Fc`) into an empty database, with the server's own tool.
  ///
  /// - Returns: the store there.
  /// - Throws: `drill.not-vacant`, `drill.tool-failed`; faults of the store.
  static func restored(_ dump: String, into text: String) throws(Fault) -> PostgresStore {
    guard let connection = StoreLocation(text).connection else { throw Fault(.drillNotVacant, text) }
    guard try PostgresStore.isVacant(connection) else { throw Fault(.drillNotVacant, text) }
    // Whoever drills owns what is restored: the roles of the server that was dumped need not be there.
    try ServerTool.run("pg_restore", ["--no-owner", "--no-privileges", "--exit-on-error", "-d", connection, dump])
    return try PostgresStore(connection)
  }

  /// What in a restored store is not as in the one that it was dumped from.
  static func differences(_ store: any ScoreStore, from live: any ScoreStore) throws(Fault) -> [String] {
    var findings: [String] = []
    if case .broken(let number) = try store.verifyAudit(digest: Files.hash) { findings.append("the audit log is broken at \(number)") }
    // What was logged up to the dump is in the live log as it was, unless its time was over.
    var last: AuditLink?
    while true {
      let page = try store.auditLinks(after: last?.number ?? 0, limit: 1000)
      guard let end = page.last else { break }
      last = end
    }
    if let last, let same = try live.auditLinks(after: last.number - 1, limit: 1).first, same.number == last.number, same.hash != last.hash
    {
      findings.append("entry \(last.number) of the audit log is another one than in the store in use")
    }
    return findings
  }
}

extension FaultCode {
  static let drillNotVacant = FaultCode(
    "drill.not-vacant", cause: Bilingual(zh: "演练用的数据库不是空的服务器数据库", en: "the database for the drill is not an empty database on a server"),
    action: Bilingual(
      zh: "为演练新建一个数据库（createdb -T template0 -E UTF8），用 --into postgres:… 指出；其中不得有模式 intone。",
      en: "Make a database for it (createdb -T template0 -E UTF8) and name it with --into postgres:…; there must be no schema intone in it."
    ))
  static let drillToolFailed = FaultCode(
    "drill.tool-failed", cause: Bilingual(zh: "数据库自带的恢复工具未能完成", en: "the server's own tool did not restore the dump"),
    action: Bilingual(
      zh: "其输出说明原因；须装有 postgresql-client，版本不低于备份所用者。",
      en: "What it printed says why; postgresql-client must be installed, of a version no older than the one that made the dump."))
}
