import Assessment
import Files
import Foundation
import Inbox
import Interview
import Logging
import Maintenance
import Pipeline
import PostgresStore
import Queries
import RoleModels
import Store
import StoreSQL
import Synchronization
import TestSupport
import Testing

/// Two machines with an inbox and an archive each, and one database.
private struct Cities {
  let schema = "t" + UUID().uuidString.filter { $0 != "-" }.lowercased()
  let north: ProcessorFixture
  let south: ProcessorFixture

  init(southIsOffBy error: Double = 0) throws {
    let server = try #require(PostgresServer.shared, "PostgreSQL is not installed: make setup")
    north = try ProcessorFixture(fleet: PostgresStore(server.connection(), schema: schema, node: "north"), node: "north")
    south = try ProcessorFixture(
      fleet: PostgresStore(server.connection(), schema: schema, node: "south"), node: "south", clockIsOffBy: error)
  }

  /// Each takes up what the other did.
  func follow() throws {
    for city in [north, south] {
      try city.line.followOrders()
      try city.retention?.catchUp(in: city.store)
    }
  }
}

@Suite struct `Two cities on one store` {
  private static let recording = "interviews/sales-c20391/q2.flac"
  private static let transcript = "interviews/sales-c20391/q2.json"

  @Test func `a hold in one city keeps what waits in the other, and a release in either lets both go on`() throws {
    let cities = try Cities()
    try cities.north.line.hold(session: OpaqueName("s"))
    try cities.south.drop(Self.recording, as: "s/q1.flac")
    try cities.south.work()
    #expect(try cities.south.store.current("s__q1") == nil)
    #expect(try cities.south.inbox.quarantineItems().map(\.code) == ["inbox.on-hold"])
    #expect(try cities.north.store.session("s")?.record.state == .held)
    // In the city where it was not put on hold.
    #expect(try cities.south.line.release(session: OpaqueName("s")).count == 1)
    try cities.follow()
    try cities.south.work()
    #expect(try cities.south.store.current("s__q1") != nil)
    try cities.north.drop(Self.recording, as: "s/q2.flac")
    try cities.north.work()
    #expect(try cities.north.store.current("s__q2") != nil, "the other city's own mark is gone too")
    #expect(try cities.north.store.session("s")?.record.state == .inProgress)
    let fault = #expect(throws: Fault.self) { try cities.north.line.release(session: OpaqueName("s")) }
    #expect(fault?.code == .inboxNotOnHold)
  }

  @Test func `what another city's hold kept goes on when it is released there`() throws {
    let cities = try Cities()
    try cities.north.line.hold(session: OpaqueName("s"))
    for city in [cities.north, cities.south] { try city.drop(Self.recording, as: city === cities.north ? "s/q1.flac" : "s/q2.flac") }
    for city in [cities.north, cities.south] { try city.work() }
    #expect(try cities.north.store.answers(ofSession: "s").isEmpty)
    _ = try cities.north.line.release(session: OpaqueName("s"))
    try cities.follow()
    for city in [cities.north, cities.south] { try city.work() }
    #expect(try cities.north.store.answers(ofSession: "s").map(\.id) == ["s__q1", "s__q2"])
    #expect(try cities.south.inbox.quarantineItems().isEmpty)
  }

  @Test func `a manifest counts in both cities: who it is of, and what is to be allowed for`() throws {
    let cities = try Cities()
    try cities.north.write("candidate: c-7\nrole: sales\naccommodations: [speech]\n", as: "s/session.yaml")
    try cities.north.work()
    try cities.south.drop(Self.recording, as: "s/q2.flac")
    try cities.south.drop(Self.transcript, as: "s/q2.json")
    try cities.south.work()
    let alone = try ProcessorFixture()
    try alone.write("candidate: c-7\nrole: sales\naccommodations: [speech]\n", as: "s/session.yaml")
    try alone.drop(Self.recording, as: "s/q2.flac")
    try alone.drop(Self.transcript, as: "s/q2.json")
    try alone.work()
    let (there, here) = (
      try #require(try cities.south.store.current("s__q2")?.record), try #require(try alone.store.current("s__q2")?.record)
    )
    #expect(there.manifestHash == here.manifestHash && there.candidate == "c-7")
    #expect(there.scorecard == here.scorecard && there.roleModel?.id == "sales")
    #expect(there.identity == here.identity, "as on one machine")
    // Scoring again in either goes by it too.
    let again = try cities.south.line.rescore(role: nil, session: "s", after: nil, sessions: 10, isTrial: true)
    #expect(again.answers == 1 && again.changes.isEmpty)
  }

