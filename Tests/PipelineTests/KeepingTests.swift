@testable import Assessment
@testable import Maintenance
@testable import Pipeline
import Foundation
import Inbox
import Interview
import Logging
import Store
import Synchronization
import TestSupport
import Testing

struct KeepingTests {
  private static let day = 86_400.0
  private static let start = 1_800_000_000.0

  private func position() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-keeping-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
  }

  @Test func `a clock that goes on evenly is believed, also over a week without a server`() throws {
    let path = try position() + "/clock"
    var now = Self.start
    for step in [0.0, 3600, 3600, 7 * Self.day, 60, -3600, 3600] {
      now += step
      #expect(try ClockJumpDetector(path: path).check(now) == nil, "\(step)")
    }
  }

  @Test(arguments: [400.0, 8, -8, -400]) func `a jump of the clock is remembered across restarts`(days: Double) throws {
    let path = try position() + "/clock"
    #expect(try ClockJumpDetector(path: path).check(Self.start) == nil)
    let jump = ClockJumpDetector.Jump(at: Self.start + days * Self.day, by: days * Self.day)
    #expect(try ClockJumpDetector(path: path).check(jump.at) == jump)
    let later = ClockJumpDetector(path: path)
    #expect(later.jump == nil)
    #expect(try later.check(jump.at + 3 * Self.day) == jump)
    #expect(later.jump == jump)
    // Putting it right is a jump of its own: what came meanwhile has a wrong time.
    let right = Self.start + (days > 0 ? 2 : 4) * Self.day
    #expect(try later.check(right)?.at == right)
    // Somebody has looked, and says so.
    try FileManager.default.removeItem(atPath: path)
    #expect(try later.check(Self.start + 5 * Self.day) == nil)
    #expect(later.jump == nil)
  }

  @Test func `a damaged time of the last look is as a jump, one that cannot be kept is told`() throws {
    let path = try position() + "/clock"
    for text in ["", "soon", "1 2", "nan 0 0"] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      #expect(try ClockJumpDetector(path: path).check(Self.start) == .init(at: Self.start, by: 0), "\(text)")
    }
    let fault = #expect(throws: Fault.self) { try ClockJumpDetector(path: "/dev/null/clock").check(Self.start) }
    #expect(fault?.code == .retentionClockUnkept)
  }

  /// A store with one answer that arrived at `start`.
  private final class OneAnswer: StoreErasure {
    let withdrawn = Mutex<[Double]>([])
    func answersWithContent(arrivedBefore time: Double, limit: Int) -> [AnswerKey] {
      time > start && withdrawn.withLock(\.isEmpty) ? [AnswerKey(session: OpaqueName("s-1"), question: OpaqueName("q1"))] : []
    }
    func countWithContent(arrivedBefore time: Double) -> Int { answersWithContent(arrivedBefore: time, limit: 1).count }
    func redactContent(of answer: String, redact: (String) -> String, at time: Double) { withdrawn.withLock { $0.append(time) } }
    func withdrawMeasures(of answer: String, because reason: UnknownReason, at time: Double) {}
    func sessions(quietSince time: Double, limit: Int) throws(Fault) -> [String] { [] }
    func countSessions(quietSince time: Double) throws(Fault) -> Int { 0 }
    func countAudit(through time: Double) throws(Fault) -> Int { 0 }
    func cutAudit(through time: Double, at now: Double, digest: AuditLink.Digest) throws(Fault) -> Int { 0 }
    func emptyLog() -> Bool { true }
    func sessions(ofCandidate candidate: String) -> [String] { [] }
    func candidates() -> [String] { [] }
    func known(sessions: [String]) -> [String] { [] }
    func holdsAnswers(ofSession session: String) -> Bool { false }
    func recordings(onlyOf sessions: [String]) -> [ContentHash] { [] }
    func erase(sessions: [String], telling kind: StoreEvent.Kind, at time: Double) -> Erased { Erased() }
  }

  @Test func `on day 31 words go, but not when the clock only jumped there`() throws {
    let folder = try position()
    for name in ["/inbox", "/state"] { try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true) }
    let time = Mutex(Self.start)
    let clock = InboxClock(monotonic: { 0 }, wall: { time.withLock { $0 } })
    let store = OneAnswer()
    let retention = RetentionManager(
      inbox: try Inbox(
        configuration: InboxConfiguration(roots: [InboxRoot(path: folder + "/inbox")], stateDirectory: folder + "/state"), clock: clock),
      store: store, tombstones: try Tombstones(path: folder + "/forgotten"), policy: .init(), logger: Logger(label: "test"),
      clockJumps: ClockJumpDetector(path: folder + "/clock"), clock: clock)
    func pass(day: Double) throws -> [Double] {
      time.withLock { $0 = Self.start + day * Self.day }
      _ = try retention.retain()
      return store.withdrawn.withLock { $0.map { ($0 - Self.start) / Self.day } }
    }
    #expect(try pass(day: 0).isEmpty)
    #expect(try pass(day: 400).isEmpty)
    #expect(retention.hold?.code == .retentionClockJumped)
    #expect(retention.hold?.detail == "2028-02-19T08:00:00Z: +400 d; held until 2028-03-20T08:00:00Z")
    #expect(try pass(day: 2).isEmpty)
    for day in stride(from: 4.0, to: 32, by: 4) { #expect(try pass(day: day).isEmpty) }
    // Day 2 was the last jump: thirty days later the clock is believed.
    #expect(try pass(day: 32.1) == [32.1])
    #expect(retention.hold == nil)
  }

  @Test func `a time that could not be kept is no trouble any more once it can be, before the next pass`() throws {
    let folder = try position()
    for name in ["/inbox", "/state"] { try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true) }
    let clock = InboxClock(monotonic: { 0 }, wall: { Self.start })
    let retention = RetentionManager(
      inbox: try Inbox(
        configuration: InboxConfiguration(roots: [InboxRoot(path: folder + "/inbox")], stateDirectory: folder + "/state"), clock: clock),
      store: OneAnswer(), tombstones: try Tombstones(path: folder + "/forgotten"), policy: .init(), logger: Logger(label: "test"),
      clockJumps: ClockJumpDetector(path: folder + "/full/clock"), clock: clock)
    #expect(throws: Fault.self) { try retention.pass(limit: 10) }
    #expect(retention.trouble?.code == .retentionClockUnkept)
    #expect(retention.trouble?.code == .retentionClockUnkept, "it cannot be kept still")
    try FileManager.default.createDirectory(atPath: folder + "/full", withIntermediateDirectories: true)
    #expect(retention.trouble == nil)
    #expect(try String(contentsOfFile: folder + "/full/clock", encoding: .utf8) == "\(Int(Self.start)) 0 0\n")
  }

  @Test func `what one instance forgets, another does not take`() throws {
    let path = try position() + "/forgotten"
    let (one, other) = (try Tombstones(path: path), try Tombstones(path: path))
    #expect(try !other.holds(.candidate, "c-1"))
    try one.add([(kind: .candidate, name: "c-1")])
    try other.add([(kind: .session, name: "s-2")])
    for list in [one, other, try Tombstones(path: path)] {
      #expect(try list.holds(.candidate, "c-1"))
      #expect(try list.holds(.session, "s-2"))
      #expect(try !list.holds(.session, "c-1"))
    }
    // A crash cut the last line short: it is no entry, and what is added next is one.
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.dropLast(10).write(to: URL(fileURLWithPath: path))
    try one.add([(kind: .session, name: "s-3")])
    let lists = [one, try Tombstones(path: path)]
    #expect(try lists.allSatisfy { try $0.holds(.session, "s-3") && !$0.holds(.session, "s-2") && $0.holds(.candidate, "c-1") })
    #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("c-1"))
  }
}
