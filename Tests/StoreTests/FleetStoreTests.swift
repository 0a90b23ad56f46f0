import Foundation
import Interview
import Store
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore
@testable import StoreSQL

/// What daemons that share a database tell each other there.
@Suite struct `A store that several daemons write` {
  private func pair() throws -> (PostgresStore, PostgresStore) {
    let schema = Scratch.fresh()
    return (try Scratch.postgres(schema), try Scratch.postgres(schema))
  }

  @Test func `of two leaders one has the duty, and the other takes over what is left or over`() throws {
    let (one, other) = try pair()
    let (north, south) = (FleetDuty("retention", of: one, as: "n", lease: 1000), FleetDuty("retention", of: other, as: "s", lease: 0))
    // Both ask, in turns, and again.
    #expect(try [north.isOwn(), south.isOwn(), north.isOwn(), south.isOwn()] == [true, false, true, false])
    #expect(throws: Fault(.storeDutyElsewhere, "retention")) { try south.require() }
    // What the one who does not have it leaves stays the other's.
    try south.leave()
    #expect(try !south.isOwn())
    try north.leave()
    #expect(try south.isOwn())
    // The lease of the second is over at once: the first has it again without being told.
    #expect(try north.isOwn())
    #expect(try FleetDuty("any", of: nil, as: "", lease: 0).isOwn(), "where there is one daemon, all is its own")
  }

  @Test func `what was kept of a duty is for everybody to read`() throws {
    let (one, other) = try pair()
    #expect(try other.state(of: "clock") == nil)
    _ = try one.take("clock", as: "n", for: 1000)
    try one.keep("17 0 0", of: "clock", as: "n")
    #expect(try other.state(of: "clock") == "17 0 0")
  }

  @Test func `an answer that was scored by another manifest than the one in force is not recorded`() throws {
    let (one, other) = try pair()
    let manifest = Array("candidate: 王芳\n".utf8)
    // The second has begun to work when the manifest comes to the first.
    let work = try other.beginWork()
    try one.keep(manifest: manifest, hash: hash("m"), ofSession: "s1")
    #expect(try other.orders(ofSession: "s1") == SessionOrders(manifest: manifest))
    let fault = #expect(throws: Fault.self) { try other.record(sample(), under: work, at: 1) }
    #expect(fault?.code == .storeWorkOvertaken)
    var again = sample()
    again.manifestHash = hash("m")
    #expect(try other.record(again, under: work, at: 1) == .new(revision: 1))
    // A session without a manifest, and one with another.
    #expect(try other.record(sample(key("s2", "q1")), under: other.beginWork(), at: 1) == .new(revision: 1))
    try other.keep(manifest: [1], hash: hash("n"), ofSession: "s1")
    #expect(throws: Fault.self) { try one.record(again, under: one.beginWork(), at: 2) }
  }

  @Test func `a manifest waits for who records, and then says so`() throws {
    let (one, other) = try pair()
    let work = try one.beginWork()
    var holder: OnThread<Void>?
    // The answer's transaction has the session when the manifest comes.
    try one.writing { db in
      try db.lock(StoreLock.recording(sample()))
      holder = OnThread { try other.keep(manifest: [1], hash: hash("m"), ofSession: "s1") }
      let number = PostgresTransaction.number("session:s1", schema: one.schema)
      let (high, low) = (UInt32(truncatingIfNeeded: UInt64(bitPattern: Int64(number)) >> 32), UInt32(truncatingIfNeeded: number))
      let waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid::bigint = ? AND objid::bigint = ?"
      while try !one.reading({ try $0.exists(waits, [Int(high), Int(low)]) }) {}
      _ = try db.record(sample(), at: 1)
    }
    try holder?.value()
    // What was recorded before is there for whoever brings the manifest, what comes after is refused.
    #expect(try other.answers(ofSession: "s1").count == 1)
    #expect(throws: Fault.self) { try one.record(sample(engine: "e2"), under: work, at: 2) }
  }

  @Test func `a hold is of the session, wherever its files are, and is released once`() throws {
    let (one, other) = try pair()
    try one.hold(session: "s1", at: 5)
    #expect(try other.orders(ofSession: "s1").isOnHold)
    #expect(try !other.orders(ofSession: "s2").isOnHold)
    try other.keep(manifest: [1], hash: hash("m"), ofSession: "s1")
    #expect(try one.orders(ofSession: "s1") == SessionOrders(manifest: [1], isOnHold: true))
    #expect(try other.release(session: "s1"))
    #expect(try !one.release(session: "s1"))
    #expect(try one.orders(ofSession: "s1") == SessionOrders(manifest: [1]))
  }

