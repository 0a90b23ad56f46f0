import Foundation
import Interview
import Store
import StoreSQL
import Synchronization
import TestSupport
import Testing
import Vault

@testable import PostgresStore

/// Who may do what in the database: the owner, who makes and changes its tables; the daemons, who write; readers of scores and of evidence.
///
/// One at a time: the roles are of the whole server.
@Suite(.serialized) struct `The roles of the database` {
  /// A database of its own with the store in the schema that the grants are for; the owner's connection string.
  private func database() throws -> (name: String, owner: String) {
    let server = try #require(PostgresServer.shared, "PostgreSQL is not installed: make setup")
    let name = Scratch.fresh()
    _ = try Scratch.writerConnection()
    try PostgresConnection([("dbname", server.connection())]).run("CREATE DATABASE \(name) TEMPLATE template0")
    return (name, server.connection(name))
  }

  private func isDenied(_ connection: String, _ sql: String) -> Bool {
    do {
      try PostgresConnection([("dbname", connection)]).run(sql)
      return false
    } catch {
      return error.state == "42501"
    }
  }

  private func code(_ body: () throws -> Void) -> FaultCode? { #expect(throws: Fault.self) { try body() }?.code }

  @Test func `a daemon works as a writer after the owner has migrated, and changes nothing else`() throws {
    let (name, owner) = try database()
    let daemon = try Scratch.writerConnection(name)
    let waiting = PostgresStore(whenNeeded: daemon, node: "d")
    #expect(code { _ = try waiting.counts() } == .storeRoleDenied, "there is nothing yet, and the daemon may not make it")
    #expect(try PostgresStore.migrate(owner) == PostgresSchema.steps.map(\.name))
    try PostgresConnection([("dbname", owner)]).run(PostgresStore.grants)
    #expect(try PostgresStore.migrate(owner) == [])
    // The same daemon, without a start.
    try live(in: waiting)
    #expect(try waiting.counts().revisions == 7)
    let work = try waiting.beginWork()
    #expect(try waiting.record(sample(key("s9", "q1"), recording: "9"), under: work, at: 80) == .new(revision: 1))
    try waiting.redactContent(of: "s9__q1", redact: { _ in "{}" }, at: 81)
    try waiting.withdrawMeasures(of: "s9__q1", because: .speechNone, at: 82)
    #expect(try waiting.erase(sessions: ["s9"], telling: .sessionForgotten, at: 83).revisions == 1)
    try waiting.report(FleetNode(name: "d", site: nil, version: "2", waiting: 0, working: 0, quarantined: 0, problems: [], uptime: 1))
    _ = try waiting.take("retention", as: "d", for: 10)
    try waiting.keep(manifest: [1], hash: hash("m"), ofSession: "s1")
    try waiting.add(tombstones: ["session x"])
    #expect(try waiting.add(baseline: "{}", ofRole: "sales", version: 1))
    let keys = PostgresSessionKeys(daemon)
    try keys.add(SessionKey(session: "s1", recipient: "r", sealed: [1], master: "m"))
    #expect(try keys.erase(sessions: ["s1"]) == 1)
    for sql in [
      // No tables.
      "CREATE TABLE intone.more (x INT)", "CREATE SCHEMA more", "ALTER TABLE intone.answers ADD COLUMN x INT",
      "DROP TABLE intone.review_values",
      "DROP VIEW intone.answer_scores", "ALTER TABLE intone.audit_links DISABLE TRIGGER audit_links_stay",
      "DROP SCHEMA intone_keys CASCADE",
      "TRUNCATE intone.answers", "TRUNCATE intone.audit_links", "CREATE FUNCTION intone.f() RETURNS INT LANGUAGE sql AS 'SELECT 1'",
      // No entry of the log, whatever is said of the transaction.
      "UPDATE intone.audit_links SET outcome = 'denied'", "DELETE FROM intone.audit_links",
      "SET intone.cutting = 'on'; DELETE FROM intone.audit_links WHERE number = 1", "SELECT intone.cut_audit(2)",
      // What is only added to, and who one is.
      "DELETE FROM intone.feed", "DELETE FROM intone.tombstones", "UPDATE intone.tombstones SET entry = 'x'",
      "DELETE FROM intone.baselines",
      "UPDATE intone.review_values SET judgement = 'x'", "DELETE FROM intone.nodes", "INSERT INTO intone.schema_steps VALUES (99, 'x')",
      "SET ROLE postgres", "CREATE ROLE more",
    ] { #expect(isDenied(daemon, sql), "\(sql)") }
    try waiting.checkIntegrity()
    #expect(try waiting.verifyAudit(digest: digest).links == 3)
  }

  @Test func `a writer cuts the log's beginning behind an entry that says so, and nothing else of it`() throws {
    let store = try Scratch.writer()
    for number in 1...5 {
      _ = try store.audit(
        AuditEntry(actor: "a", action: "retry", subject: "\(number)", outcome: "done"), at: Double(number), digest: digest)
    }
    #expect(try store.cutAudit(through: 3, at: 9, digest: digest) == 3)
    #expect(try store.reading { try $0.column("SELECT number FROM audit_links ORDER BY number", []) } == [4, 5, 6])
    #expect(try store.verifyAudit(digest: digest).links == 3)
    // The entry of before says nothing of the fifth, nor does one that names another hash.
    #expect(code { try store.writing { try $0.cutAudit(through: 5) } } == .storeRoleDenied)
    _ = try store.audit(
      AuditEntry(actor: "intoned", action: "audit-retention", subject: "5", outcome: "done", detail: hash("x").hex), at: 10, digest: digest)
    #expect(code { try store.writing { try $0.cutAudit(through: 5) } } == .storeRoleDenied)
  }

  @Test func `a daemon of a newer version waits for the owner, and says so; one of the version before goes on`() throws {
    let schema = Scratch.fresh()
    let server = try #require(PostgresServer.shared)
    let owner = PostgresStore(whenNeeded: server.connection(), schema: schema, node: "")
    try PostgresSchema.prepare(owner, schema: schema)
    let admin = try PostgresConnection([("dbname", server.connection())])
    try PostgresSessionKeys(server.connection(), schema: schema).prepare()
    _ = try Scratch.writerConnection()
    try admin.run(PostgresStore.writer(in: schema))
    let next = PostgresSchema.steps + [PostgresSchema.Step(name: "next", sql: "ALTER TABLE answers ADD COLUMN mood string")]
    let narrower = next + [PostgresSchema.Step(name: "narrower", sql: "ALTER TABLE answers DROP COLUMN mood", widens: false)]
    let daemon = PostgresStore(whenNeeded: try Scratch.writerConnection(), schema: schema, node: "d")
    let fault = #expect(throws: Fault.self) { try PostgresSchema.prepare(daemon, schema: schema, steps: next) }
    #expect(fault?.code == .storeMigrationDue && fault?.code.retry == .later)
    #expect(try daemon.record(sample(), at: 1) == .new(revision: 1), "the version that the tables are of")
    try PostgresSchema.prepare(owner, schema: schema, steps: next)
    try PostgresSchema.prepare(daemon, schema: schema, steps: next)
    // What narrows is the owner's to do when no daemon is left that needs it: nobody waits for it.
    try PostgresSchema.prepare(daemon, schema: schema, steps: narrower)
    #expect(try daemon.record(sample(engine: "e2"), at: 2) == .new(revision: 2))
  }

  @Test func `what a writer erases is told as gone when the server has vacuumed, not before`() throws {
    let schema = Scratch.fresh()
    var store: PostgresStore? = try Scratch.writer(schema)
    let owner = try PostgresConnection([("dbname", try #require(PostgresServer.shared).connection())])
    // Nobody but this test vacuums, so that it is seen to wait.
    for table in PostgresStore.emptied { try owner.run("ALTER TABLE \(schema).\(table) SET (autovacuum_enabled = off)") }
    _ = try store?.record(sample(), at: 1)
    _ = try store?.erase(sessions: ["s1"], telling: .sessionForgotten, at: 2)
    // Its connections end, and the server knows what they did.
    store = nil
    let dead = "SELECT 1 FROM pg_stat_user_tables WHERE schemaname = '\(schema)' AND relname = 'answers' AND n_dead_tup > 0"
    while try owner.run(dead).rows.isEmpty {}
    let again = PostgresStore(whenNeeded: try Scratch.writerConnection(), schema: schema, node: "")
    #expect(try !again.emptyLog())
    // Until nobody of the other tests still sees what went.
    while again.awaitedVacuum.withLock({ $0?.since }) == nil { #expect(try !again.isVacuumed(delay: 0)) }
    #expect(try !again.isVacuumed(delay: 0))
    for table in PostgresStore.emptied { try owner.run("VACUUM \(schema).\(table)") }
    while try !again.isVacuumed(delay: 0) {}
    #expect(try owner.run(dead).rows.isEmpty)
    // A further erasure is waited for anew.
    #expect(try !again.isVacuumed())
    _ = try again.erase(sessions: ["s2"], telling: .sessionForgotten, at: 3)
    #expect(again.awaitedVacuum.withLock { $0?.horizon } == nil)
  }

  @Test func `readers see what they may, of the sites they may`() throws {
    let connection = try database().owner
    _ = try PostgresStore.migrate(connection)
    let store = try PostgresStore(connection)
    try live(in: store)
    var south = sample(key("s5", "q1"), recording: "south")
    south.site = "south"
    _ = try store.record(south, at: 100)
    let admin = try PostgresConnection([("dbname", connection)])
    try admin.run(PostgresStore.grants)
    // Roles are of the whole server: their names are this test's own.
    let stamp = Scratch.fresh()
    let (scores, evidence, everywhere) = ("r1" + stamp, "r2" + stamp, "r3" + stamp)
    try admin.run(
      """
      DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'intone_site_south') THEN CREATE ROLE intone_site_south NOLOGIN; END IF; END $$;
      CREATE ROLE \(scores) LOGIN; CREATE ROLE \(evidence) LOGIN; CREATE ROLE \(everywhere) LOGIN;
      GRANT intone_scores, intone_site_south TO \(scores); GRANT intone_evidence, intone_site_south TO \(evidence);
      GRANT intone_scores, intone_all_sites TO \(everywhere);
      """)
    func ask(_ role: String, _ sql: String) throws -> [[SQLValue]] {
      let own = try PostgresConnection([("dbname", connection), ("user", role)])
      return try own.run(sql).rows.map(\.values)
    }
    func isDenied(_ role: String, _ sql: String) -> Bool {
      self.isDenied(connection.replacing("user=postgres", with: "user=\(role)"), sql)
    }
    #expect(try ask(scores, "SELECT answer FROM intone_scores.answer_scores") == [[.text("s5__q1")]])
    #expect(try ask(scores, "SELECT session FROM intone_scores.session_scores") == [[.text("s5")]])
    #expect(try ask(scores, "SELECT DISTINCT session FROM intone_scores.events") == [[.text("s5")]])
    #expect(try ask(everywhere, "SELECT count(*) FROM intone_scores.answer_scores") == [[.integer(7)]])
    #expect(try ask(evidence, "SELECT excerpt FROM intone_evidence.lost_points") == [[.text("我们……")]])
    for sql in [
      "SELECT analysis FROM intone.answers", "SELECT 1 FROM intone.answer_scores", "SELECT 1 FROM intone_evidence.lost_points",
      "SELECT 1 FROM intone.audit_links", "DELETE FROM intone_scores.events",
    ] { #expect(isDenied(scores, sql), "\(sql)") }
    #expect(isDenied(evidence, "SELECT analysis FROM intone.answers"))
    let columns = try ask(
      scores,
      "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'intone_scores' AND column_name IN ('excerpt', 'review_reason')"
    )
    #expect(columns == [], "nothing of what was said, and no reason of a person's")
    // A second time changes nothing.
    try admin.run(PostgresStore.grants)
    #expect(try ask(scores, "SELECT answer FROM intone_scores.answer_scores") == [[.text("s5__q1")]])
  }
}

extension AuditVerdict {
  /// Nil where the chain is broken.
  fileprivate var links: Int? { if case .intact(let links, _) = self { links } else { nil } }
}
