import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

// Lines of the acceptance list for watched directories (docs/reliability.md) that only the real daemon can prove.
extension `From the inbox to the store` {
  @Suite struct Acceptance {
    @Test func `when the kernel's queue of events overflows, everything is looked at and no file is missed`() async throws {
      let house = try Installation(workers: 2)
      try house.drop(Sample.short, as: "s/q0.wav")
      try await house.startAndWait()
      try await house.waitForScores(["s__q0"])
      // Stopped, it reads no events: each of these names makes two, and the queue holds 16384 by default.
      let daemon = try #require(house.processIdentifier)
      kill(daemon, SIGSTOP)
      let limit = Int(try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8).filter(\.isNumber)) ?? 16_384
      let folder = house.inbox.appendingPathComponent("s").path
      let noise =
        "import os\nfor n in range(\(limit)): open(f'\(folder)/.noise{n % 50}', 'w').close(); os.unlink(f'\(folder)/.noise{n % 50}')"
      #expect(try Ended.running(URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", noise]).code == 0)
      for number in 1...3 { try house.drop(Sample.short, as: "s/q\(number).wav") }
      kill(daemon, SIGCONT)
      try await house.waitForScores((0...3).map { "s__q\($0)" })
    }

    @Test func `without watches left the inbox is polled, the status says so with the setting to change, and files are found`() async throws
    {
      let house = try Installation()
      // A user namespace has a count of watches of its own.
      let probe = try Ended.running(
        URL(fileURLWithPath: "/usr/bin/unshare"), ["-Ur", "sh", "-c", "echo 1 > /proc/sys/user/max_inotify_watches"])
      try #require(probe.code == 0, "user namespaces are needed for this: \(probe.error)")
      try house.start(through: ["/usr/bin/unshare", "-Ur", "sh", "-c", "echo 1 > /proc/sys/user/max_inotify_watches; exec \"$0\" \"$@\""])
      try await eventually("it answers; it logged: \(house.logged)") { try house.get("/healthz").code == 0 }
      try house.drop(Sample.short, as: "s1/q1.wav")
      try house.drop(Sample.short, as: "s2/q1.wav")
      try await house.waitForScores(["s1__q1", "s2__q1"])
      let watch = try #require(house.get("/v1/status").object["watch"] as? String)
      #expect(watch == "polling: inbox.watch-limit")
    }

    @Test func `an inbox that goes away makes it unready, nothing is cleared, and it goes on when the inbox is back`() async throws {
      let house = try Installation()
      try house.drop(Sample.short, as: "s/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["s__q1"])
      let away = house.root.appendingPathComponent("away")
      try FileManager.default.moveItem(at: house.inbox, to: away)
      try await eventually("it says that it is not ready") { try house.ask("/readyz").contains("inbox.vanished") }
      // What lies under a mount point is an empty directory.
      try FileManager.default.createDirectory(at: house.inbox, withIntermediateDirectories: false)
      try await eventually("it sees that this is another directory") { try house.ask("/readyz").contains("inbox.unmounted") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: house.inbox.path) == [], "nothing is made under the mount point")
      try FileManager.default.removeItem(at: house.inbox)
      try FileManager.default.moveItem(at: away, to: house.inbox)
      try house.drop(Sample.short, as: "s/q2.wav")
      try await house.waitForScores(["s__q1", "s__q2"])
      #expect(try house.get("/readyz").code == 0)
    }

