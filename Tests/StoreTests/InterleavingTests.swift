import Foundation
import Interview
import Store
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore
@testable import StoreSQL

/// Two writers of one database, step by step: what the one has begun while the other acts.
@Suite struct `Two writers of one PostgreSQL database` {
  /// Two stores on one schema, as two daemons have them.
  private func pair() throws -> (PostgresStore, PostgresStore) {
    let schema = Scratch.fresh()
    return (try Scratch.postgres(schema), try Scratch.postgres(schema))
  }

  /// How many of the server's sessions wait for an advisory lock that a transaction on this schema holds.
  private func waiting(_ store: PostgresStore, for name: String) throws -> Int {
    let number = PostgresTransaction.number(name, schema: store.schema)
    let (high, low) = (UInt32(truncatingIfNeeded: UInt64(bitPattern: Int64(number)) >> 32), UInt32(truncatingIfNeeded: number))
    return try store.reading { db in
      try db.value(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid::bigint = ? AND objid::bigint = ?",
        [Int(high), Int(low)]) ?? 0
    }
  }

  @Test func `an event never becomes visible before one that was seen`() throws {
    let (one, other) = try pair()
    var second: OnThread<Int>?
    // The first has its cursor and has not committed; the second asks for one meanwhile.
    let first = try one.writing { db in
      let cursor = try db.append(StoreEvent(kind: .answerHeld, session: "first"), at: 1)
      second = OnThread { try other.append(StoreEvent(kind: .answerHeld, session: "second"), at: 1) }
      while try waiting(one, for: "feed") == 0 {}
      #expect(try other.events(after: 0, limit: 9).isEmpty, "nothing of either is seen")
      return cursor
    }
    #expect(first == 1)
    #expect(try second?.value() == 2)
    #expect(try other.events(after: 0, limit: 9).map(\.session) == ["first", "second"])
  }

  @Test func `a cursor that was not committed is given again, so that there is no gap`() throws {
    let (one, other) = try pair()
    struct Stop: Error {}
    _ = try? one.writing { db in
      _ = try db.append(StoreEvent(kind: .answerHeld, session: "gone"), at: 1)
      throw Stop()
    }
    #expect(try other.append(StoreEvent(kind: .answerHeld, session: "stays"), at: 1) == 1)
    try other.checkIntegrity()
  }

  @Test func `one scoring that two write at once is recorded once`() throws {
    let (one, other) = try pair()
    let outcomes = try [one, other, one, other].map { store in OnThread { try store.record(sample(), at: 1) } }.map { try $0.value() }
    #expect(outcomes.count { $0 == .new(revision: 1) } == 1)
    #expect(outcomes.count { $0 == .same(revision: 1) } == 3)
    #expect(try one.counts().events == 1)
  }

  @Test func `two scorings of one answer at once are two revisions, one of them current`() throws {
    let (one, other) = try pair()
    let writers = (0..<6).map { index in OnThread { try (index % 2 == 0 ? one : other).record(sample(model: "\(index)"), at: 1) } }
    for writer in writers { _ = try writer.value() }
    let revisions = try one.revisions(of: "s1__q1")
    #expect(revisions.map(\.revision) == [1, 2, 3, 4, 5, 6])
    #expect(revisions.count(where: \.isCurrent) == 1)
    try one.checkIntegrity()
  }

  @Test func `of two answers with one recording, written at once, one is the first`() throws {
    let (one, other) = try pair()
    for round in 0..<10 {
      let writers = [(one, "a\(round)"), (other, "b\(round)")].map { store, session in
        OnThread { try store.record(sample(key(session, "q"), recording: "sound\(round)"), at: 1) }
      }
      for writer in writers { _ = try writer.value() }
      let named = try ["a\(round)__q", "b\(round)__q"].map { try one.current($0)?.duplicateOf }
      #expect(named.count { $0 == nil } == 1, "\(named)")
    }
  }

  @Test func `the audit chain has one writer at a time`() throws {
    let (one, other) = try pair()
    let writers = (0..<20).map { index in
      OnThread {
        try (index % 2 == 0 ? one : other).audit(
          AuditEntry(actor: "a\(index)", action: "retry", subject: "s", outcome: "done"), at: 1, digest: digest)
      }
    }
    for writer in writers { _ = try writer.value() }
    let links = try one.auditLinks(after: 0, limit: 99)
    #expect(links.map(\.number) == Array(1...20))
    #expect(try one.verifyAudit(digest: digest) == .intact(links: 20, head: links[19].hash))
  }

