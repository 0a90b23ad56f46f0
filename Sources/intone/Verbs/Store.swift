import ArgumentParser
import Documents
import Files
import FoundationEssentials
import Interview
import PostgresStore
import SQLiteStore
import Settings
import Store
import StoreSQL
import Vault

/// `intone store`: what is done to a whole store.
struct StoreVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Move a store to a server or back, bring it up to date there, and print who may write and read it.",
    discussion: "EXAMPLE\n  intone store copy --to postgres:service=intone",
    subcommands: [Copy.self, Migrate.self, Grants.self])

  /// `intone store copy`: every row to another store, compared by hash; exit code 1 where a table differs.
  struct Copy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "copy",
      abstract: "Make one store hold what another holds, row for row, and compare the two.",
      discussion: """
        It may run while the daemon writes, be stopped at any point and run again: it writes what differs. Run it once more when the daemon is \
        stopped: exit code 0 where both hold the same, by counts and SHA-256 of each table; 1 where something was written meanwhile.

        EXAMPLES
          intone store copy --to postgres:service=intone
          intone store copy --store postgres:service=intone --to /var/lib/intone/intone.sqlite
        """)
    @Option(help: "The store to be made the same: an absolute path, or postgres: and a connection string.") var to: String
    @OptionGroup var daemon: DaemonOptions

    private struct Object: Document {
      struct Table: Document {
        let table: String
        let rows: Int
        let source_sha256: ContentHash
        let target_sha256: ContentHash
      }

      let written: Int
      let removed: Int
      let same: Bool
      /// Keys of sessions that were copied.
      let keys: Int
      let tables: [Table]
    }

    func run() throws {
      let bar = ProgressBar(Bilingual(zh: "复制", en: "copying"), daemon)
      defer { bar.clear() }
      let (source, target) = (StoreLocation(daemon.store), StoreLocation(to))
      // Before the words that they open.
      let keys = try copyKeys(from: source, to: target)
      let report = try copied(from: source, to: target) { _, rows in bar.show(rows) }
      bar.clear()
      if daemon.json {
        print(
          Object(
            written: report.written, removed: report.removed, same: report.isWhole, keys: keys,
            tables: report.tables.map { .init(table: $0.name, rows: $0.rows, source_sha256: $0.source, target_sha256: $0.target) }
          ).json.text)
      } else {
        for table in report.tables {
          print(
            "\(table.source == table.target ? "✓" : "✘") " + table.name.padded(to: 22) + "\(table.rows)".padded(left: 10)
              + "  \(table.source.hex)")
        }
        let zh = daemon.lang == .zh
        if keys > 0 { print(zh ? "会话密钥 \(keys) 个" : "keys of sessions: \(keys)") }
        print(zh ? "写入 \(report.written)，删除 \(report.removed)" : "written \(report.written), removed \(report.removed)")
      }
      if !report.isWhole { throw ExitCode(1) }
    }

    /// The identities of sessions, as they are sealed: without them nothing that is sealed could be opened beside the new store.
    /// - Returns: how many there are.
    private func copyKeys(from source: StoreLocation, to target: StoreLocation) throws(Fault) -> Int {
      guard let known = try keys(of: source, isTarget: false) else { return 0 }
      let left = try keys(of: target, isTarget: false)?.count() ?? 0
      guard try known.count() + left > 0 else { return 0 }
      return try keys(of: target, isTarget: true)?.become(copyOf: known) ?? 0
    }

    /// Nil where a file that is only read is not there.
    private func keys(of store: StoreLocation, isTarget: Bool) throws(Fault) -> (any SessionKeys)? {
      switch store {
      case .server(let connection): return PostgresSessionKeys(connection, readOnly: !isTarget)
      case .file(let path):
        let file = SessionKeyFile.path(beside: path)
        guard isTarget || FileManager.default.fileExists(atPath: file) else { return nil }
        return try SessionKeyFile(path: file, readOnly: !isTarget)
      }
    }

    private func copied(from source: StoreLocation, to target: StoreLocation, _ progress: (String, Int) -> Void) throws(Fault)
      -> StoreCopyReport
    {
      switch (source, target) {
      case (.file(let path), .server(let connection)):
        try StoreCopy(from: SQLiteStore(readOnly: path), to: PostgresStore(connection), digest: Files.hash).run(progress: progress)
      case (.server(let connection), .file(let path)):
        try StoreCopy(from: PostgresStore(readOnly: connection), to: SQLiteStore(path: path), digest: Files.hash).run(progress: progress)
      case (.server(let one), .server(let other)):
        try StoreCopy(from: PostgresStore(readOnly: one), to: PostgresStore(other), digest: Files.hash).run(progress: progress)
      case (.file(let one), .file(let other)):
        try StoreCopy(from: SQLiteStore(readOnly: one), to: SQLiteStore(path: other), digest: Files.hash).run(progress: progress)
      }
    }
  }

  /// `intone store migrate`: brings a server's tables up to date; repeated, it changes nothing.
  struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "migrate",
      abstract: "Make or bring up to date the tables of a store on a server, as their owner.",
      discussion: """
        For daemons whose role may not (intone store grants): before the first start, and after the command was upgraded and before the \
        daemons are. It may run while daemons of the version before write. Roles that are there get what they need of what is new.

        EXAMPLE
          intone store migrate --store postgres:service=intone-owner
        """)
    @OptionGroup var daemon: DaemonOptions

    func run() throws {
      guard case .server(let connection) = StoreLocation(daemon.store) else {
        throw ValidationError("--store names a server: postgres: and a connection string; intoned brings a file up to date")
      }
      let made = try PostgresStore.migrate(connection)
      if daemon.json {
        print(JSON(encoding: ["made": made]).text)
      } else if made.isEmpty {
        print(daemon.lang == .zh ? "已是最新" : "up to date already")
      } else {
        for step in made { print("✓ " + step) }
      }
    }
  }

  /// `intone store grants`: prints SQL and runs none.
  struct Grants: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "grants",
      abstract: "Print the SQL that makes roles for the daemons and for readers of scores and of evidence, by site.",
      discussion: """
        To be run by the schema's owner; migrate runs it again after an upgrade. Daemons are members of intone_writer: they change no table \
        itself, and no entry of the audit log. Readers of scores have the views without what was said, in the schema \
        intone_scores; readers of evidence all of it, in intone_evidence. Who is a member of intone_site_NAME sees rows of that site; of \
        intone_all_sites, every row.

        EXAMPLE
          intone store grants | psql service=intone-owner
        """)

    func run() { print(PostgresStore.grants, terminator: "") }
  }
}
