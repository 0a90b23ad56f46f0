import Assessment
import Files
import Foundation
import Inbox
import Interview
import Logging
import Maintenance
import Pipeline
import PostgresStore
import RoleModels
import SQLiteStore
import Store
import StoreSQL
import Synchronization
import TestSupport
import Testing

/// Where this checkout is.
enum Checkout {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static var samples: URL { repository.appendingPathComponent("samples") }
  /// Read once: seven models of YAML are a tenth of a second for each test that reads them.
  static let models = ModelDirectories([repository.appendingPathComponent("models").path]).library()
}

/// A line on a directory of its own, with a clock that the test sets.
final class ProcessorFixture: Sendable {
  let folder: URL
  let inbox: Inbox
  let store: any ScoreStore
  let line: SubmissionProcessor
  /// Nil where nothing is ever erased.
  let retention: RetentionManager?
  let recordings: HeardRecordings

  /// - Parameters:
  ///   - isKept: on a real database, with a retention manager that erases.
  ///   - recogniser: a file of what the operator's recogniser writes of every recording; nil for none.
  ///   - memory: bytes for recordings that may be scored again.
  ///   - fleet: the store that it shares with others; then it has a retention manager too.
  ///   - error: of this machine's clock, in seconds, until the store was asked.
  init(
    isKept: Bool = false, recogniser: URL? = nil, memory: Int = 32 << 20, fleet: PostgresStore? = nil, node: String = "",
    clockIsOffBy error: Double = 0
  ) throws {
    recordings = HeardRecordings(limit: memory)
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-line-\(UUID().uuidString)")
    for name in ["inbox", "state"] {
      try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    var configuration = InboxConfiguration(
      roots: [InboxRoot(path: folder.path + "/inbox", defaultRole: "general", defaultLanguage: .zh)], stateDirectory: folder.path + "/state"
    )
    configuration.transcriptWait = 0
    configuration.emptyWait = 5
    let now = TimeBox()
    let own = OwnClock(error: error)
    let clock = InboxClock(monotonic: { now.value.withLock { $0 } }, wall: { own.start + now.value.withLock { $0 } })
    (self.now, self.own) = (now, own)
    inbox = try Inbox(configuration: configuration, clock: clock)
    let models = Checkout.models
    if let fleet {
      store = fleet
      retention = RetentionManager(
        inbox: inbox, store: fleet, tombstones: try Tombstones(path: folder.path + "/state/forgotten", shared: fleet), policy: .init(),
        logger: Logger(label: "test"), clockJumps: ClockJumpDetector(in: SharedClockMemory(fleet, as: node)), clock: clock,
        followed: folder.path + "/state/followed", duty: FleetDuty("retention", of: fleet, as: node, lease: 1000))
    } else if isKept {
      let path = folder.path + "/state/intone.sqlite"
      let kept = try SQLiteStore(path: path)
      store = kept
      retention = RetentionManager(
        inbox: inbox, store: kept, tombstones: try Tombstones(path: folder.path + "/state/forgotten"), policy: .init(),
        logger: Logger(label: "test"), clockJumps: ClockJumpDetector(path: folder.path + "/state/clock"), clock: clock,
        recordings: recordings
      ) { () throws(Fault) in try SQLiteStore.movedDatabases(of: path) }
    } else {
      (store, retention) = (InMemoryStore(), nil)
    }
    let position = folder.path + "/state/orders"
    let scratch = folder.path + "/state/scratch"
    let script = folder.appendingPathComponent("recogniser")
    let transcriber = try recogniser.map { file in
      // It is locked in: what it writes stands in the program itself.
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data("#!/bin/sh\ncat <<'END'\n\(text)\nEND\n".utf8).write(to: script)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
      return try Transcriber(
        TranscriberConfiguration(command: [script.path]), scratch: scratch, processors: 2,
        clock: { ProcessInfo.processInfo.systemUptime })
    }
    line = SubmissionProcessor(
      inbox: inbox, store: store, models: models, counters: ProcessorMetrics(), logger: Logger(label: "test"),
      analyzer: AnswerAnalyzer(recordings: recordings), transcriber: transcriber, retention: retention,
      orders: fleet.map { FleetOrders($0, path: position) }, clock: clock)
  }

  /// From now on its clock is the store's.
  func askClock() { own.error.withLock { $0 = 0 } }

  private let own: OwnClock

  private final class OwnClock: Sendable {
    let error: Mutex<Double>
    var start: Double { 1_700_000_000 + error.withLock { $0 } }
    init(error: Double) { self.error = Mutex(error) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private let now: TimeBox

  func drop(_ sample: String, as name: String) throws {
    let target = folder.appendingPathComponent("inbox").appendingPathComponent(name)
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: Checkout.samples.appendingPathComponent(sample), to: target)
  }

  func write(_ text: String, as name: String) throws {
    let target = folder.appendingPathComponent("inbox").appendingPathComponent(name)
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: target)
  }

  /// Lets the settle time pass and works until nothing is ready.
  func work() throws {
    for _ in 0..<3 {
      inbox.scan()
      now.value.withLock { $0 += 5 }
      inbox.scan()
      while try line.processNext() {}
    }
  }

  /// Files below a folder of the workshop, relative to it, without those that the inbox keeps for itself.
  func files(_ directory: String) -> [String] {
    let root = folder.appendingPathComponent(directory).path
    let all = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return all.filter { path in
      let kind = try? FileManager.default.attributesOfItem(atPath: root + "/" + path)[.type] as? FileAttributeType
      return kind == .typeRegular && !path.hasPrefix(".intone") && !path.contains(".records")
    }.sorted()
  }

  /// Whether a text stands in any file below the workshop.
  func holds(_ text: String) throws -> Bool {
    let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return all.contains { path in
      FileManager.default.contents(atPath: folder.path + "/" + path).map { $0.range(of: Data(text.utf8)) != nil } ?? false
    }
  }

  private final class TimeBox: Sendable {
    let value = Mutex(100.0)
  }
}

struct SubmissionProcessorTests {
  @Test func `a recording becomes one row, scored by the inbox's default role`() throws {
    let workshop = try ProcessorFixture()
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    let stored = try #require(try workshop.store.current("s__q2"))
    #expect(stored.revision == 1)
    #expect(stored.record.roleModel?.id == "general")
    #expect(workshop.line.counters.snapshot.results[.recorded] == 1)
    // general scores delivery alone, so that sound is enough for a score.
    #expect(stored.record.scorecard?.overall != nil)
  }

