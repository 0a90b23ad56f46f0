import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What people and programs ask` {
  /// What an operator types, with a daemon and without one.
  @Suite struct `An operator's day` {
    private func mode(_ path: String) throws -> Int {
      try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func `wrong usage ends with 2, in both programs, and says what would be right`() throws {
      let house = try Installation()
      for arguments in [
        ["nosuch"], ["show", "--nosuch"], ["drain", "--timeout", "120"], ["events", "--wait", "60"], ["analyze"],
        ["analyze", "--pause-threshold", "0.3", "x.wav"], ["queue", "--limit", "-1"], ["events", "--wait", "301s"],
      ] {
        let ended = try house.intone(arguments: arguments)
        #expect(ended.code == 2, "\(arguments): \(ended.error)")
        #expect(ended.error.contains("Usage:") && ended.out.isEmpty, "\(arguments)")
      }
      let daemon = try Ended.running(Programs.url("intoned"), ["--nosuch"])
      #expect(daemon.code == 2)
      #expect(daemon.error.contains("Usage:"))
      #expect(try Ended.running(Programs.url("intoned"), ["--help"]).code == 0)
      #expect(try house.intone("--version").code == 0)
    }

    @Test func `a place that is not there is said so, and what is for people is for its owner alone`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await house.waitForScores(["s-1__q1"])
      let nowhere = house.root.appendingPathComponent("nowhere").path
      for arguments in [["backup", nowhere], ["restore", nowhere], ["drill", nowhere]] {
        let ended = try house.intone(arguments: arguments)
        #expect(ended.code == 1)
        #expect(ended.error.contains("[path.missing]") && ended.error.contains(nowhere), "\(ended.error)")
      }
      let backups = house.root.appendingPathComponent("backups")
      try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
      #expect(try house.intone("drill", backups.path).error.contains("[backup.none]"))
      let report = house.root.appendingPathComponent("s-1.html").path
      // One that was readable for all before.
      try Data("old".utf8).write(to: URL(fileURLWithPath: report))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: report)
      #expect(try house.intone("report", "s-1", "--output", report).code == 0)
      #expect(try mode(report) == 0o600)
      #expect(try house.intone("backup", backups.path).code == 0)
      let made = try FileManager.default.contentsOfDirectory(atPath: backups.path)
      #expect(made.count == 2)
      for name in made { #expect(try mode(backups.path + "/" + name) == 0o600, "\(name)") }
      // The test's own programs write into files of mode 0644, as a shell makes them for `>`.
      let out = try created(house.root.appendingPathComponent("scores.csv"))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: out.path)
      let export = Process()
      export.executableURL = Programs.url("intone")
      export.arguments = ["export", "--format", "csv", "--store", house.database.path]
      export.standardOutput = try FileHandle(forWritingTo: out)
      try export.run()
      export.waitUntilExit()
      #expect(try mode(out.path) == 0o600)
      #expect(try String(contentsOf: out, encoding: .utf8).contains("s-1"))
    }

    @Test func `what only reads works while the daemon is down, and says so`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try house.drop(text: "this is no sound\n", as: "s-2/q1.wav")
      try await house.waitForScores(["s-1__q1"])
      // First set aside, then paused: a paused daemon takes nothing up any more.
      try await eventually("it is set aside") { try house.intone("quarantine").out.contains("s-2/q1.wav") }
      #expect(try house.intone("pause").code == 0)
      // What opens words comes first: it leaves a trace in the audit log.
      let lists = [
        ["show"], ["show", "s-1"], ["show", "s-1__q1"], ["explain", "s-1__q1"], ["events"], ["audit"], ["audit", "verify"], ["quarantine"],
      ]
      let before = try lists.map { try house.intone(arguments: $0 + ["--json"]) }
      try house.end(SIGTERM)
      for (arguments, before) in zip(lists, before) {
        let ended = try house.intone(arguments: arguments + ["--json"])
        #expect(ended.code == 0, "\(arguments): \(ended.error)")
        #expect(ended.error.contains("the daemon is down"), "\(arguments)")
        #expect(!ended.out.isEmpty)
        if ["events", "audit", "quarantine"].contains(arguments[0]) { #expect(ended.out == before.out, "\(arguments)") }
      }
      let configuration = try house.intone("config", "show")
      #expect(configuration.code == 0)
      #expect(configuration.error.contains("what it would start with") && configuration.out.contains("INTONE_SOCKET"))
      // What acts does not.
      #expect(try house.intone("pause").code == 3)
    }

    @Test func `queue, receivers and feed are read from the disk while the daemon is down, as it told them`() async throws {
      let house = try Installation(transcriptWait: 3000)
      let settings = try String(contentsOf: house.configuration, encoding: .utf8)
      // Nobody listens there.
      try house.write(settings + "webhooks:\n  - {name: ats, url: \"http://127.0.0.1:9/\"}\n", to: house.configuration)
      try await house.startAndWait()
      try house.drop(text: "consent: {analysed: maybe}\n", as: "m/session.yaml")
      try await eventually("the manifest is set aside") { try house.intone("quarantine").out.contains("m/session.yaml") }
      try house.drop(Sample.short, as: "m/q1.wav")
      try house.drop(text: Sample.words, as: "w/q1.srt")
      try house.drop(Sample.short, as: "r/q1.wav")
      func queue() throws -> [[String]] {
        let items = try house.intone("queue", "--json", "--config", house.configuration.path).object["items"] as? [[String: Any]]
        return try #require(items).map { item in
          ["id", "state", "inbox", "code", "detail"].map { item[$0] as? String ?? "—" } + (item["files"] as? [String] ?? [])
        }.sorted { $0[0] < $1[0] }
      }
      try await eventually("all three wait, settled") {
        try queue().map { $0[1] } == ["held", "awaiting_transcript", "awaiting_recording"]
      }
      let reported = try queue()
      let events = try house.intone("events", "--json").out
      let hooks = ["webhook", "list", "--json", "--config", house.configuration.path]
      func receivers() throws -> [String: Any] {
        try #require((JSONSerialization.jsonObject(with: Data(house.intone(arguments: hooks).out.utf8)) as? [[String: Any]])?.first)
      }
      let before = try receivers()
      try house.end(SIGTERM)
      #expect(try queue() == reported)
      let page = try house.intone("queue", "--config", house.configuration.path, "--lang", "zh")
      #expect(page.code == 0 && page.error.contains("守护进程未运行") && page.out.contains("场次清单"), "\(page)")
      let after = try receivers()
      for name in ["name", "cursor", "delivered", "dead", "waiting_again", "behind"] {
        #expect("\(before[name] ?? "")" == "\(after[name] ?? "")", "\(name)")
      }
      #expect(before.keys.sorted() == after.keys.sorted())
      #expect(try house.intone("webhook", "dead", "--config", house.configuration.path).code == 0)
      // What the store holds, and then the code that says that no more can come.
      let watched = try house.intone("watch", "--after", "0")
      #expect(watched.code == 3 && watched.out == events && watched.error.contains("[daemon.unreachable]"), "\(watched)")
      #expect(try house.intone("watch").out.isEmpty)
      // Elsewhere there is nothing to read.
      #expect(
        try house.intone("queue", "--config", "/nonexistent.yaml").code
          == (FileManager.default.fileExists(atPath: "/var/lib/intone") ? 0 : 3))
    }

    @Test func `the counters of bytes count those of the recording and of the store's files`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await house.waitForScores(["s-1__q1"])
      let size = try Data(contentsOf: Sample.short).count
      let page = try house.get("/metrics").out
      #expect(page.contains("\nintone_recording_bytes_total \(size)\n"))
      for part in ["database", "log"] {
        let bytes = try #require(page.firstMatch(of: try Regex("intone_store_bytes\\{part=\"\(part)\"\\} ([0-9]+)"))?[1].substring)
        #expect(try #require(Int(bytes)) > 0, "\(part)")
      }
    }

    @Test func `the journal names a session by a tag that whoever knows the session can make`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(Sample.short, as: "王小明/q1.wav")
      try house.drop(text: "this is no sound\n", as: "李雷/q1.wav")
      try await house.waitForScores(["王小明__q1"])
      try await eventually("it is set aside") { house.logged.contains("submission.quarantined") }
      // printf %s SESSION | sha256sum | cut -c1-12
      for session in ["王小明", "李雷"] {
        let sum = try Ended.running(URL(fileURLWithPath: "/bin/sh"), ["-c", "printf %s \(session) | sha256sum | cut -c1-12"]).out
        #expect(house.logged.contains("session=" + sum.trimmingCharacters(in: .newlines)), "\(house.logged)")
        #expect(!house.logged.contains(session))
      }
    }

    @Test func `a reload brings edits of the advice into force, and the doctor looks at what the daemon goes by`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      for file in ["q1.json", "q1.opus", "q2.json", "q2.flac"] {
        try house.drop(Programs.samples.appendingPathComponent("interviews/sales-c20391/\(file)"), as: "s-1/\(file)")
      }
      try await eventually("they are scored") { try house.scores().count == 2 }
      let advice = house.models.appendingPathComponent("advice/delivery.yaml")
      let text = try String(contentsOf: advice, encoding: .utf8)
      let explained = try house.intone("explain", "s-1__q1", "--lang", "en").out + house.intone("explain", "s-1__q2", "--lang", "en").out
      // The first advice of the file that is given for one of the answers is told in other words.
      let given = text.split(separator: "\n").compactMap { line -> String? in
        guard let start = line.firstRange(of: "en: ") else { return nil }
        let words = line[start.upperBound...].trimmingCharacters(in: CharacterSet(charactersIn: "\"' }"))
        return words.count > 12 && explained.contains(words) ? words : nil
      }
      let words = try #require(given.first, "no advice of the catalogue is given: \(explained)")
      try house.write(text.replacingOccurrences(of: words, with: "Say it in the operator's own words."), to: advice)
      #expect(try house.intone("reload").code == 0)
      let again = try house.intone("explain", "s-1__q1", "--lang", "en").out + house.intone("explain", "s-1__q2", "--lang", "en").out
      #expect(again.contains("Say it in the operator's own words."))
      // No file is named: what is looked at is the house's own inbox, which only the daemon knows.
      let doctor = try house.intone("doctor", "--lang", "en").out
      #expect(doctor.contains("of the running daemon: \(house.configuration.path)"), "\(doctor)")
      #expect(doctor.contains("inbox \(house.inbox.path)"))
      #expect(!doctor.contains("/var/lib/intone/inbox"))
      try house.write(String(contentsOf: house.configuration, encoding: .utf8) + "promise: 5m\n", to: house.configuration)
      #expect(try house.intone("doctor", "--lang", "en").out.contains("was changed since the daemon read it"))
      // A file that is named is looked at instead.
      #expect(try house.intone("doctor", "--config", "/nonexistent.yaml", "--lang", "en").out.contains("/nonexistent.yaml"))
    }

    @Test func `check-config refuses what it could not use`() throws {
      let house = try Installation()
      let good = try String(contentsOf: house.configuration, encoding: .utf8)
      for (line, part) in [
        ("roles: {viewer: [no-such-group-here]}", "no-such-group-here"), ("store: postgres://db/intone", "postgres://"),
        ("retention: {recordings: 30}", "30d"), ("largest_file: 1000", "1000MB"),
      ] {
        try house.write(good + line + "\n", to: house.configuration)
        let ended = try Ended.running(Programs.url("intoned"), ["--config", house.configuration.path, "--check-config"])
        #expect(ended.code == 1, "\(line)")
        #expect(ended.error.contains(part) && ended.error.contains("[configuration.invalid]"), "\(ended.error)")
      }
      try house.write(good + "roles: {viewer: [root]}\nretention: {recordings: 30d}\n", to: house.configuration)
      #expect(try Ended.running(Programs.url("intoned"), ["--config", house.configuration.path, "--check-config"]).code == 0)
    }
  }
}