  @Test func `a manifest that comes to one city is applied to what the other has recorded`() throws {
    let cities = try Cities()
    try cities.south.drop(Self.recording, as: "s/q2.flac")
    try cities.south.drop(Self.transcript, as: "s/q2.json")
    try cities.south.work()
    #expect(try cities.south.store.current("s__q2")?.record.candidate == nil)
    try cities.north.write("candidate: c-7\n", as: "s/session.yaml")
    try cities.north.work()
    #expect(try cities.south.store.current("s__q2")?.record.candidate == "c-7")
  }

  @Test func `consent that is withdrawn in one city keeps what waits in the other, and takes back what was scored there`() throws {
    let cities = try Cities()
    try cities.south.drop(Self.recording, as: "s/q1.flac")
    try cities.south.work()
    #expect(try cities.south.store.current("s__q1") != nil)
    try cities.north.write("candidate: c-7\nconsent: {analysed: false}\n", as: "s/session.yaml")
    try cities.north.work()
    #expect(try cities.south.store.answers(ofSession: "s").isEmpty)
    try cities.south.drop(Self.recording, as: "s/q2.flac")
    try cities.follow()
    try cities.south.work()
    #expect(try cities.south.store.answers(ofSession: "s").isEmpty)
    #expect(try cities.south.inbox.quarantineItems().map(\.code) == ["session.consent-missing", "session.consent-missing"])
    #expect(cities.south.files("state/archive").filter { $0.hasSuffix(".flac") } == [])
    // Where it is given after all, what waits goes on as on one machine: by a person's retry.
    try cities.north.write("candidate: c-7\nconsent: {analysed: true}\n", as: "s/session.yaml")
    try cities.north.work()
    for item in try cities.south.inbox.quarantineItems() { try cities.south.inbox.retry(item.id) }
    try cities.south.work()
    #expect(try cities.south.store.answers(ofSession: "s").map(\.record.candidate) == ["c-7", "c-7"])
  }

  @Test func `whoever is forgotten in one city goes from the other, and does not come again there`() throws {
    let cities = try Cities()
    try cities.north.write("candidate: c-7\n", as: "s/session.yaml")
    try cities.north.work()
    for city in [cities.north, cities.south] {
      try city.drop(Self.recording, as: city === cities.north ? "s/q1.flac" : "s/q2.flac")
      try city.work()
    }
    // The other city hears of nothing until it takes it up.
    _ = try cities.north.retention?.forget(.candidate("c-7"))
    try cities.follow()
    #expect(try cities.south.store.session("s") == nil)
    #expect(cities.south.files("state/archive") == [])
    try cities.south.drop(Self.recording, as: "s/q9.flac")
    try cities.south.work()
    #expect(try cities.south.store.answers(ofSession: "s").isEmpty)
    #expect(cities.south.files("inbox") == [])
  }

  @Test func `an answer is as old as the store's clock says, whatever this machine's said when it came`() throws {
    let cities = try Cities(southIsOffBy: -400 * 86_400)
    try cities.south.drop(Self.recording, as: "s/q1.flac")
    // It is seen while the machine's clock is all there is.
    cities.south.inbox.scan()
    cities.south.askClock()
    try cities.south.work()
    let arrived = try #require(try cities.south.store.current("s__q1")?.record.arrivedAt)
    #expect(abs(arrived - 1_700_000_100) < 60)
    // It was let go of as 400 days old.
    #expect(try cities.south.retention?.retain(limit: 10).answers == 0)
    #expect(cities.south.files("state/archive").contains("s/q1.flac"))
  }

  @Test func `of two engines one's answers make a baseline, and two engines' sessions stand in no comparison`() throws {
    let cities = try Cities()
    let model = try ModelDirectories([Checkout.repository.appendingPathComponent("models").path]).model(named: "general")
    func record(_ session: String, engine: String, _ store: any ScoreStore) throws {
      _ = try store.record(
        AnswerRecord(
          key: AnswerKey(session: OpaqueName(session), question: OpaqueName("q1"), attempt: 1), engine: engine,
          recordingHash: Files.hash(Array(session.utf8)), roleModel: model.reference,
          measures: [.speechRate: .value(engine == Engine.version ? 4 : 8)], scorecard: nil, analysis: "{}", arrivedAt: 1), at: 2)
    }
    // North was upgraded, south was not yet.
    for number in 0..<4 { try record("n\(number)", engine: Engine.version, cities.north.store) }
    for number in 0..<6 { try record("s\(number)", engine: "1.9.0", cities.south.store) }
    let cohort = try RoleCohort(cities.south.store, model: model)
    #expect(cohort.choice.engine == Engine.version)
    #expect(cohort.choice.leftOut == [EngineChoice.LeftOut(engine: "1.9.0", answers: 6)])
    let baseline = cohort.baseline.baseline(role: model.id, version: 1, engine: cohort.choice.engine, frozen: "now", fewest: 2)
    #expect(baseline.answers == 4)
    #expect(baseline.questions[Baseline.allQuestions]?[Measure.speechRate.rawValue]?.percentiles[50] == 4)
    // Frozen in one city it is there for the other, which places no answer of another engine by it.
    _ = try BaselineFiles(in: cities.north.store).save(baseline)
    let files = BaselineFiles(in: cities.south.store)
    #expect(files.versions(of: model.id) == [1])
    let (own, others) = (try #require(try cities.south.store.current("n1__q1")), try #require(try cities.south.store.current("s1__q1")))
    #expect(throws: Never.self) { try files.placed(own, version: nil) }
    let fault = #expect(throws: Fault.self) { try files.placed(others, version: nil) }
    #expect(fault?.code == .baselineEngine)
  }
}

@Suite struct `Retention by two machines` {
  private let day = 86_400.0