  @Test func `a worker that was overtaken does not overwrite`() throws {
    let (one, other) = try pair()
    let (slow, fast) = (try one.beginWork(), try other.beginWork())
    #expect(try #require(slow) < #require(fast))
    #expect(try other.record(sample(model: "2"), under: fast, at: 1) == .new(revision: 1))
    // The first wakes up, with what it made of an older state of things.
    let fault = #expect(throws: Fault.self) { try one.record(sample(model: "1"), under: slow, at: 2) }
    #expect(fault?.code == .storeWorkOvertaken)
    #expect(try one.current("s1__q1")?.record.roleModel?.version == "2")
    #expect(try one.counts().revisions == 1)
    // The same work may be recorded again, as after a lost answer to the commit, and go on to a revision.
    #expect(try other.record(sample(model: "2"), under: fast, at: 3) == .same(revision: 1))
    #expect(try other.record(sample(model: "3"), under: fast, at: 3) == .new(revision: 2))
    #expect(try one.record(sample(model: "4"), under: one.beginWork(), at: 4) == .new(revision: 3))
  }

  @Test func `answers that arrive in two cities make one state of their session`() throws {
    let (one, other) = try pair()
    let writers = (0..<12).map { index in
      OnThread {
        let store = index % 2 == 0 ? one : other
        _ = try store.record(sample(key("s1", "q\(index)"), recording: "\(index)"), at: 1)
        try store.update(session: OpaqueName("s1"), at: 2) { answers, known in
          var session = known?.record ?? SessionRecord(id: OpaqueName("s1"))
          (session.answered, session.state) = (answers.count, answers.count == 12 ? .completed : .inProgress)
          return session
        }
      }
    }
    for writer in writers { try writer.value() }
    let session = try #require(try one.session("s1")?.record)
    #expect((session.answered, session.state) == (12, .completed), "whoever was last has seen all")
    // Told in order: the count never goes back.
    let reported = try one.events(after: 0, limit: 99).filter { $0.kind == "session.changed" }.map(\.detail)
    #expect(reported.last?.contains(#""answered":12"#) == true)
    try one.checkIntegrity()
  }

