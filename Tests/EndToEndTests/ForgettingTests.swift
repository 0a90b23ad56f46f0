import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `From the inbox to the store` {
  /// What is held about people goes: after its time, and when they ask.
  @Suite struct Forgetting {
    /// Every place below the state directory whose bytes hold this text.
    private func positions(of text: String, in house: Installation) throws -> [String] {
      let ended = try Ended.running(URL(fileURLWithPath: "/usr/bin/grep"), ["-rlaF", text, house.state.path, house.inbox.path])
      return ended.out.split(separator: "\n").map(String.init)
    }

    @Test func `after the retention period neither sound nor words are left in files, database and log, and the scores stay`() async throws
    {
      let house = try Installation(transcriptWait: 30)
      try await house.startAndWait()
      try house.drop(text: Sample.words, as: "s-1/q1.srt")
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await house.waitForScores(["s-1__q1"])
      try await eventually("it is filed") { house.files(below: house.archive).contains("s-1/q1.wav") }
      #expect(try !positions(of: "many containers", in: house).isEmpty)
      let before = try #require(try house.scores().first)
      try house.end(SIGTERM)
      let configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      try house.write(configuration + "retention:\n  recordings: 1s\n", to: house.configuration)
      try await Task.sleep(for: .seconds(1))
      try await house.startAndWait()
      try await eventually("nothing is due") {
        let status = try house.intone("status", "--json").object
        return (status["retention"] as? [String: Any])?["backlog"] as? Int == 0
      }
      try await eventually("the log is empty: \(try positions(of: "many containers", in: house))") {
        try positions(of: "many containers", in: house).isEmpty
      }
      #expect(!house.files(below: house.archive).contains { $0.contains("q1") })
      let after = try #require(try house.scores().first)
      for column in ["overall", "dimensions", "confidence", "revision", "recording_sha256"] {
        #expect("\(before[column] ?? "")" == "\(after[column] ?? "")", "\(column)")
      }
      #expect(try house.intone("show", "s-1__q1").code == 0)
      #expect(try house.intone("explain", "s-1__q1").code == 0)
    }

    @Test func `a forgotten candidate is in no file any more, is told to consumers, and does not come again`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(text: "candidate: person-4711\nquestions: [{id: q1}, {id: q2}]\n", as: "s-1/session.yaml")
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try house.drop(Sample.short, as: "s-2/q1.wav")
      try await house.waitForScores(["s-1__q1", "s-2__q1"])
      try await eventually("the manifest counts") {
        try house.rows("SELECT 1 FROM session_scores WHERE candidate = 'person-4711'").count == 1
      }
      try house.drop(text: "not a recording", as: "s-1/q2.wav")
      try await eventually("it is in the quarantine") { house.files(below: house.quarantine).contains("s-1/q2.wav") }
      #expect(try house.intone("forget", "person-4712").code == 1, "nobody ever had that id")
      let trial = try house.intone("forget", "person-4711", "--json").object
      #expect(trial["sessions"] as? Int == 1)
      #expect(try house.scores().count == 2)
      let receipt = try house.intone("forget", "person-4711", "--yes", "--json").object
      #expect(receipt["sessions"] as? Int == 1)
      #expect(receipt["answers"] as? Int == 1)
      #expect(receipt["log_emptied"] as? Bool == true)
      // q1.wav and its document, session.yaml, q2.wav and its reason.
      #expect((receipt["files"] as? Int ?? 0) >= 5)
      #expect(try house.scores().compactMap { $0["answer"] as? String } == ["s-2__q1"])
      #expect(try positions(of: "person-4711", in: house) == [])
      #expect(house.files(below: house.state).filter { $0.contains("s-1/") } == [])
      #expect(try house.rows("SELECT session FROM events WHERE kind = 'session.forgotten'").first?["session"] as? String == "s-1")
      // SHA-256 of person-4711.
      let hash = try Ended.running(URL(fileURLWithPath: "/bin/sh"), ["-c", "printf person-4711 | sha256sum"]).out.prefix(64)
      let entries = try house.intone("audit", "--json").out.split(separator: "\n").filter { $0.contains("\"action\":\"forget\"") }
      // One that nobody ever had, a trial, and the erasure, each as it began and as it ended.
      #expect(entries.count == 6 && entries.dropFirst(2).allSatisfy { $0.contains("candidate sha256:\(hash)") }, "\(entries)")
      #expect(entries.last?.contains("sessions=1 answers=1") == true)
      // The same session again, and the same candidate under another name.
      try house.drop(Sample.short, as: "s-1/q3.wav")
      try house.drop(text: "candidate: person-4711\n", as: "s-9/session.yaml")
      try await eventually("both are refused") {
        let set = house.files(below: house.quarantine)
        return set.contains("s-1/q3.wav") && set.contains("s-9/session.yaml")
      }
      #expect(try house.intone("quarantine").out.contains("[session.forgotten]"))
      #expect(try positions(of: "person-4711", in: house) == [], "what was delivered again is erased as well")
      #expect(try house.scores().count == 1)
      #expect(try Ended.running(URL(fileURLWithPath: "/usr/bin/sqlite3"), [house.database.path, "PRAGMA integrity_check"]).out == "ok\n")
    }

    /// `INTONE_CRASH_AT` is in debug builds alone.
    @Test(arguments: ["forget.listed", "forget.keys-erased", "forget.files-erased", "forget.rows-erased"])
    func `an erasure that was killed half way is ended by the next start`(point: String) async throws {
      let house = try Installation()
      try await house.startAndWait()
      for session in ["s-1", "s-2"] {
        try house.drop(text: "candidate: person-4711\n", as: "\(session)/session.yaml")
        try house.drop(Sample.short, as: "\(session)/q1.wav")
      }
      try await house.waitForScores(["s-1__q1", "s-2__q1"])
      try await eventually("they are filed") { house.files(below: house.archive).filter { $0.hasSuffix("wav") }.count == 2 }
      // As after a restore: the database that was there before holds them too.
      let moved = house.state.appendingPathComponent("intone.sqlite.replaced-20260101T000000Z").path
      #expect(try Ended.running(URL(fileURLWithPath: "/usr/bin/sqlite3"), [house.database.path, "VACUUM INTO '\(moved)'"]).code == 0)
      try house.end(SIGTERM)
      try house.start(through: ["/usr/bin/env", "INTONE_CRASH_AT=" + point])
      try await eventually("it answers") { try house.get("/readyz").code == 0 }
      #expect(try house.intone("forget", "person-4711", "--yes").code != 0)
      try await eventually("it is dead") { !house.isRunning }
      try await house.startAndWait()
      try await eventually("nothing is left: \(try positions(of: "person-4711", in: house))") {
        try positions(of: "person-4711", in: house) == []
      }
      #expect(try house.scores().isEmpty)
      #expect(house.files(below: house.archive) == [])
      #expect(try house.intone("audit", "verify").code == 0)
    }

    @Test func `what a reader keeps in the log is named in status until it is emptied, by itself`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(text: "candidate: person-4711\n", as: "s-1/session.yaml")
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await house.waitForScores(["s-1__q1"])
      try await eventually("it is filed") { house.files(below: house.archive).contains("s-1/q1.wav") }
      let reader = Process()
      let orders = Pipe()
      let reported = Pipe()
      reader.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
      reader.arguments = ["-readonly", house.database.path]
      (reader.standardInput, reader.standardOutput) = (orders, reported)
      try reader.run()
      try orders.fileHandleForWriting.write(contentsOf: Data("BEGIN; SELECT count(*) FROM answers;\n".utf8))
      #expect(String(decoding: reported.fileHandleForReading.availableData, as: UTF8.self) == "1\n")
      let receipt = try house.intone("forget", "person-4711", "--yes", "--json").object
      #expect(receipt["log_emptied"] as? Bool == false)
      #expect(try house.intone("status").out.contains("[forget.log-held]"))
      try orders.fileHandleForWriting.close()
      reader.waitUntilExit()
      try await eventually("status says nothing more") { try !house.intone("status").out.contains("forget.log-held") }
      #expect(try positions(of: "person-4711", in: house) == [])
    }
  }
}