  private func manager(_ store: PostgresStore, _ node: String, _ clock: HandSet, _ fixture: ProcessorFixture) throws -> RetentionManager {
    var policy = RetentionManager.Policy()
    (policy.scores, policy.audit) = (100 * day, 50 * day)
    return RetentionManager(
      inbox: fixture.inbox, store: store, tombstones: try Tombstones(path: fixture.folder.path + "/state/list", shared: store),
      policy: policy, logger: Logger(label: "test"), clockJumps: ClockJumpDetector(in: SharedClockMemory(store, as: node)),
      clock: InboxClock(monotonic: { clock.now }, wall: { clock.now }),
      duty: FleetDuty("retention", of: store, as: node, lease: 1000))
  }

  private final class HandSet: Sendable {
    private let time = Mutex(0.0)
    var now: Double {
      get { time.withLock { $0 } }
      set { time.withLock { $0 = newValue } }
    }
  }

  /// Two cities, their stores, the clock of both that the test sets, and the retention managers of north and south.
  private func managers() throws -> (Cities, [PostgresStore], HandSet, RetentionManager, RetentionManager) {
    let cities = try Cities()
    let stores = try [cities.north, cities.south].map { try #require($0.store as? PostgresStore) }
    let clock = HandSet()
    clock.now = 1000 * day
    let north = try manager(stores[0], "north", clock, cities.north)
    let south = try manager(stores[1], "south", clock, cities.south)
    return (cities, stores, clock, north, south)
  }

  @Test func `the store's own is let go by one of them, by one clock, and by the other when that is gone`() throws {
    let (cities, stores, clock, north, south) = try managers()
    defer { withExtendedLifetime(cities) {} }
    for session in ["a", "b"] { try stores[0].save(SessionRecord(id: OpaqueName(session)), at: clock.now) }
    _ = try stores[0].audit(AuditEntry(actor: "a", action: "retry", subject: "x", outcome: "done"), at: clock.now, digest: Files.hash)
    _ = try (north.pass(limit: 1), south.pass(limit: 1))
    func wait(days: Int) throws {
      for _ in 0..<days {
        clock.now += day
        _ = try (north.pass(limit: 1), south.pass(limit: 1))
      }
    }
    try wait(days: 99)
    #expect(try stores[0].counts().sessions == 2, "nothing before its time")
    #expect(try stores[0].auditLinks(after: 0, limit: 9).map(\.entry.action) == ["audit-retention"], "cut once, by one of them")
    clock.now += day
    // South does not have the duty, whatever its pass finds.
    _ = try south.pass(limit: 1)
    #expect(try stores[0].counts().sessions == 2)
    _ = try north.pass(limit: 1)
    #expect(try stores[0].counts().sessions == 1)
    // North is gone: its lease ends.
    try stores[0].leave("retention", as: "north")
    _ = try south.pass(limit: 1)
    #expect(try stores[0].counts().sessions == 0)
    #expect(try stores[0].events(after: 0, limit: 99).filter { $0.kind == "session.expired" }.count == 2)
  }

  @Test func `a jump of the store's clock holds both, whichever of them sees it`() throws {
    let (cities, stores, clock, north, south) = try managers()
    _ = try (north.pass(limit: 9), south.pass(limit: 9))
    try stores[0].save(SessionRecord(id: OpaqueName("a")), at: clock.now)
    clock.now += 400 * day
    // The one that does not keep the clock looks first.
    for holder in [south, north, south] { _ = try holder.pass(limit: 9) }
    #expect(try stores[0].counts().sessions == 1)
    #expect(north.hold?.code == .retentionClockJumped && south.hold?.code == .retentionClockJumped)
    // A third, which was not there, goes by what was kept, and so does north's successor.
    let third = try manager(stores[1], "third", clock, cities.south)
    try stores[0].leave("retention's clock", as: "north")
    try stores[0].leave("retention", as: "north")
    _ = try third.pass(limit: 9)
    #expect(try stores[0].counts().sessions == 1)
    for _ in 0..<101 {
      clock.now += day
      _ = try third.pass(limit: 9)
    }
    #expect(try stores[0].counts().sessions == 0, "it has gone on evenly for so long")
  }
}