    @Test func `same bytes under another name are linked, other bytes under the same name make a revision`() async throws {
      let house = try Installation()
      try house.drop(Sample.short, as: "a/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["a__q1"])
      try house.drop(Sample.short, as: "b/q1.wav")
      try await house.waitForScores(["a__q1", "b__q1"])
      #expect(try house.scores().last?["duplicate_of"] as? String == "a__q1")
      var louder = try Data(contentsOf: Sample.short)
      louder[louder.count - 2] ^= 1
      let changed = house.root.appendingPathComponent("changed.wav")
      try louder.write(to: changed)
      try house.drop(changed, as: "a/q1.wav")
      try await eventually("a second revision") { try house.scores().first?["revision"] as? Int == 2 }
      try await eventually("the older file is kept") { house.files(below: house.archive).contains("a/.superseded/1/q1.wav") }
    }

    @Test func `what cannot be filed is told, not scored again and again, and filed once it can be`() async throws {
      let house = try Installation()
      // A file where the session's folder should be: fails for any user, root included.
      try FileManager.default.createDirectory(at: house.archive, withIntermediateDirectories: true)
      try FileManager.default.createDirectory(at: house.archive.appendingPathComponent(".drafts"), withIntermediateDirectories: true)
      let stump = house.archive.appendingPathComponent("s")
      try Data().write(to: stump)
      try house.drop(Sample.short, as: "s/q1.wav")
      try house.drop(Sample.short, as: "t/q1.wav")
      try await house.startAndWait()
      try await eventually("the neighbour is filed") { house.files(below: house.archive).contains("t/q1.wav") }
      #expect(try house.scores().filter { $0["answer"] as? String == "s__q1" }.allSatisfy { $0["revision"] as? Int == 1 })
      try FileManager.default.removeItem(at: stump)
      try await eventually("it is filed; it logged: \(house.logged)") { house.files(below: house.archive).contains("s/q1.wav") }
      try await house.waitForScores(["s__q1", "t__q1"])
    }

    @Test func `mode 000 is told, odd files are refused, a time in the future and hostile names do not matter`() async throws {
      let house = try Installation()
      let names = ["面试 第一题.wav", "a\nb;$(touch x).wav", String(repeating: "n", count: 250) + ".wav", "future.wav"]
      for name in names { try house.drop(Sample.short, as: "s/\(name)") }
      let future = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: 86_400 * 365)]
      try FileManager.default.setAttributes(future, ofItemAtPath: house.inbox.path + "/s/future.wav")
      try house.drop(Sample.short, as: "s/closed.wav")
      let odd =
        "cd '\(house.inbox.path)/s' && chmod 0 closed.wav && mkfifo pipe.wav && ln -s /etc/passwd link.wav && cp future.wav ../../o && ln ../../o hard.wav"
      #expect(try Ended.running(URL(fileURLWithPath: "/bin/sh"), ["-c", odd]).code == 0)
      try await house.startAndWait()
      try await eventually("four rows; it logged: \(house.logged)") { try house.scores().count == 4 }
      for code in ["inbox.unreadable", "inbox.not-a-plain-file"] { #expect(house.logged.contains(code), "\(house.logged)") }
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: house.inbox.path + "/s/closed.wav")
      try await eventually("it is taken once it may be read") { try house.scores().count == 5 }
      #expect(house.files(below: house.inbox) == ["s/hard.wav"], "the hard link stays; FIFO and symbolic link are no files")
      #expect(!FileManager.default.fileExists(atPath: house.root.appendingPathComponent("x").path))
    }

    @Test func `two daemons on one inbox score each file once, and the living one takes over what the dead one held`() async throws {
      let house = try Installation()
      let second = try Installation(sharing: house, instance: "b")
      let answers = (1...24).map { "s\($0 % 4)__q\($0)" }
      try await house.startAndWait()
      try await second.startAndWait()
      for number in 1...24 { try house.drop(Sample.short, as: "s\(number % 4)/q\(number).wav") }
      try await eventually("four rows") { try house.scores().count >= 4 }
      try house.end(SIGKILL)
      try await eventually("24 rows; the living one logged: \(second.logged)") {
        try house.scores().compactMap { $0["answer"] as? String } == answers.sorted()
      }
      try await eventually("all is filed, by the living one; it logged \(second.logged)") {
        house.files(below: house.archive).count { $0.hasSuffix(".wav") } == 24
      }
      #expect(try house.rows("SELECT answer FROM answers WHERE revision > 1").isEmpty)
      let events = try house.rows("SELECT count(*) AS n FROM events WHERE kind = 'answer.recorded'").first?["n"] as? Int
      #expect(events == 24)
      #expect(try second.end(SIGTERM) == 0)
    }

    @Test func `a whole interview of many answers does not hold up another's single one`() async throws {
      let house = try Installation()
      for number in 1...20 { try house.drop(Sample.short, as: "big/q\(number).wav") }
      try house.drop(Sample.short, as: "small/q1.wav")
      try await house.startAndWait()
      try await eventually("21 rows") { try house.scores().count == 21 }
      let order = try house.rows("SELECT answer FROM answers ORDER BY row").compactMap { $0["answer"] as? String }
      #expect(try #require(order.firstIndex(of: "small__q1")) <= 2, "sessions take turns: \(order)")
    }

    @Test func `malformed, endless and slow clients neither end the daemon nor delay its work`() throws {
      let script = Programs.repository.appendingPathComponent("Tests/Torture/fuzz_http.py").path
      let ended = try Ended.running(
        URL(fileURLWithPath: "/usr/bin/env"), ["python3", script, "--programs", Programs.folder.path, "--requests", "60", "--seed", "3"])
      #expect(ended.code == 0 && ended.out.contains("no finding"), "\(ended.out)\(ended.error)")
    }
  }
}