  @Test func `what was forgotten in one city is recorded in no other, whatever that has heard`() throws {
    let (one, other) = try pair()
    func entry(_ kind: String, _ name: String) throws -> String {
      // SHA-256 by the server's own function, as `sha256sum` gives it: see below.
      try one.reading { db in
        try kind + " " + (db.value("SELECT encode(sha256(convert_to(?, 'UTF8')), 'hex')", ["intone/\(kind)/\(name)"]) ?? "")
      }
    }
    #expect(
      try entry("session", "s1") == "session 1be5a6ac5fd8bc9716221f347c18d86066262c7c12e9f585eab810e5be633f16",
      "printf intone/session/s1 | sha256sum")
    try one.add(tombstones: [entry("session", "s1"), entry("recording", hash("loud").hex)])
    for record in [sample(key("s1", "q1")), sample(key("s2", "q1"), recording: "loud")] {
      let fault = #expect(throws: Fault.self) { try other.record(record, at: 1) }
      #expect(fault?.code == .storeForgotten)
    }
    #expect(throws: Fault.self) { try other.save(SessionRecord(id: OpaqueName("s1")), at: 1) }
    #expect(try other.record(sample(key("s2", "q2")), at: 1) == .new(revision: 1))
    #expect(
      try other.counts()
        == StoreCounts(answers: 1, revisions: 1, sessions: 1, events: 1, sessionsByState: [.inProgress: 1], lastRecordedAt: 1))
    // The list is read on from where it was left, and holds each entry once.
    try other.add(tombstones: [entry("session", "s1"), entry("session", "s3")])
    #expect(try one.tombstones(after: 0).map(\.number) == [1, 2, 3])
    #expect(try one.tombstones(after: 2).map(\.entry) == [entry("session", "s3")])
  }

  @Test func `a duty is one daemon's at a time, and the next goes on where it was left`() throws {
    let (one, other) = try pair()
    #expect(try one.take("webhook a", as: "n1", for: 1000) == DutyHeld(state: nil))
    #expect(try other.take("webhook a", as: "n2", for: 1000) == nil)
    #expect(try other.take("webhook b", as: "n2", for: 1000) == DutyHeld(state: nil), "another duty is another's")
    try one.keep("17", of: "webhook a", as: "n1")
    #expect(throws: Fault(.storeDutyElsewhere, "webhook a")) { try other.keep("3", of: "webhook a", as: "n2") }
    #expect(try one.take("webhook a", as: "n1", for: 0) == DutyHeld(state: "17"))
    // Its lease is over by the server's clock.
    #expect(try other.take("webhook a", as: "n2", for: 1000) == DutyHeld(state: "17"))
    #expect(throws: Fault(.storeDutyElsewhere, "webhook a")) { try one.keep("18", of: "webhook a", as: "n1") }
    // Of those who ask at once one gets it.
    let takers = (0..<8).map { index in OnThread { try (index % 2 == 0 ? one : other).take("c", as: "n\(index)", for: 1000) } }
    #expect(try takers.map { try $0.value() }.count { $0 != nil } == 1)
  }

  @Test func `what was said is let go by the machine that recorded it`() throws {
    let schema = Scratch.fresh()
    let server = try #require(PostgresServer.shared, "PostgreSQL is not installed: make setup")
    let (north, south) = try (
      PostgresStore(server.connection(), schema: schema, node: "n"), PostgresStore(server.connection(), schema: schema, node: "s")
    )
    _ = try north.record(sample(key("s1", "q1"), arrivedAt: 10), under: north.beginWork(), at: 11)
    _ = try south.record(sample(key("s2", "q1"), recording: "b", arrivedAt: 20), under: south.beginWork(), at: 21)
    _ = try south.record(sample(key("s3", "q1"), recording: "c", arrivedAt: 30), at: 31)
    #expect(try north.answersWithContent(arrivedBefore: 99, limit: 9) == [key("s1", "q1"), key("s3", "q1")])
    #expect(try south.answersWithContent(arrivedBefore: 99, limit: 9) == [key("s2", "q1"), key("s3", "q1")])
    #expect(try south.countWithContent(arrivedBefore: 29) == 1)
  }

  @Test func `an erasure waits for who records`() throws {
    let (one, other) = try pair()
    _ = try one.record(sample(), at: 1)
    var erasing: OnThread<Erased>?
    try one.writing { db in
      try db.lock([.answer("s1__q2")])
      erasing = OnThread { try other.erase(sessions: ["s1"], telling: .sessionForgotten, at: 2) }
      while try waiting(one, for: "all") == 0 {}
      // What is written now is there before the erasure, which takes it too.
      try db.execute("UPDATE answers SET overall = 1 WHERE answer = 's1__q1'", [])
    }
    #expect(try erasing?.value().answers == 1)
    #expect(try one.counts().answers == 0)
    try one.checkIntegrity()
  }

  @Test func `what the server ends for the sake of another is run again`() throws {
    let (one, other) = try pair()
    for index in 1...2 { _ = try one.record(sample(key("s1", "q\(index)"), recording: "\(index)"), at: 1) }
    // Each has one row and wants the other's: one of them must be ended.
    let runs = Mutex(0)
    let writers = [(one, ["s1__q1", "s1__q2"]), (other, ["s1__q2", "s1__q1"])].map { store, rows in
      OnThread {
        try store.writing { db in
          try db.execute("UPDATE answers SET confidence_low = 1 WHERE answer = ?", [rows[0]])
          runs.withLock { $0 += 1 }
          while runs.withLock({ $0 }) < 2 {}
          try db.execute("UPDATE answers SET confidence_low = 1 WHERE answer = ?", [rows[1]])
        }
      }
    }
    for writer in writers { try writer.value() }
    #expect(runs.withLock { $0 } > 2, "one of them ran again")
  }

  @Test func `a connection that was cut is replaced, and nothing is half done`() throws {
    let (one, other) = try pair()
    _ = try one.record(sample(), at: 1)
    // The first's connection dies while it is idle, as when a server was restarted.
    let own: Int = try one.reading { db in try db.value("SELECT pg_backend_pid()") ?? 0 }
    _ = try other.reading { db in try db.rows("SELECT pg_terminate_backend(?)", [own]) }
    #expect(try one.record(sample(model: "2"), at: 2) == .new(revision: 2))
    // And one that dies within a transaction leaves nothing.
    let fault = #expect(throws: Fault.self) {
      try one.writing { db in
        _ = try db.append(StoreEvent(kind: .answerHeld, session: "x"), at: 1)
        _ = try db.rows("SELECT pg_terminate_backend(pg_backend_pid())", [])
      }
    }
    #expect(fault?.code == .storeAway)
    #expect(try one.counts().events == 2)
  }

  @Test func `time is the database's, by a machine whose clock is an hour off as well`() throws {
    let clock = ServerClock()
    #expect(abs(clock.now() - Date().timeIntervalSince1970) < 1800, "before the server was asked, this machine's")
    clock.observe { Date().timeIntervalSince1970 - 3600 }
    #expect(abs(clock.now() - (Date().timeIntervalSince1970 - 3600)) < 1800)
    // Not asked again at once.
    clock.observe { 0 }
    #expect(clock.now() > 1_000_000)
    let (one, _) = try pair()
    let server: Double = try one.reading { db in try db.value("SELECT extract(epoch FROM clock_timestamp())::float8") ?? 0 }
    #expect(abs(one.now() - server) < 1800)
  }
}

/// Work on a thread of its own: tests that block until another goes on must not hold the few threads that all tests share.
final class OnThread<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread { [self] in
      let made = Result { try body() }
      result.withLock { $0 = made }
      done.signal()
    }
  }

  /// To be asked once.
  func value() throws -> Value {
    done.wait()
    guard let made = result.withLock({ $0 }) else { throw CancellationError() }
    return try made.get()
  }
}
