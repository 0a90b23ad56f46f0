import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What is kept through everything` {
  @Suite struct Keeping {
    /// Three scored answers, the daemon stopped.
    private func scored() async throws -> Installation {
      let house = try Installation()
      for question in ["q1", "q2"] { try house.drop(Sample.short, as: "s/\(question).wav") }
      try house.drop(text: "candidate: c-9\nrole: sales\n", as: "t/session.yaml")
      try house.drop(Sample.short, as: "t/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["s__q1", "s__q2", "t__q1"])
      try await eventually("the manifest is applied") { try house.scores().last?["candidate"] as? String == "c-9" }
      try await eventually("all is filed") { house.files(below: house.inbox).isEmpty }
      #expect(try house.end(SIGTERM) == 0)
      return house
    }

    private let facts =
      "SELECT answer, revision, recording_sha256, overall, candidate, role_model, dimensions, recorded_at FROM answer_scores ORDER BY answer"

    @Test func `a damaged database is moved aside and made again from the archive, to the same rows`() async throws {
      let house = try await scored()
      let before = try house.rows(facts)
      // As after a power cut on a bad disk: pages overwritten, and no orderly end.
      let emptied = try Ended.running(
        URL(fileURLWithPath: "/usr/bin/sqlite3"), [house.database.path, "PRAGMA wal_checkpoint(TRUNCATE)"])
      #expect(emptied.code == 0)
      let file = try FileHandle(forUpdating: house.database)
      try file.seek(toOffset: 4096 * 4)
      try file.write(contentsOf: Data(repeating: 0xA5, count: 4096 * 12))
      try file.close()
      try Data().write(to: URL(fileURLWithPath: house.database.path + ".open"))
      try await house.startAndWait()
      #expect(try house.rows(facts).map { NSDictionary(dictionary: $0) } == before.map { NSDictionary(dictionary: $0) })
      #expect(house.logged.contains("the database is damaged; it was moved aside"))
      let kept = try FileManager.default.contentsOfDirectory(atPath: house.state.path).filter { $0.contains(".damaged-") }
      #expect(kept.contains { $0.hasSuffix("Z") }, "\(kept)")
      #expect(try house.rows("SELECT state, candidate FROM session_scores WHERE session = 't'").first?["candidate"] as? String == "c-9")
      let feed = try house.rows("SELECT cursor, kind FROM events ORDER BY cursor")
      #expect(feed.first?["kind"] as? String == "store.restored")
      #expect((feed.first?["cursor"] as? Int ?? 0) > 1_000_000_000_000, "above every cursor given out before")
    }

    @Test func `a database that looks damaged for a moment is used as it is`() async throws {
      let house = try await scored()
      let before = try house.rows(facts)
      #expect(
        try Ended.running(URL(fileURLWithPath: "/usr/bin/sqlite3"), [house.database.path, "PRAGMA wal_checkpoint(TRUNCATE)"]).code == 0)
      let file = try FileHandle(forUpdating: house.database)
      try file.seek(toOffset: 4096 * 4)
      let whole = try #require(try file.read(upToCount: 4096 * 12))
      try file.seek(toOffset: 4096 * 4)
      try file.write(contentsOf: Data(repeating: 0xA5, count: whole.count))
      try Data().write(to: URL(fileURLWithPath: house.database.path + ".open"))
      try house.start()
      try await eventually("it has seen the damage; it logged \(house.logged)") { house.logged.contains("looks damaged") }
      try file.seek(toOffset: 4096 * 4)
      try file.write(contentsOf: whole)
      try file.close()
      try await eventually("it is ready; it logged \(house.logged)") { (try? house.get("/readyz").code) == 0 }
      #expect(try house.rows(facts).map { NSDictionary(dictionary: $0) } == before.map { NSDictionary(dictionary: $0) })
      #expect(try FileManager.default.contentsOfDirectory(atPath: house.state.path).filter { $0.contains(".damaged-") } == [])
    }

    @Test func `a database that is gone is made again from the archive`() async throws {
      let house = try await scored()
      let before = try house.rows(facts)
      for ending in ["", "-wal", "-shm"] { try FileManager.default.removeItem(atPath: house.database.path + ending) }
      try await house.startAndWait()
      #expect(try house.rows(facts).map { NSDictionary(dictionary: $0) } == before.map { NSDictionary(dictionary: $0) })
      #expect(house.logged.contains("the database is empty though the archive is not"))
      #expect(try house.rows("SELECT kind FROM events ORDER BY cursor LIMIT 1").first?["kind"] as? String == "store.restored")
    }

    @Test func `a backup taken while the daemon runs is restored, and what came since comes back from the archive`() async throws {
      let house = try Installation()
      let backups = house.root.appendingPathComponent("backups")
      try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
      try house.drop(Sample.short, as: "s/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["s__q1"])
      let taken = try house.intone("backup", backups.path)
      #expect(taken.code == 0, "\(taken.error)")
      try house.drop(Sample.short, as: "s/q2.wav")
      try await house.waitForScores(["s__q1", "s__q2"])
      try await eventually("all is filed") { house.files(below: house.inbox).isEmpty }
      let last = try #require(house.rows("SELECT max(cursor) AS last FROM events").first?["last"] as? Int)

      let drill = try house.intone("drill", backups.path, "--json")
      #expect(drill.code == 0, "\(drill.out)\(drill.error)")
      #expect(try drill.object["answers"] as? Int == 2)
      #expect(try drill.object["taken_back"] as? Int == 1, "q2 is younger than the backup")
      #expect(try drill.object["missing"] as? Int == 0)
      #expect(try drill.object["recordings_verified"] as? Int == 2)

      let refused = try house.intone("restore", backups.path)
      #expect(refused.code == 1 && refused.error.contains("store.in-use"), "\(refused.error)")
      #expect(try house.end(SIGTERM) == 0)
      #expect(try house.intone("restore", backups.path).code == 0)
      #expect(try house.scores().count == 1)
      try await house.startAndWait()
      try await house.waitForScores(["s__q1", "s__q2"])
      let news = try house.rows("SELECT kind, answer FROM events WHERE cursor > \(last) ORDER BY cursor").map { $0["kind"] as? String }
      #expect(news.prefix(2) == ["store.restored", "answer.reinstated"], "a consumer goes on from its cursor: \(news)")
    }

    @Test func `a drill tells a backup whose bytes changed, and a recording whose bytes changed`() async throws {
      let house = try await scored()
      let backups = house.root.appendingPathComponent("backups")
      try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
      #expect(try house.intone("backup", backups.path).code == 0)
      let recording = house.archive.appendingPathComponent("s/q1.wav")
      var bytes = try Data(contentsOf: recording)
      bytes[bytes.count - 1] ^= 1
      try bytes.write(to: recording)
      let changed = try house.intone("drill", backups.path, "--lang", "en")
      #expect(changed.code == 1 && changed.out.contains("s/q1.wav does not have the bytes that were scored"), "\(changed.out)")
      let backup = try #require(try FileManager.default.contentsOfDirectory(atPath: backups.path).first { $0.hasSuffix(".sqlite") })
      let file = try FileHandle(forUpdating: backups.appendingPathComponent(backup))
      try file.seek(toOffset: 5000)
      try file.write(contentsOf: Data([0xA5]))
      try file.close()
      let damaged = try house.intone("drill", backups.path)
      #expect(damaged.code == 1 && damaged.error.contains("backup.unusable"), "\(damaged.error)")
    }

    @Test(arguments: ["csv", "jsonl"])
    func `an export imported into an empty store is exported to the same bytes`(format: String) async throws {
      let house = try await scored()
      let first = try house.intone("export", "--format", format)
      #expect(first.code == 0)
      let file = house.root.appendingPathComponent("history.\(format)")
      try Data(first.out.utf8).write(to: file)
      let other = house.root.appendingPathComponent("other.sqlite").path
      for (imported, duplicate) in [(3, 0), (3, 0)] {
        let report = try house.intone("import", file.path, "--json", "--store", other).object
        #expect(
          (report["imported"] as? [String: Any])?["rows"] as? Int == imported, "the second call goes on at the end: nothing more is read")
        #expect((report["duplicate"] as? [String: Any])?["rows"] as? Int == duplicate)
        #expect(report["kept"] as? Bool == true && report["complete"] as? Bool == true)
      }
      let copy = house.root.appendingPathComponent("copy.\(format)")
      try FileManager.default.copyItem(at: file, to: copy)
      let again = try house.intone("import", copy.path, "--json", "--store", other).object
      #expect((again["duplicate"] as? [String: Any])?["rows"] as? Int == 3, "under another name every row is known")
      #expect(try house.intone("export", "--format", format, "--store", other).out == first.out)
    }

    @Test func `history with scores alone is shown, explained and reported without its analysis`() throws {
      let house = try Installation()
      let file = house.root.appendingPathComponent("old.csv")
      let rows = "session,question,overall,role_model,role_model_version,characters,speech_rate_syl_s\nold,q1,71.5,sales,0.9,320,4.1\n"
      try Data(rows.utf8).write(to: file)
      let store = house.root.appendingPathComponent("old.sqlite").path
      #expect(try house.intone("import", file.path, "--store", store).code == 0)
      let verbs = [
        ["show", "old"], ["show", "old__q1"], ["show", "old__q1", "--json"], ["explain", "old__q1"], ["report", "old", "--output", "-"],
      ]
      for verb in verbs {
        let reported = try house.intone(arguments: verb + ["--store", store, "--lang", "en"])
        #expect(reported.code == 0, "\(verb): \(reported.error)")
        #expect(reported.out.contains("71.5") || verb[0] == "show" && verb[1] == "old__q1", "\(verb): \(reported.out)")
      }
      #expect(
        try house.intone("show", "old__q1", "--store", store, "--lang", "en").out.contains(
          "imported without its analysis: there are measures and scores alone"))
    }

    @Test func `killed again and again, an import has every row once, and tells what it could not read`() async throws {
      let house = try Installation()
      let file = house.root.appendingPathComponent("past.csv")
      var text = "session,question,overall,candidate,recorded_at,speech_rate_syl_s\n"
      for row in 0..<5_000 { text += "old-\(row / 5),q\(row % 5),\(row % 101),\"c,\(row / 5)\",2024-03-01T08:00:00Z,4.\(row % 10)\n" }
      text += "old-1,,50,,,\nold-x,q1,101,,,\n"
      try house.write(text, to: file)
      let store = house.database.path
      var kills = 0
      for _ in 0..<4 {
        let process = Process()
        process.executableURL = Programs.url("intone")
        process.arguments = ["import", file.path, "--store", store]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let target = (kills + 1) * 1000
        try await eventually("\(target) rows") {
          guard process.isRunning else { return true }
          return try (house.rows("SELECT count(*) AS n FROM sqlite_master WHERE name = 'imports'").first?["n"] as? Int ?? 0) > 0
            && (house.rows("SELECT count(*) AS n FROM answers").first?["n"] as? Int ?? 0) >= target
        }
        if process.isRunning {
          kill(process.processIdentifier, SIGKILL)
          kills += 1
        }
        process.waitUntilExit()
      }
      #expect(kills > 0)
      let ended = try house.intone("import", file.path, "--json", "--store", store)
      let report = try ended.object
      #expect((report["read"] as? [String: Any])?["rows"] as? Int == 5_002)
      #expect((report["imported"] as? [String: Any])?["rows"] as? Int == 5_000)
      #expect((report["rejected"] as? [String: Any])?["rows"] as? Int == 2)
      #expect(report["complete"] as? Bool == true && report["kept"] as? Bool == true, "5000 of 5002 are 99.96 %")
      #expect(try house.rows("SELECT count(*) AS n FROM answer_scores").first?["n"] as? Int == 5_000)
      #expect(
        try house.rows("SELECT candidate, overall FROM answer_scores WHERE answer = 'old-7__q3'").first?["candidate"] as? String == "c,7")
    }

    @Test func `consumers that crash at random and go on from their cursor see each event once, in order`() async throws {
      let house = try Installation(workers: 2)
      for number in 1...30 { try house.drop(Sample.short, as: "s\(number % 4)/q\(number).wav") }
      try await house.startAndWait()
      // What a consumer does: reads a page, and keeps its work and its cursor together. A crash loses the page in hand.
      var generator = SeededGenerator(seed: 5)
      var seen: [Int] = []
      var cursor = 0
      var crashes = 0
      try await eventually("all 30 rows are in the feed; it logged \(house.logged)") {
        let page = try house.get("/v1/events?after=\(cursor)&limit=\(Int.random(in: 1...7, using: &generator))").out
        let events = try page.split(separator: "\n").map {
          try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        if Bool.random(using: &generator) {
          crashes += 1
          return false
        }
        seen += events.compactMap { $0["cursor"] as? Int }
        cursor = seen.last ?? 0
        return try events.isEmpty && house.scores().count == 30
      }
      #expect(crashes > 3)
      #expect(seen == Array(1...seen.count), "each once, in order, none missing")
      let recorded = try house.rows("SELECT count(*) AS n FROM events WHERE kind = 'answer.recorded'").first?["n"] as? Int
      #expect(recorded == 30)
    }
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