  @Test func `orders go with their session: when it is forgotten, and when it expires`() throws {
    let (one, other) = try pair()
    for session in ["s1", "s2", "s3"] {
      try one.keep(manifest: [1], hash: hash("m"), ofSession: session)
      _ = try one.save(SessionRecord(id: OpaqueName(session)), at: 1)
    }
    let entry: String? = try one.reading { try $0.value("SELECT entry FROM session_orders WHERE session = 's1'", []) }
    #expect(entry == "session 1be5a6ac5fd8bc9716221f347c18d86066262c7c12e9f585eab810e5be633f16", "printf intone/session/s1 | sha256sum")
    try other.add(tombstones: [try #require(entry)])
    _ = try other.erase(sessions: ["s2"], telling: .sessionExpired, at: 2)
    #expect(try one.reading { try $0.column("SELECT session FROM session_orders", []) } == ["s3"])
    #expect(throws: Fault.self, "it was forgotten") { try one.keep(manifest: [1], hash: hash("m"), ofSession: "s1") }
    // Rows that go because a manifest forbids them leave it in force.
    _ = try other.erase(sessions: ["s3"], telling: .sessionForgotten, at: 3)
    #expect(try one.orders(ofSession: "s3").manifest == [1])
  }

  @Test func `a version of a baseline is written once, whoever freezes it`() throws {
    let (one, other) = try pair()
    let writers = (0..<6).map { index in
      OnThread { try (index % 2 == 0 ? one : other).add(baseline: "{\"\(index)\":1}", ofRole: "sales", version: 1) }
    }
    #expect(try writers.map { try $0.value() }.count { $0 } == 1)
    #expect(try other.add(baseline: "{}", ofRole: "sales", version: 2))
    #expect(try one.baselineVersions(ofRole: "sales") == [1, 2])
    #expect(try one.baseline(ofRole: "sales", version: 2) == "{}")
    #expect(try one.baseline(ofRole: "nurse", version: 1) == nil)
  }

  @Test func `each daemon has a row by which the others know it`() throws {
    let (one, other) = try pair()
    func node(_ name: String, waiting: Int, quarantined: Int? = 2) -> FleetNode {
      FleetNode(
        name: name, site: "north", version: "2.1.0", waiting: waiting, working: 1, quarantined: quarantined, problems: ["a.b", "c.d"],
        uptime: 100
      )
    }
    try one.report(node("b/main", waiting: 3))
    // A filing directory that could not be read is not one on which nothing lies.
    try other.report(node("a/main", waiting: 7, quarantined: nil))
    try one.report(node("b/main", waiting: 4))
    let found = try other.nodes()
    #expect(found.map(\.name) == ["a/main", "b/main"])
    #expect(found.map(\.waiting) == [7, 4])
    #expect(found.map(\.quarantined) == [nil, 2])
    #expect(found.map(\.problems) == [["a.b", "c.d"], ["a.b", "c.d"]])
    #expect(found.allSatisfy { $0.schema == PostgresSchema.steps.count && $0.uptime.rounded() == 100 && $0.silence >= 0 })
    try one.writing { db in _ = try db.execute("UPDATE nodes SET seen_at = seen_at - 300 WHERE node = 'a/main'", []) }
    #expect(try one.nodes()[0].silence >= 300, "by the server's clock")
  }

  // MARK: Versions side by side

  private typealias Step = PostgresSchema.Step

  /// The store of a version that knows these steps alone.
  private func version(_ steps: [Step], _ schema: String) throws -> PostgresStore {
    let server = try #require(PostgresServer.shared, "PostgreSQL is not installed: make setup")
    let store = PostgresStore(whenNeeded: server.connection(), schema: schema, node: "\(steps.count)")
    try PostgresSchema.prepare(store, schema: schema, steps: steps)
    return store
  }

  @Test func `the version of before writes on beside the one that has widened the tables, and starts again`() throws {
    let schema = Scratch.fresh()
    let before = try version(Array(PostgresSchema.steps.dropLast()), schema)
    _ = try before.writing { db in try db.record(sample(), at: 1) }
    let now = try version(PostgresSchema.steps, schema)
    try now.keep(manifest: [1], hash: hash("m"), ofSession: "s9")
    // A writer that knows the columns of its own time.
    _ = try before.writing { db in
      try db.lock(StoreLock.recording(sample(engine: "e2")))
      return try db.record(sample(engine: "e2"), at: 2)
    }
    let again = try version(Array(PostgresSchema.steps.dropLast()), schema)
    _ = try again.writing { db in try db.record(sample(key("s2", "q1")), at: 3) }
    #expect(try now.record(sample(engine: "e3"), under: now.beginWork(), at: 4) == .new(revision: 3))
    #expect(try again.current("s1__q1")?.record.engine == "e3")
    for store in [before, again, now] { #expect(try store.counts().revisions == 4) }
    try now.checkIntegrity()
  }

  @Test func `what narrows waits for the last daemon that does not know it`() throws {
    let schema = Scratch.fresh()
    let wide = PostgresSchema.steps + [Step(name: "8: wider", sql: "ALTER TABLE answers ADD COLUMN mood string")]
    let narrow =
      wide + [
        Step(name: "9: narrower", sql: "ALTER TABLE answers DROP COLUMN duplicate_of CASCADE", widens: false),
        Step(name: "10: wider again", sql: "CREATE TABLE more (x INT)"),
      ]
    func has(_ column: String, _ store: PostgresStore) throws -> Bool {
      try store.reading { db in
        try db.exists(
          "SELECT 1 FROM information_schema.columns WHERE table_schema = ? AND table_name = 'answers' AND column_name = ?",
          [schema, column])
      }
    }
    let old = try version(wide, schema)
    try old.report(FleetNode(name: "old", site: nil, version: "2", waiting: 0, working: 0, quarantined: 0, problems: [], uptime: 1))
    // It said of itself that it knows the present steps alone.
    let new = try version(narrow, schema)
    #expect(try has("mood", new) && has("duplicate_of", new), "widened, not narrowed")
    #expect(try old.record(sample(), at: 1) == .new(revision: 1))
    #expect(try !new.reading { try $0.exists("SELECT 1 WHERE to_regclass('more') IS NOT NULL", []) }, "steps stand in their order")
    // The last one is past it.
    try new.writing { db in _ = try db.execute("UPDATE nodes SET schema_step = \(narrow.count - 1)", []) }
    _ = try version(narrow, schema)
    #expect(try !has("duplicate_of", new))
    // One that had stayed away is told that it is too old, and its answers wait.
    let fault = #expect(throws: Fault.self) { try old.record(sample(engine: "e2"), at: 2) }
    #expect(fault?.code == .storeNewerSchema && fault?.code.retry == .later)
    #expect(throws: Fault.self) { try version(wide, schema) }
  }
}

/// The server's word that the feed has something new.
@Suite struct `The hint about the feed` {
  @Test func `signals what another daemon wrote, and after a connection was lost`() throws {
    let schema = Scratch.fresh()
    let (one, other) = (try Scratch.postgres(schema), try Scratch.postgres(schema))
    let signal = FeedSignal()
    let listener = FeedListener(one, to: signal)
    #expect(listener.step() == 0)
    #expect(signal.count == 1, "what came before it listened may have been missed")
    _ = try other.append(StoreEvent(kind: .answerHeld, session: "s"), at: 1)
    while signal.count == 1 { #expect(listener.step() == 0) }
    // The administrator ends it, or the way to the server is gone: all goes on without it, and it comes back.
    try other.writing { db in
      _ = try db.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = ? AND pid <> pg_backend_pid()", ["LISTEN \"\(schema)\""])
    }
    var pause = 0.0
    while pause == 0 { pause = listener.step() }
    let before = signal.count
    _ = try other.append(StoreEvent(kind: .answerHeld, session: "lost"), at: 2)
    #expect(try one.events(after: 0, limit: 9).map(\.session) == ["s", "lost"], "who looks finds it, hint or not")
    while signal.count == before { _ = listener.step() }
  }

  @Test func `wakes who waits, and who does not hear it looks all the same`() async throws {
    let signal = FeedSignal()
    let seen = signal.count
    // Rung between the look and the wait: an hour would be the test's end.
    signal.signal()
    try await signal.wait(after: seen, upTo: .seconds(3600))
    let waiting = Task { try await signal.wait(after: signal.count, upTo: .seconds(3600)) }
    let ringer = Task {
      while !Task.isCancelled {
        signal.signal()
        await Task.yield()
      }
    }
    try await waiting.value
    ringer.cancel()
    _ = await ringer.value
    // No signal comes.
    try await signal.wait(after: signal.count, upTo: .milliseconds(1))
    let left = Task { try await signal.wait(after: signal.count, upTo: .seconds(3600)) }
    left.cancel()
    await #expect(throws: CancellationError.self) { try await left.value }
  }
}