  @Test func `a transcript that comes later makes a second revision`() throws {
    let workshop = try ProcessorFixture()
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    #expect(try workshop.store.current("s__q2")?.record.transcriptHash == nil)
    try workshop.drop("interviews/sales-c20391/q2.json", as: "s/q2.json")
    try workshop.work()
    let stored = try #require(try workshop.store.current("s__q2"))
    #expect(stored.revision == 2)
    #expect(stored.record.transcriptHash != nil)
    #expect(try workshop.store.revisions(of: "s__q2").count == 2)
  }

  @Test func `a manifest in the archive that is not the one the store knows is not used, and a new one mends it`() throws {
    let workshop = try ProcessorFixture()
    try workshop.write("candidate: c20417\n", as: "s/session.yaml")
    try workshop.drop("interviews/sales-c20391/q1.opus", as: "s/q1.opus")
    try workshop.work()
    #expect(try workshop.store.current("s__q1")?.record.candidate == "c20417")
    try Data("candidate: other-person\n".utf8).write(to: workshop.folder.appendingPathComponent("state/archive/s/session.yaml"))
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    #expect(try workshop.store.session("s")?.record.candidate == "c20417")
    #expect(try workshop.store.current("s__q2") == nil)
    #expect(workshop.inbox.queueSnapshot().retrying.map(\.fault.code) == [.archiveAltered])
    try workshop.write("candidate: c20417\n", as: "s/session.yaml")
    try workshop.work()
    #expect(try workshop.store.current("s__q2")?.record.candidate == "c20417")
  }

  @Test func `a recording in the archive that is not the one that was scored is not scored again, and the others are`() throws {
    let workshop = try ProcessorFixture()
    try workshop.drop("interviews/sales-c20391/q1.opus", as: "s/q1.opus")
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    let archived = workshop.folder.appendingPathComponent("state/archive/s/q2.flac")
    try FileManager.default.removeItem(at: archived)
    try FileManager.default.copyItem(at: Checkout.samples.appendingPathComponent("interviews/sales-c20391/q1.opus"), to: archived)
    try workshop.write("candidate: c1\n", as: "s/session.yaml")
    try workshop.work()
    #expect(try workshop.store.revisions(of: "s__q1").count == 2)
    #expect(try workshop.store.revisions(of: "s__q2").count == 1)
    #expect(workshop.line.doubted.map(\.about) == ["s__q2"])
    #expect(workshop.line.doubted.map(\.fault.code) == [.archiveAltered])
    try workshop.drop("interviews/sales-c20391/q2.json", as: "s/q2.json")
    try workshop.work()
    #expect(try workshop.store.revisions(of: "s__q2").count == 1, "nor with a transcript that comes late")
  }

  @Test func `an unknown role holds the answer and says which roles there are`() throws {
    let workshop = try ProcessorFixture()
    try workshop.write("role: astronaut\n", as: "s/session.yaml")
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    #expect(try workshop.store.current("s__q2") == nil)
    let held = try #require(try workshop.inbox.quarantineItems().first)
    #expect(held.disposition == .held)
    #expect(held.code == "model.unknown")
    #expect(held.detail.contains("sales"))
  }

  @Test func `without consent nothing is measured`() throws {
    let workshop = try ProcessorFixture()
    try workshop.write("consent: {recorded: true, analysed: false}\n", as: "s/session.yaml")
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    #expect(try workshop.store.current("s__q2") == nil)
    #expect(try workshop.inbox.quarantineItems().map(\.code) == ["session.consent-missing"])
  }

  @Test func `an unreadable recording is set aside with its code and costs its neighbour nothing`() throws {
    let workshop = try ProcessorFixture()
    try workshop.write("this is a letter, not a recording\n", as: "s/q1.wav")
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    #expect(try workshop.store.current("s__q2") != nil)
    let bad = try #require(try workshop.inbox.quarantineItems().first)
    #expect(bad.disposition == .quarantine)
    #expect(bad.code.hasPrefix("recording."))
    #expect(workshop.line.counters.snapshot.results[.quarantined] == 1)
  }

  @Test func `an unparseable transcript is set aside and the sound is scored all the same`() throws {
    let workshop = try ProcessorFixture()
    try workshop.write(#"{"segments": [{"text": "cut"#, as: "s/q2.json")
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    #expect(try workshop.store.current("s__q2")?.record.transcriptHash == nil)
    #expect(try workshop.inbox.quarantineItems().map(\.code) == ["transcript.unparseable"])
  }
}
