import Files
import Foundation
import Inbox
import Interview
import Logging
import Maintenance
import SQLiteStore
import Store
import StoreSQL
import Synchronization
import Testing

/// Seconds since 1970, set by hand.
private final class HandSetClock: Sendable {
  private let time = Mutex(0.0)
  var now: Double {
    get { time.withLock { $0 } }
    set { time.withLock { $0 = newValue } }
  }
}

/// A retention manager on a real store and a real archive, with a clock that is set by hand.
private final class RetentionFixture {
  let base = FileManager.default.temporaryDirectory.appendingPathComponent("intone-keep-\(UUID().uuidString)")
  let store: SQLiteStore
  let inbox: Inbox
  private let clock = HandSetClock()
  var now: Double {
    get { clock.now }
    set { clock.now = newValue }
  }
  let retention: RetentionManager
  private let clockJumps: ClockJumpDetector

  init(_ change: (inout RetentionManager.Policy) -> Void) throws {
    for name in ["inbox", "state"] {
      try FileManager.default.createDirectory(at: base.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    store = try SQLiteStore(path: base.path + "/state/intone.sqlite")
    inbox = try Inbox(
      configuration: InboxConfiguration(roots: [InboxRoot(path: base.path + "/inbox")], stateDirectory: base.path + "/state"))
    var policy = RetentionManager.Policy()
    change(&policy)
    let hand = clock
    clockJumps = ClockJumpDetector(path: base.path + "/state/clock")
    retention = RetentionManager(
      inbox: inbox, store: store, tombstones: try Tombstones(path: base.path + "/state/forgotten"), policy: policy,
      logger: Logger(label: "test"), clockJumps: clockJumps, clock: InboxClock(monotonic: { hand.now }, wall: { hand.now })
    ) { [path = store.path] () throws(Fault) in try SQLiteStore.movedDatabases(of: path) }
  }

  deinit { try? FileManager.default.removeItem(at: base) }

  /// An answer that arrived now, and its file in the archive.
  func answer(_ session: String, _ question: String, at time: Double, analysis: String = "{}") throws {
    now = time
    let record = AnswerRecord(
      key: AnswerKey(session: OpaqueName(session), question: OpaqueName(question), attempt: 1), engine: "e",
      recordingHash: Files.hash(Array("\(session)\(question)".utf8)), measures: [.speechRate: .value(4)], scorecard: nil,
      analysis: analysis,
      arrivedAt: time)
    _ = try store.record(record, at: time)
    let folder = base.appendingPathComponent("state/archive/\(session)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["\(question).wav", "session.yaml"] { try Data("x".utf8).write(to: folder.appendingPathComponent(name)) }
  }

  func audit(_ subject: String, at time: Double) throws {
    now = time
    _ = try store.audit(AuditEntry(actor: "a", action: "retry", subject: subject, outcome: "done"), at: time, digest: Files.hash)
  }

  /// Lets the time go by, looked at every day: a clock that jumps is not believed.
  func wait(until time: Double) throws {
    while now + day < time {
      now += day
      _ = try clockJumps.check(now)
    }
    now = time
  }

  func pass() throws -> Bool { try retention.pass(limit: 10) }

  var archived: [String] { (try? FileManager.default.contentsOfDirectory(atPath: base.path + "/state/archive").sorted()) ?? [] }
}

private let day = 86_400.0

@Suite struct `Retention by clocks of their own` {
  @Test func `scores go a session at a time, by its last arrival, from store, feed and archive`() throws {
    let house = try RetentionFixture { $0.scores = 365 * day }
    try house.answer("old", "q1", at: 1_000 * day)
    try house.answer("mixed", "q1", at: 1_000 * day)
    try house.answer("mixed", "q2", at: 1_100 * day)
    try house.wait(until: 1_365 * day - 1)
    _ = try house.pass()
    #expect(try house.store.counts().sessions == 2, "nothing before its time")
    try house.wait(until: 1_365 * day)
    #expect(try house.pass() == false)
    #expect(try house.store.sessions(after: nil, limit: 10).map(\.record.id.text) == ["mixed"])
    #expect(house.archived.filter { !$0.hasPrefix(".") } == ["mixed"], "the manifest, which names the candidate, too")
    let feed = try house.store.events(after: 0, limit: 100)
    #expect(feed.filter { $0.session == "old" }.map(\.kind) == ["session.expired"], "earlier events no longer say whom they were about")
    #expect(try house.retention.backlog() == RetentionManager.Backlog())
    try house.wait(until: 1_465 * day)
    _ = try house.pass()
    #expect(try house.store.counts().sessions == 0 && house.store.counts().revisions == 0)
  }

  /// A copy of the store's database beside it, as one that was moved aside.
  private func moved(_ house: RetentionFixture, _ kind: SQLiteStore.MoveReason) throws -> URL {
    _ = try house.store.backup(to: house.store.path + "." + kind.suffix("20260101T000000Z"))
    return URL(fileURLWithPath: house.store.path + "." + kind.suffix("20260101T000000Z"))
  }

  private func names(_ file: URL, _ text: String) throws -> Bool { try Data(contentsOf: file).range(of: Data(text.utf8)) != nil }

  @Test func `what was said, scores and the audit log go from databases that were moved aside, each by its clock`() throws {
    let house = try RetentionFixture {
      $0.words = 10 * day
      $0.scores = 20 * day
      $0.audit = 30 * day
    }
    try house.answer("old", "q1", at: 1_000 * day, analysis: #"{"text":{"said":"words-of-old"}}"#)
    try house.answer("new", "q1", at: 1_009 * day, analysis: #"{"text":{"said":"words-of-new"}}"#)
    try house.audit("subject-of-old", at: 1_000 * day)
    let copies = [try moved(house, .replaced), try moved(house, .damaged)]
    for copy in copies { #expect(try names(copy, "words-of-old") && names(copy, "words-of-new")) }
    try house.wait(until: 1_010 * day)
    _ = try house.pass()
    for copy in copies {
      #expect(try !names(copy, "words-of-old") && names(copy, "words-of-new"))
      #expect(try SQLiteStore(path: copy.path).counts().answers == 2, "the scores are there")
    }
    try house.wait(until: 1_020 * day)
    _ = try house.pass()
    for copy in copies {
      #expect(try SQLiteStore(path: copy.path).sessions(after: nil, limit: 10).map(\.record.id.text) == ["new"])
      #expect(try names(copy, "subject-of-old") && !names(copy, "words-of-new"))
    }
    try house.wait(until: 1_030 * day)
    _ = try house.pass()
    // The cut says up to which number, and not about whom.
    for copy in copies { #expect(try !names(copy, "subject-of-old")) }
  }

  @Test func `one that nothing can be taken out of goes as a whole, when its file is as old as that`() throws {
    let house = try RetentionFixture { $0.words = 10 * day }
    try house.answer("old", "q1", at: 1_000 * day)
    let torn = try moved(house, .damaged)
    try Data(repeating: 0x5A, count: 9_000).write(to: torn)
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1_001 * day)], ofItemAtPath: torn.path)
    try house.wait(until: 1_011 * day - 1)
    _ = try house.pass()
    #expect(FileManager.default.fileExists(atPath: torn.path), "not before its time")
    try house.wait(until: 1_011 * day)
    _ = try house.pass()
    #expect(!FileManager.default.fileExists(atPath: torn.path))
  }

  @Test func `one that cannot be opened is told, and keeps nothing from going out of the store and the others`() throws {
    let house = try RetentionFixture {
      $0.words = 10 * day
      $0.audit = 10 * day
    }
    try house.answer("old", "q1", at: 1_000 * day, analysis: #"{"text":{"said":"words-of-old"}}"#)
    try house.audit("subject-of-old", at: 1_000 * day)
    let (theirs, ours) = (try moved(house, .damaged), try moved(house, .replaced))
    // No file of the daemon's, where one of its own belongs.
    let unusable = theirs.path + "-shm"
    try FileManager.default.createDirectory(atPath: unusable, withIntermediateDirectories: false)
    try house.wait(until: 1_010 * day)
    #expect(throws: Fault.self) { _ = try house.pass() }
    #expect(house.retention.trouble?.code == .storeForeign)
    #expect(try house.store.answersWithContent(arrivedBefore: 1_010 * day, limit: 10).isEmpty)
    #expect(try house.store.auditLinks(after: 0, limit: 10).map(\.entry.action) == ["audit-retention"])
    #expect(try !names(ours, "words-of-old") && names(theirs, "words-of-old"))
    try FileManager.default.removeItem(atPath: unusable)
    _ = try house.pass()
    #expect(house.retention.trouble == nil)
    #expect(try !names(theirs, "words-of-old"))
  }

  @Test func `what is for ever stays: by default scores and the audit log`() throws {
    let house = try RetentionFixture { _ in }
    try house.answer("old", "q1", at: 1)
    try house.audit("old", at: 1)
    house.now = 36_500 * day
    _ = try house.pass()
    #expect(try house.store.counts().answers == 1)
    #expect(try house.store.auditLinks(after: 0, limit: 10).count == 1)
  }

  @Test func `the audit log is cut at its beginning, says so, and is intact afterwards and after more entries`() throws {
    let house = try RetentionFixture { $0.audit = 10 * day }
    for index in 1...5 { try house.audit("\(index)", at: Double(index) * day) }
    house.now = 13 * day
    _ = try house.pass()
    let links = try house.store.auditLinks(after: 0, limit: 10)
    #expect(links.map(\.number) == [4, 5, 6], "1 to 3 are ten days old; the cut is number 6")
    #expect(links.last?.entry.action == "audit-retention" && links.last?.entry.subject == "3")
    #expect(links.last?.entry.detail == links.first?.previous.hex)
    try house.audit("7", at: 13 * day)
    #expect(
      try house.store.verifyAudit(digest: Files.hash)
        == .intact(links: 4, head: try #require(house.store.auditLinks(after: 6, limit: 1).first).hash))
    house.now = 14.5 * day
    _ = try house.pass()
    #expect(try house.store.auditLinks(after: 0, limit: 10).map(\.number) == [5, 6, 7, 8])
    #expect(try house.store.auditLinks(after: 7, limit: 1).first?.entry.subject == "4")
    guard case .intact(links: 4, _) = try house.store.verifyAudit(digest: Files.hash) else {
      Issue.record("a log that was cut twice is intact")
      return
    }
    house.now = 14.6 * day
    _ = try house.pass()
    #expect(try house.store.auditLinks(after: 0, limit: 10).count == 4, "a pass with nothing due writes nothing")
  }

  @Test func `a beginning that went without a cut is found`() throws {
    let house = try RetentionFixture { $0.audit = 10 * day }
    for index in 1...5 { try house.audit("\(index)", at: Double(index) * day) }
    let removed = Process()
    removed.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    removed.arguments = [
      house.base.path + "/state/intone.sqlite", "DROP TRIGGER audit_links_remain; DELETE FROM audit_links WHERE number <= 2",
    ]
    try removed.run()
    removed.waitUntilExit()
    #expect(removed.terminationStatus == 0)
    #expect(try house.store.verifyAudit(digest: Files.hash) == .broken(at: 3))
  }

  @Test func `after a cut the log still refuses deletion through SQL`() throws {
    let house = try RetentionFixture { $0.audit = day }
    try house.audit("1", at: 0)
    house.now = 2 * day
    _ = try house.pass()
    let refused = Process()
    refused.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    refused.arguments = [house.base.path + "/state/intone.sqlite", "DELETE FROM audit_links"]
    refused.standardError = FileHandle.nullDevice
    try refused.run()
    refused.waitUntilExit()
    #expect(refused.terminationStatus != 0)
    #expect(try house.store.auditLinks(after: 0, limit: 10).map(\.entry.action) == ["audit-retention"])
  }

  @Test func `after the clock jumped neither scores nor audit entries go until it went evenly for their whole time`() throws {
    let house = try RetentionFixture {
      $0.scores = 40 * day
      $0.audit = 20 * day
    }
    try house.answer("s", "q1", at: 1_000 * day)
    try house.audit("s", at: 1_000 * day)
    _ = try house.pass()
    house.now = 1_400 * day
    _ = try house.pass()
    #expect(try house.store.counts().answers == 1 && house.store.auditLinks(after: 0, limit: 10).count == 1)
    #expect(house.retention.hold?.code == .retentionClockJumped)
    try house.wait(until: 1_421 * day)
    _ = try house.pass()
    #expect(try house.store.auditLinks(after: 0, limit: 10).map(\.entry.action) == ["audit-retention"], "twenty even days")
    #expect(try house.store.counts().answers == 1)
    // 1970 + 1430 days: what is held next goes after thirty even days.
    #expect(house.retention.hold?.detail.hasSuffix("held until 1973-12-01T00:00:00Z") == true)
    try house.wait(until: 1_441 * day)
    _ = try house.pass()
    #expect(try house.store.counts().answers == 0, "forty even days")
    #expect(house.retention.hold == nil)
  }
}
