import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `From the inbox to the store` {
  @Suite struct Crash {
    @Test func `killed at work and started again, every answer has one row and nothing is lost`() async throws {
      let house = try Installation(workers: 2)
      let answers = (1...12).map { "s\($0 % 3)__q\($0 + 10)" }.sorted()
      for number in 1...12 { try house.drop(Sample.short, as: "s\(number % 3)/q\(number + 10).wav") }
      // Killed as soon as the first row, the fourth, the seventh are there: at other points of the line each time.
      for done in [1, 4, 7] {
        try house.start()
        try await eventually("\(done) rows; it logged: \(house.logged)") { try house.scores().count >= done }
        try house.end(SIGKILL)
      }
      try await house.startAndWait()
      try await house.waitForScores(answers)
      #expect(try house.rows("SELECT answer, count(*) AS n FROM answer_scores GROUP BY answer HAVING n > 1").isEmpty)
      #expect(try house.scores().allSatisfy { $0["revision"] as? Int == 1 })
      try await eventually("the inbox is empty") { house.files(below: house.inbox).isEmpty }
      try await eventually("all are filed") { house.files(below: house.archive).count { $0.hasSuffix(".wav") } == 12 }
      let kept = house.files(below: house.archive).filter { $0.hasSuffix(".wav") }
      #expect(kept.count == 12)
      let original = try Data(contentsOf: Sample.short)
      for path in kept { #expect(try Data(contentsOf: house.archive.appendingPathComponent(path)) == original) }
    }

    @Test func `on SIGTERM it ends with 0, leaves no socket and no work half done, and goes on after the next start`() async throws {
      let house = try Installation()
      for number in 1...6 { try house.drop(Sample.short, as: "s/q\(number).wav") }
      try await house.startAndWait()
      try await eventually("the first row") { try !house.scores().isEmpty }
      #expect(try house.end(SIGTERM) == 0)
      #expect(!FileManager.default.fileExists(atPath: house.socket.path))
      let waiting = house.files(below: house.inbox).filter { $0.hasSuffix(".wav") }.count
      #expect(try house.scores().count + waiting == 6, "what is not scored is back in the inbox")
      try await house.startAndWait()
      try await house.waitForScores((1...6).map { "s__q\($0)" })
    }

    @Test func `a second daemon on the same state does not start, and the first goes on`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      let second = try Ended.running(Programs.url("intoned"), ["--config", house.configuration.path])
      #expect(second.code != 0)
      #expect(second.error.contains("instance"), "\(second.error)")
      #expect(try house.get("/healthz").code == 0)
    }
  }
}
