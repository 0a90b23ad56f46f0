import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Daemon

struct RepeatingServiceTests {
  private struct Broken: Error, Equatable {}

  /// What the steps of a service saw.
  private final class Seen: Sendable {
    let values = Mutex<[Int]>([])
    func note(_ value: Int) { values.withLock { $0.append(value) } }
    var all: [Int] { values.withLock(\.self) }
  }

  private func group(_ services: [any Service]) -> ServiceGroup {
    ServiceGroup(
      configuration: .init(services: services.map { .init(service: $0) }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
  }

  @Test func `a step is given what the one before left, and its error ends the daemon's group`() async {
    let seen = Seen()
    let service = RepeatingService(from: 0) { (count: inout Int) throws(Broken) in
      seen.note(count)
      count += 1
      if count == 4 { throw Broken() }
      return .zero
    }
    // Another service that would run for ever: the group ends for all.
    let other = RepeatingService(from: 0) { (_: inout Int) in .seconds(3600) }
    await #expect(throws: Broken()) { try await group([other, service]).run() }
    #expect(seen.all == [0, 1, 2, 3])
  }

  @Test func `a shutdown ends the pause at once, tells the step that may block, and lets the last work be done`() async throws {
    let seen = Seen()
    let service = RepeatingService(
      from: 10, onShutdown: { seen.note(-1) }, last: { seen.note($0 * 100) },
      step: { (count: inout Int) in
        count += 1
        seen.note(count)
        return .seconds(3600)
      })
    let group = group([service])
    async let ended: Void = group.run()
    while seen.all.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    await group.triggerGracefulShutdown()
    try await ended
    #expect(seen.all == [11, -1, 1100])
  }

  @Test func `what fails in the last work is an error of the daemon too`() async throws {
    let seen = Seen()
    let service = RepeatingService(
      from: 0, last: { (_: inout Int) throws(Broken) in throw Broken() },
      step: { (_: inout Int) in
        seen.note(1)
        return .seconds(3600)
      })
    let group = group([service])
    let run = Task { try await group.run() }
    while seen.all.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    await group.triggerGracefulShutdown()
    await #expect(throws: Broken()) { try await run.value }
  }

  @Test func `retention passes every hour, at once again while there is more, and looks every five seconds`() {
    var timetable = RetentionTimetable()
    #expect(timetable.isPassDue, "one is due at the start")
    #expect(timetable.looked(more: true) == 1)
    #expect(timetable.isPassDue, "there was more to do")
    #expect(timetable.looked(more: false) == 5)
    // 3,600 s at five a look.
    var polls = 0
    while !timetable.isPassDue {
      #expect(timetable.looked(more: false) == 5)
      polls += 1
    }
    #expect(polls == 720)
  }

  @Test func `a pass of retention that failed is tried again after a minute`() {
    var timetable = RetentionTimetable()
    #expect(timetable.failed() == 5 && !timetable.isPassDue)
    // 60 s at five a look, the first of them spent.
    var polls = 0
    while !timetable.isPassDue {
      _ = timetable.looked(more: false)
      polls += 1
    }
    #expect(polls == 11)
  }

  @Test func `a signal that comes while a worker is busy is kept for it, once`() async {
    let signal = WorkerSignal(workers: 2)
    for _ in 0..<3 { signal.signal() }
    // Neither waits: each was signalled. A second wait of the first would go on for ever, and is ended by closing.
    signal.wait(worker: 0)
    signal.wait(worker: 1)
    let woken = Seen()
    async let waited: Void = onOwnThread {
      signal.wait(worker: 0)
      woken.note(1)
    }
    try? await Task.sleep(for: .milliseconds(50))
    #expect(woken.all.isEmpty, "three signals are one")
    signal.close()
    await waited
    #expect(woken.all == [1] && signal.isClosed)
    // Closed is closed: nobody waits any more.
    signal.wait(worker: 0)
    signal.wait(worker: 1)
  }

  private func onOwnThread(_ work: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
      let thread = Thread {
        work()
        continuation.resume()
      }
      thread.start()
    }
  }
}
