import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What people and programs ask` {
  /// The socket as other programs meet it.
  @Suite struct `The socket` {
    /// Python's own HTTP client over the Unix socket: prints status, the fields named and the body as one JSON object.
    private static let client = """
      import http.client, json, socket, sys
      class Unix(http.client.HTTPConnection):
          def connect(self):
              self.sock = socket.socket(socket.AF_UNIX)
              self.sock.settimeout(20)
              self.sock.connect(sys.argv[1])
      c = Unix("localhost")
      c.request(sys.argv[2], sys.argv[3])
      r = c.getresponse()
      print(json.dumps({"status": r.status, "link": r.getheader("Link"), "type": r.getheader("Content-Type"), "body": r.read().decode()}))
      """

    private func ask(_ house: Installation, _ method: String, _ target: String, user: String? = nil) throws -> [String: Any] {
      let python = ["-c", Self.client, house.socket.path, method, target]
      guard let user else { return try Ended.running(URL(fileURLWithPath: "/usr/bin/python3"), python).object }
      return try Ended.running(
        URL(fileURLWithPath: "/usr/bin/setpriv"), ["--reuid", user, "--regid", user, "--clear-groups", "/usr/bin/python3"] + python
      ).object
    }

    @Test func `pages follow each other by their Link, and a bad limit is told plainly`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      for session in ["s-1", "s-2", "s-3"] { try house.drop(Sample.short, as: "\(session)/q1.wav") }
      try await house.waitForScores(["s-1__q1", "s-2__q1", "s-3__q1"])
      let first = try ask(house, "GET", "/v1/sessions?limit=2")
      #expect(first["status"] as? Int == 200)
      #expect(first["link"] as? String == "</v1/sessions?after=s-2&limit=2>; rel=\"next\"")
      let second = try ask(house, "GET", "/v1/sessions?after=s-2&limit=2")
      #expect(second["link"] is NSNull)
      #expect((second["body"] as? String)?.contains("\"id\":\"s-3\"") == true)
      let bad = try ask(house, "GET", "/v1/sessions?limit=none")
      #expect(bad["status"] as? Int == 400)
      #expect(bad["type"] as? String == "application/problem+json")
      #expect((bad["body"] as? String)?.contains("control.bad-request") == true)
      // A stream that comes back with the cursor it has seen gets the next event, not the first.
      let stream = try Ended.running(
        URL(fileURLWithPath: "/usr/bin/curl"),
        [
          "--silent", "--max-time", "2", "--unix-socket", house.socket.path, "-H", "Accept: text/event-stream", "-H", "Last-Event-ID: 2",
          "http://localhost/v1/events",
        ])
      #expect(stream.out.hasPrefix(": open\n\nid: 3\n"))
      // Nothing comes after the end: the call waits its second and gives nothing.
      let waited = try ask(house, "GET", "/v1/events?after=100000&wait=1")
      #expect(waited["status"] as? Int == 200)
      #expect(waited["body"] as? String == "")
    }

    @Test func `a paused daemon takes nothing, a resumed one goes on, and the audit log tells of both`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      #expect(try house.intone("pause").code == 0)
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await eventually("the recording is ready") {
        let queue = try house.intone("queue", "--json").object
        return queue["ready"] as? Int == 1
      }
      let status = try house.intone("status", "--json").object
      #expect(status["work"] as? String == "paused")
      #expect(try house.scores().isEmpty)
      #expect(try house.intone("resume").code == 0)
      try await house.waitForScores(["s-1__q1"])
      #expect(try house.intone("drain").code == 0)
      let log = try house.intone("audit", "--json").out
      // Each is there before it is done and after.
      let ended = log.split(separator: "\n").map { $0.contains("\"outcome\":\"done\"") }
      #expect(ended == [false, true, false, true, false, true])
      let verdict = try house.intone("audit", "verify", "--json")
      #expect(verdict.code == 0)
      #expect(try verdict.object["links"] as? Int == 6)
      // One changed word breaks the chain at its entry.
      _ = try Ended.running(
        URL(fileURLWithPath: "/usr/bin/sqlite3"), [house.database.path, "UPDATE audit_links SET subject = 'x' WHERE number = 2"])
      let broken = try house.intone("audit", "verify", "--json")
      if broken.code == 0 {
        // The store itself may refuse the edit.
        #expect(try house.rows("SELECT subject FROM audit_links WHERE number = 2").first?["subject"] as? String != "x")
      } else {
        #expect(try broken.object["broken_at"] as? Int == 2)
      }
    }

    @Test func `a held session keeps what comes for it, says who holds it, and is scored once it is released`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      // Before its first file has come.
      #expect(try house.intone("hold", "s-1").code == 0)
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try house.drop(Sample.short, as: "s-2/q1.wav")
      try await house.waitForScores(["s-2__q1"])
      try await eventually("the recording is in the held directory") {
        house.files(below: house.state.appendingPathComponent("held/s-1")).contains("q1.wav")
      }
      #expect(try house.intone("quarantine").out.contains("[inbox.on-hold]"))
      #expect(try house.intone("show", "s-1", "--json").object["reason"] as? String == "inbox.on-hold")
      #expect(try house.intone("release", "s-1", "--quiet").out.isEmpty)
      try await house.waitForScores(["s-1__q1", "s-2__q1"])
      #expect(try house.intone("release", "s-1").code == 1)
      #expect(try house.intone("hold", "../x").code == 1)
      #expect(try house.rows("SELECT kind FROM events WHERE kind IN ('answer.held', 'answer.released')").count == 2)
      let stats = try house.intone("stats", "--json").object
      #expect(stats["answers"] as? Int == 2)
      #expect(
        try house.intone("version", "--json").object["intoned"] as? String == house.intone("version", "--json").object["intone"] as? String)
    }

    @Test func `a reload with mistakes keeps what was in force and says so, a good one heals it`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      let good = try String(contentsOf: house.configuration, encoding: .utf8)
      try house.write(good + "settel: 3s\nlargest_file: none\nroles:\n  viewers: [hr]\n", to: house.configuration)
      let refused = try house.intone("reload", "--lang", "en")
      #expect(refused.code == 1)
      for part in ["did you mean settle?", "largest_file", "viewers"] { #expect(refused.error.contains(part), "\(part)") }
      let status = try house.intone("status", "--lang", "en")
      #expect(status.code == 4)
      #expect(status.out.contains("[configuration.invalid]"))
      #expect(house.logged.contains("configuration.kept"))
      try house.write(good + "roles:\n  viewer: [hr]\npromise: 5m\n", to: house.configuration)
      let done = try house.intone("reload", "--json").object
      #expect(done["needs_restart"] as? [String] == ["promise"])
      #expect(try house.intone("status").code == 0)
      let shown = try house.intone("config", "show").out
      #expect(shown.contains("promise:") && shown.contains("\(house.configuration.path):"))
      #expect(shown.split(separator: "\n").first { $0.hasPrefix("log_level:") }?.hasSuffix("# default") == true)
    }

    @Test(.enabled(if: geteuid() == 0, "another user's calls need root to make them"))
    func `a stranger is told plainly what role he lacks, and the denial is in the audit log`() async throws {
      let house = try Installation()
      let configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      try house.write(configuration + "socket_mode: \"0666\"\nroles:\n  viewer: [nogroup]\n", to: house.configuration)
      try await house.startAndWait()
      try await eventually("the socket is open to all") {
        try FileManager.default.attributesOfItem(atPath: house.socket.path)[.posixPermissions] as? Int == 0o666
      }
      // Debian: user nobody is 65534 and so is its group nogroup.
      #expect(try ask(house, "GET", "/v1/sessions", user: "65534")["status"] as? Int == 200)
      for (method, target) in [
        ("GET", "/v1/answers/s-1__q1"), ("POST", "/v1/pause"), ("POST", "/v1/retry?id=x"), ("POST", "/v1/reload"), ("GET", "/v1/audit"),
        ("GET", "/v1/quarantine"), ("POST", "/v1/answers/s-1__q1/review"),
      ] {
        let answer = try ask(house, method, target, user: "65534")
        #expect(answer["status"] as? Int == 403, "\(target)")
        #expect((answer["body"] as? String)?.contains("uid:65534 (nobody)") == true)
      }
      let log = try house.intone("audit", "--json").out.split(separator: "\n")
      #expect(log.count == 7)
      #expect(log.allSatisfy { $0.contains("\"outcome\":\"denied\"") && $0.contains("denied.") })
    }
  }
}
