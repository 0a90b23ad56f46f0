import Documents
import Foundation
import HTTPTypes
import Inbox
import Interview
import Store
import Synchronization
import Testing

@testable import Control

/// What operators steer: a pause that ends by itself, problems that are known, and what the status foretells.
@Suite struct `Operators` {
  private func status(_ house: ControlFixture, names: Bool = true) async throws -> StatusDocument {
    try StatusDocument(reading: try await house.ask(.get, "/v1/status" + (names ? "" : "?names=false")).text)
  }

  @Test func `a pause until a time ends then, and wakes the workers`() async throws {
    let house = try ControlFixture()
    house.now = 1_800_000_000
    let woken = Counted()
    house.state.gate.onOpen { woken.add() }
    #expect(try await house.ask(.post, "/v1/pause?until=2027-01-15T10:00:00Z").status == 200)
    // 2027-01-15T10:00:00Z, by date -u +%s.
    #expect(try await status(house).resumes_at == 1_800_007_200)
    house.state.gate.resumeIfDue(at: 1_800_007_199)
    #expect(house.state.gate.mode == .paused && woken.count == 0)
    house.state.gate.resumeIfDue(at: 1_800_007_200)
    #expect(house.state.gate.mode == .running && woken.count == 1 && house.state.gate.resumesAt == nil)
    // One without an end stays, and what ended is no end of the next.
    #expect(try await house.ask(.post, "/v1/pause").status == 200)
    house.state.gate.resumeIfDue(at: 9_000_000_000)
    #expect(house.state.gate.mode == .paused)
  }

  @Test(arguments: ["2026-11-01T00:00:00Z", "tomorrow", "2027-01-15T10:00:00", "2099-01-01T00:00:00Z", ""])
  func `an end that is past, without a zone, or beyond a year is refused, and nothing is paused`(text: String) async throws {
    let house = try ControlFixture()
    house.now = 1_800_000_000
    #expect(try await house.ask(.post, "/v1/pause?until=" + PercentText.encoded(text)).status == 400)
    #expect(house.state.gate.mode == .running)
  }

  @Test func `a problem that is acknowledged leaves the list while it lasts, and is told again when it comes again`() async throws {
    let house = try ControlFixture()
    let inbox = house.folder.appendingPathComponent("inbox")
    let away = house.folder.appendingPathComponent("away")
    func inspect() { house.inbox.scan() }
    inspect()
    #expect(try await status(house).state == .ok)
    #expect(try await house.ask(.post, "/v1/acknowledge?code=inbox.vanished").status == 404)
    try FileManager.default.moveItem(at: inbox, to: away)
    inspect()
    let broken = try await status(house)
    let code = try #require(broken.problems.first?.code)
    #expect(broken.state == .degraded && broken.problems.count == 1)
    #expect(try await house.ask(.post, "/v1/acknowledge?code=\(code)").status == 200)
    let known = try await status(house)
    #expect(known.state == .ok && known.problems.isEmpty && known.acknowledged?.map(\.code) == [code])
    // Not ready all the same: who asks whether it works is told the truth.
    #expect(try await house.ask(.get, "/readyz").status == 503)
    #expect(try house.audited().contains { $0.action == "acknowledge" && $0.outcome == "done" })
    // Without names it is the same list.
    #expect(try await status(house, names: false).acknowledged?.count == 1)
    #expect(try await house.ask(.post, "/v1/acknowledge?code=\(code)&undo=true").status == 200)
    #expect(try await status(house).problems.count == 1)
    #expect(try await house.ask(.post, "/v1/acknowledge?code=\(code)").status == 200)
    try FileManager.default.moveItem(at: away, to: inbox)
    inspect()
    #expect(try await status(house).acknowledged?.isEmpty == true)
    try FileManager.default.moveItem(at: inbox, to: away)
    inspect()
    #expect(try await status(house).problems.map(\.code) == [code])
    #expect(try await house.ask(.post, "/v1/acknowledge").status == 400)
  }

  @Test func `the disk is foretold by what comes in, unless the retention lets go of it first`() {
    func days(_ free: Int, _ arrived: Int, _ uptime: Double, _ kept: Double?) -> Double? {
      StatusDocument.Disk.forecast(free: free, arrived: arrived, within: uptime, kept: kept)
    }
    // 1 GB in six hours are 4 GB a day: 40 GB last ten days.
    #expect(days(40_000_000_000, 1_000_000_000, 21_600, nil) == 10)
    #expect(days(40_000_000_000, 1_000_000_000, 21_600, 30 * 86_400) == 10)
    // Kept for five days, no more than 20 GB are ever added.
    #expect(days(40_000_000_000, 1_000_000_000, 21_600, 5 * 86_400) == nil)
    #expect(days(40_000_000_000, 1_000_000_000, 3599, nil) == nil && days(40_000_000_000, 0, 21_600, nil) == nil)
    #expect(days(-1, 1_000_000_000, 21_600, nil) == 0)
  }

  @Test func `the queue is estimated by the mean time of an answer and the workers`() {
    func seconds(_ waiting: Int, analyses: Int, _ spent: Double, workers: Int) -> Double? {
      StatusDocument.Throughput(
        answers: analyses, audio: 0, uptime: 100, analysis: spent, analyses: analyses, waiting: waiting, workers: workers
      ).queue_s
    }
    // 20 answers took 10 s: half a second each; 600 of them with three workers take 100 s.
    #expect(seconds(600, analyses: 20, 10, workers: 3) == 100)
    #expect(seconds(0, analyses: 20, 10, workers: 3) == nil && seconds(600, analyses: 9, 10, workers: 3) == nil)
  }
}

private final class Counted: Sendable {
  private let calls = Mutex(0)
  var count: Int { calls.withLock { $0 } }
  func add() { calls.withLock { $0 += 1 } }
}
