import Foundation
import GRDB
import Interview
import Store
import TestSupport
import Testing

@testable import PostgresStore
@testable import SQLiteStore
@testable import StoreSQL

@Suite struct `The PostgreSQL store` {
  private func code(_ body: () throws -> Void) -> FaultCode? {
    do {
      try body()
      return nil
    } catch {
      return (error as? Fault)?.code
    }
  }

  @Test(arguments: [
    "answer_scores", "answer_measures", "answer_dimensions", "lost_points", "session_scores", "events", "audit_log", "reviews",
    "session_reviews",
  ])
  func `its views have SQLite's columns, rows and values`(_ view: String) throws {
    let path = Scratch.path()
    let (sqlite, postgres) = (try SQLiteStore(path: path), try Scratch.postgres())
    try live(in: sqlite)
    try live(in: postgres)
    // As a reader has it: the store's own connections trust no view.
    let reader = try DatabaseQueue(path: path)
    // By all columns, as text: neither database promises an order.
    func lines(_ rows: [SQLRow]) -> [String] { rows.map { "\($0.values)" }.sorted() }
    let sql = "SELECT * FROM \(view)"
    let (left, right) = (
      try reader.read { db in try SQLiteTransaction(db: db).rows(sql, []) }, try postgres.reading { db in try db.rows(sql, []) }
    )
    #expect(lines(left) == lines(right))
    #expect(left.count == right.count && !left.isEmpty)
    let names = try reader.read { db in
      try SQLiteTransaction(db: db).column("SELECT name FROM pragma_table_info(?) ORDER BY cid", [view]) as [String]
    }
    let other = try postgres.reading { db in
      try db.column(
        "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position",
        [view]) as [String]
    }
    #expect(names == other)
  }

  @Test func `it holds all that SQLite's tables hold, by the same names`() throws {
    let (sqlite, postgres) = (try SQLiteStore(path: Scratch.path()), try Scratch.postgres())
    // What only SQLite has: what its published copy is made by, and the tables of its own library.
    let tables = try sqlite.reading { db in
      try db.column(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('changes', 'grdb_migrations') ORDER BY name"
      ) as [String]
    }
    #expect(tables.count > 10)
    for table in tables {
      let left = try sqlite.reading { db in try db.column("SELECT name FROM pragma_table_info(?)", [table]) as [String] }
      let right = try postgres.reading { db in
        try db.column(
          "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?", [table])
          as [String]
      }
      // Which machine works on what is of a fleet alone.
      #expect(Set(left) == Set(right).subtracting(["work", "node"]), "\(table)")
      // And what is copied from one to the other is all of it.
      if table == "measures" || table == "tallies" { continue }
      #expect(Set(left) == Set(StoreTable.all.first { $0.name == table }?.columns ?? []), "\(table)")
    }
  }

  @Test func `an export of it is SQLite's, byte for byte`() throws {
    func export(_ store: any ScoreStore & StoreHistory) throws -> [String] {
      try live(in: store)
      let documents = try store.documents(after: "", limit: 99, candidate: nil)
      return try documents.map { try $0.json() } + documents.map { try HistoryTable.line($0) }
    }
    let left = try export(try SQLiteStore(path: Scratch.path()))
    #expect(left.count == 12)
    #expect(try export(try Scratch.postgres()) == left)
  }

  @Test(arguments: [0.1, 1e-300, 1.7976931348623157e308, 123_456_789.123456789, -0.0, 2.2250738585072014e-308, 1.0 / 3])
  func `a number comes back as it was, to the last bit`(_ number: Double) throws {
    let store = try Scratch.postgres()
    var record = sample()
    record.measures = [.snr: .value(number)]
    _ = try store.record(record, at: 1)
    let back = try #require(try store.current("s1__q1")?.record.measures[.snr]?.value)
    #expect(back.bitPattern == number.bitPattern)
  }

  @Test func `what was committed is there for the next, and a reader writes nothing`() throws {
    let schema = Scratch.fresh()
    #expect(code { _ = try Scratch.postgres(schema, readOnly: true) } == .storeOlderSchema, "there are no tables yet")
    _ = try Scratch.postgres(schema).record(sample(), at: 1)
    let next = try Scratch.postgres(schema)
    #expect(try next.current("s1__q1")?.record == sample())
    #expect(try next.record(sample(), at: 2) == .same(revision: 1))
    let reader = try Scratch.postgres(schema, readOnly: true)
    #expect(try reader.current("s1__q1")?.record == sample())
    #expect(code { _ = try reader.record(sample(engine: "e2"), at: 2) } == .storeReadOnly)
    #expect(try reader.health().readOnly)
  }

  @Test func `a database of a newer version is refused`() throws {
    let schema = Scratch.fresh()
    let store = try Scratch.postgres(schema)
    _ = try store.writing { db in try db.execute("INSERT INTO schema_steps (number, name) VALUES (99, 'from the future')", []) }
    #expect(code { _ = try Scratch.postgres(schema) } == .storeNewerSchema)
    #expect(code { _ = try Scratch.postgres(schema, readOnly: true) } == .storeNewerSchema)
  }

  @Test func `a server that is not there, and a text that no server takes, have codes of their own`() throws {
    #expect(code { _ = try PostgresStore("host=/nowhere/at/all dbname=intone") } == .storeAway)
    // A server over the network shows its certificate, or is not believed: this one has none.
    let store = try Scratch.postgres()
    var record = sample()
    record.analysis = "a\0b"
    #expect(code { _ = try store.record(record, at: 1) } == .storeRecordRefused)
    #expect(try store.counts() == StoreCounts())
    #expect(!store.address.contains("user"))
  }

  @Test func `the audit log cannot be edited through SQL, and an edit by force is found`() throws {
    let store = try Scratch.postgres()
    for index in 1...3 {
      _ = try store.audit(AuditEntry(actor: "a", action: "retry", subject: "\(index)", outcome: "done"), at: 1, digest: digest)
    }
    for sql in ["UPDATE audit_links SET actor = 'b'", "DELETE FROM audit_links", "TRUNCATE audit_links"] {
      #expect(code { _ = try store.writing { db in try db.execute(sql, []) } } == .storeFailed, "\(sql)")
    }
    try store.writing { db in
      try db.execute("ALTER TABLE audit_links DISABLE TRIGGER audit_links_stay", [])
      try db.execute("UPDATE audit_links SET outcome = 'denied' WHERE number = 2", [])
    }
    #expect(try store.verifyAudit(digest: digest) == .broken(at: 2))
  }

  @Test(arguments: [
    ("SELECT 1", "SELECT 1"), ("a = ? AND b = ?", "a = $1 AND b = $2"), ("a = ?1 OR b = ?1 OR c = ?12", "a = $1 OR b = $1 OR c = $12"),
  ])
  func `values are numbered as PostgreSQL wants them`(_ sql: String, _ numbered: String) {
    #expect(PostgresTransaction.numbered(sql) == numbered)
  }

  @Test func `a duplicate's name is taken out of an event, and nothing else`() {
    #expect(
      StoreEvent.detail(#"{"engine":"e","duplicate_of":"a\"b\\"}"#, without: "duplicate_of") == #"{"engine":"e","duplicate_of":null}"#)
    #expect(
      StoreEvent.detail(#"{"duplicate_of":"x__y","z":"\"duplicate_of\":\"q\""}"#, without: "duplicate_of")
        == #"{"duplicate_of":null,"z":"\"duplicate_of\":\"q\""}"#)
    #expect(StoreEvent.detail(#"{"duplicate_of":null}"#, without: "duplicate_of") == nil)
  }
}
