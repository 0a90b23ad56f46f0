import Foundation
import Testing

extension `From the inbox to the store` {
  @Suite struct Failure {
    /// A file that cannot be used: what stands in its reason, after which a good neighbour is scored all the same.
    private func quarantined(_ name: String, _ bytes: Data) async throws -> (code: String, action: String, kept: Data) {
      let house = try Installation()
      try await house.startAndWait()
      let made = house.root.appendingPathComponent("made")
      try bytes.write(to: made)
      try house.drop(made, as: "bad/\(name)")
      let reason = house.quarantine.appendingPathComponent("bad/\(name).reason.json")
      try await eventually("a reason beside the original; it logged: \(house.logged)") {
        FileManager.default.fileExists(atPath: reason.path)
      }
      try house.drop(Sample.short, as: "good/q1.wav")
      try await house.waitForScores(["good__q1"])
      let object = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: reason)) as? [String: Any])
      let kept = try Data(contentsOf: house.quarantine.appendingPathComponent("bad/\(name)"))
      return (try #require(object["code"] as? String), "\(object["action"] ?? "")", kept)
    }

    @Test func `a text file named like a recording is quarantined with its code, and the next recording is scored`() async throws {
      let bytes = Data("This is not a recording.\n".utf8)
      let found = try await quarantined("q1.wav", bytes)
      #expect(found.code.hasPrefix("recording."))
      #expect(!found.action.isEmpty)
      #expect(found.kept == bytes)
    }

    @Test func `a library that prints its troubles with a damaged recording is not heard in the log or on the terminal`() async throws {
      var bytes = try Data(contentsOf: Sample.container.appendingPathComponent("mp3.mp3"))
      // What libmpg123 calls an illegal header and tries to get over, in seven lines of its own.
      bytes.replaceSubrange(5_000..<7_000, with: Data(count: 2_000))
      let house = try Installation()
      let made = house.root.appendingPathComponent("q1.mp3")
      try bytes.write(to: made)
      let analysed = try house.intone("analyze", made.path, "--format", "json")
      #expect(!analysed.error.contains("mpg123") && !analysed.error.contains("resync"), "\(analysed.error)")
      try house.drop(made, as: "m/q1.mp3")
      try house.drop(Sample.short, as: "m/q2.wav")
      try await house.startAndWait()
      try await eventually("both are dealt with") { house.files(below: house.inbox).isEmpty }
      for line in house.logged.split(separator: "\n") {
        #expect(line.contains("id="), "every line of the log is one event: \(line)")
      }
    }

    @Test func `an empty recording is quarantined with a code of its own`() async throws {
      let found = try await quarantined("q1.wav", Data())
      #expect(found.code == "inbox.empty-file")
    }

    @Test func `a transcript that nobody can read is quarantined, and its recording is scored from sound`() async throws {
      let house = try Installation()
      try house.drop(text: "{\"segments\": [{\"start\": 1.0, \"text\": ", as: "t/q1.json")
      try house.drop(Sample.short, as: "t/q1.wav")
      try await house.startAndWait()
      let reason = house.quarantine.appendingPathComponent("t/q1.json.reason.json")
      try await eventually("a reason beside the transcript; it logged: \(house.logged)") {
        FileManager.default.fileExists(atPath: reason.path)
      }
      let object = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: reason)) as? [String: Any])
      #expect(object["code"] as? String == "transcript.unparseable")
      try await house.waitForScores(["t__q1"])
      #expect(try house.source(of: "t__q1") == "acoustic")
    }

    @Test func `a quarantined file goes back by retry, and is scored when it was mended`() async throws {
      let house = try Installation()
      try house.drop(text: "still not a recording", as: "r/q1.wav")
      try await house.startAndWait()
      let reason = house.quarantine.appendingPathComponent("r/q1.wav.reason.json")
      try await eventually("quarantine") { FileManager.default.fileExists(atPath: reason.path) }
      // Put right what was wrong, then retry.
      try Data(contentsOf: Sample.short).write(to: house.quarantine.appendingPathComponent("r/q1.wav"))
      let listed = try Data(house.intone("quarantine", "--json").out.utf8)
      let items = try #require(JSONSerialization.jsonObject(with: listed) as? [[String: Any]])
      let retried = try house.intone("retry", try #require(items.first?["id"] as? String))
      try #require(retried.code == 0, "\(retried.out)\(retried.error)")
      try await house.waitForScores(["r__q1"])
      #expect(!FileManager.default.fileExists(atPath: reason.path))
    }

    @Test func `an unknown role holds the answer with a reason, and costs the neighbours nothing`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(text: "role: astronaut\n", as: "h/session.yaml")
      try house.drop(Sample.short, as: "h/q1.wav")
      try house.drop(Sample.short, as: "n/q1.wav")
      try await house.waitForScores(["n__q1"])
      try await eventually("the session is held; it logged: \(house.logged)") { try house.get("/v1/sessions/h").out.contains("held") }
    }

    @Test func `a broken role model is named with its line, and the others work`() async throws {
      let house = try Installation()
      try house.write(
        "id: broken\nversion: 1\ndimensions:\n  - id: x\n    weight: lots\n", to: house.models.appendingPathComponent("broken.yaml"))
      let check = try house.intone("model", "check", house.models.appendingPathComponent("broken.yaml").path)
      #expect(check.code == 1)
      #expect((check.out + check.error).contains("broken.yaml:5:"), "\(check.out)\(check.error)")
      try await house.startAndWait()
      try house.drop(Sample.short, as: "m/q1.wav")
      try await house.waitForScores(["m__q1"])
    }

    @Test func `a bad configuration is answered with every mistake and its place, and nothing starts`() async throws {
      let house = try Installation()
      try house.write("workers: many\nsettel: 2s\n", to: house.configuration)
      for arguments in [["--config", house.configuration.path, "--check-config"], ["--config", house.configuration.path]] {
        let ended = try Ended.running(Programs.url("intoned"), arguments)
        #expect(ended.code != 0)
        #expect(ended.error.contains("intone.yaml:1:") && ended.error.contains("intone.yaml:2:"), "\(ended.error)")
        #expect(ended.error.contains("settel"))
      }
      #expect(!FileManager.default.fileExists(atPath: house.socket.path))
    }

    @Test func `without a daemon the command names the socket and ends with 3`() async throws {
      let house = try Installation()
      let ended = try house.intone("status")
      #expect(ended.code == 3)
      #expect(ended.error.contains(house.socket.path), "\(ended.error)")
    }
  }
}
