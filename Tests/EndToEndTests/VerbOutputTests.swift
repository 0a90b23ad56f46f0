import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What people and programs ask` {
  @Suite struct `What verbs print` {
    /// Runs a command with standard error on a terminal of its own, and prints both outputs as one object.
    private static let onTerminal = """
      import json, os, pty, subprocess, sys, tempfile
      master, terminal = pty.openpty()
      process = subprocess.Popen(sys.argv[1:], stdout=(out := tempfile.TemporaryFile()), stderr=terminal, stdin=subprocess.DEVNULL)
      os.close(terminal)
      error = b""
      while True:
          try: block = os.read(master, 65536)
          except OSError: break
          if not block: break
          error += block
      code = process.wait()
      out.seek(0)
      print(json.dumps({"code": code, "out": out.read().decode(), "error": error.decode()}))
      """

    private func onTerminal(_ house: Installation, _ arguments: [String]) throws -> (code: Int, out: String, error: String) {
      let ended = try Ended.running(
        URL(fileURLWithPath: "/usr/bin/python3"), ["-c", Self.onTerminal, Programs.url("intone").path] + arguments,
        environment: ["INTONE_SOCKET": house.socket.path, "INTONE_STORE": house.database.path, "INTONE_MODELS": house.models.path])
      let object = try ended.object
      return (
        try #require(object["code"] as? Int), try #require(object["out"] as? String), try #require(object["error"] as? String)
      )
    }

    /// Every verb that does something, as the program itself lists them.
    private func verbs() throws -> Set<String> {
      let dump = try Ended.running(Programs.url("intone"), ["--experimental-dump-help"]).object
      func leaves(_ command: [String: Any], _ words: [String]) -> [String] {
        let children = (command["subcommands"] as? [[String: Any]] ?? []).filter { $0["commandName"] as? String != "help" }
        if children.isEmpty { return [words.joined(separator: " ")] }
        return children.flatMap { leaves($0, words + [$0["commandName"] as? String ?? "?"]) }
      }
      return Set(leaves(try #require(dump["command"] as? [String: Any]), []))
    }

    @Test func `what every verb prints for programs is JSON, line for line, and nothing beside it`() async throws {
      let house = try Installation()
      try house.drop(text: "candidate: c-1\nrole: sales\n", as: "s/session.yaml")
      try house.drop(text: "candidate: c-2\nrole: sales\n", as: "t/session.yaml")
      try house.drop(Sample.short, as: "s/q1.wav")
      // Not the same again: what is a copy of another's answer is in no baseline.
      try house.drop(Sample.interview("sales-c20391/q2.flac"), as: "t/q1.flac")
      try house.drop(text: "no recording", as: "u/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["s__q1", "t__q1"])
      try await eventually("the bad one is set aside") { house.files(below: house.quarantine).contains { $0.hasSuffix("q1.wav") } }
      let made = { (name: String) in house.root.appendingPathComponent(name) }
      try house.write("candidate,outcome\nc-1,1\nc-2,0\n", to: made("outcomes.csv"))
      try house.write("candidate,gender\nc-1,a\nc-2,b\n", to: made("groups.csv"))
      try house.write("candidate,sex,race\nc-1,F,A\nc-2,M,B\n", to: made("rates.csv"))
      try house.write("session,question,overall\nold,q1,50\n", to: made("past.csv"))
      try house.write("What was said.\n", to: made("heard.txt"))
      try house.write("id: broken\nversion: [\n", to: made("broken.yaml"))
      try FileManager.default.createDirectory(at: made("backups"), withIntermediateDirectories: true)
      let baselines = ["--directory", made("baselines").path]
      // The verb, what is added to it, and the exit codes that are right here.
      let calls: [(verb: String, more: [String], codes: Set<Int32>)] = [
        ("status", [], [0, 4]), ("status", ["--fleet"], [0, 4]), ("doctor", ["--config", house.configuration.path], [0, 4]),
        ("queue", [], [0]), ("show", [], [0]),
        ("show", ["s"], [0]), ("show", ["s__q1"], [0]), ("explain", ["s__q1"], [0]),
        ("report", ["s", "--output", made("s.html").path], [0]),
        ("review", ["s__q1", "--by", "anna", "--judgement", "strong", "--reason", "clear"], [0]), ("quarantine", [], [0]),
        ("acknowledge", ["recording.is-text"], [0]), ("bundle", [made("bundle.json").path, "--config", house.configuration.path], [0]),
        ("retry", ["u/q1.wav"], [0]), ("hold", ["v"], [0]), ("release", ["v"], [0]), ("rescan", [], [0]), ("pause", ["--for", "1h"], [0]),
        ("drain", [], [0]), ("resume", [], [0]), ("reload", [], [0]), ("config show", [], [0]), ("audit list", [], [0]),
        ("audit verify", [], [0]), ("audit checkpoint", [], [0]), ("events", [], [0]), ("webhook list", [], [0]), ("webhook dead", [], [0]),
        ("model list", [], [0]),
        ("model check", [], [0]), ("model check", [made("broken.yaml").path], [1]), ("model show", ["sales"], [0]), ("model doc", [], [0]),
        ("model schema", [], [0]), ("stats questions", [], [0]), ("stats freeze", ["sales", "--fewest", "2"] + baselines, [0]),
        ("stats show", ["sales", "--format", "json"] + baselines, [0]), ("stats answer", ["s__q1", "--format", "json"] + baselines, [0]),
        ("compare", ["s", "t", "--format", "json"], [0]), ("fairness", ["--groups", made("groups.csv").path, "--role", "sales"], [0]),
        ("calibrate", ["--outcomes", made("outcomes.csv").path, "--role", "sales"], [0]), ("rescore", [], [0]),
        ("correct", ["s__q1", "--by", "anna", "--reason", "heard", "--text", made("heard.txt").path], [0]),
        ("backup", [made("backups").path], [0]), ("drill", [made("backups").path], [0]),
        ("store copy", ["--to", made("copy.sqlite").path], [0, 1]), ("export", [], [0]),
        ("import", [made("past.csv").path], [0]), ("forget", ["c-2"], [0]), ("forget", ["c-2", "--yes"], [0]), ("version", [], [0]),
        ("export", ["--format", "textgrid", "--to", made("tiers").path, "--json"], [0]), ("probe", [Sample.short.path], [0]),
        ("explain", ["s__q1", "--for", "candidate"], [0]), ("card", ["engine"], [0]),
        ("card", ["sales", "--models", house.models.path], [0]), ("notice", ["sales", "--law", "eu", "--models", house.models.path], [0]),
        ("dossier", [made("dossier").path, "--config", house.configuration.path], [0]),
        ("fairness", ["--groups", made("rates.csv").path, "--role", "sales", "--format", "ll144", "--json"], [0]),
        ("selftest", ["--samples", Programs.samples.path], [0]), ("analyze", [Sample.short.path, "--format", "json"], [0]),
        ("restore", [made("backups").path], [0]),
      ]
      // A script for a shell; endless, and of the form of events; what there is nothing to send of here, and WebhookTests call it;
      // what serves pages until it is interrupted; what needs a server, which Guides have; and what needs a house that seals, which SealingTests have.
      let others: Set = [
        "completion", "watch", "webhook retry", "desk", "store grants", "store migrate", "seal existing", "seal rotate", "seal identity",
      ]
      #expect(Set(calls.map(\.verb)).union(others) == (try verbs()))
      for (verb, more, codes) in calls {
        if verb == "restore" { #expect(try house.end(SIGTERM) == 0) }
        let asked = more.contains("--format") || verb == "model schema" ? [] : ["--json"]
        let ended = try house.intone(arguments: verb.split(separator: " ").map(String.init) + more + asked)
        #expect(codes.contains(ended.code), "\(verb) \(more): \(ended.code) \(ended.out) \(ended.error)")
        #expect(!ended.out.isEmpty, "\(verb)")
        for line in ended.out.split(separator: "\n") {
          let value = try? JSONSerialization.jsonObject(with: Data(line.utf8))
          #expect(value is [String: Any] || value is [Any], "\(verb) \(more): \(line.prefix(200))")
        }
      }
    }

    /// zsh and fish are nobody's duty to install; bash is always there.
    private static let shells = ["bash", "zsh", "fish"].filter { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }

    @Test(arguments: shells)
    func `a shell takes the completion script without a word, and knows the verbs afterwards`(shell: String) throws {
      let program = URL(fileURLWithPath: "/usr/bin/\(shell)")
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-completion-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let script = try Ended.running(Programs.url("intone"), ["completion", shell])
      try Data(script.out.utf8).write(to: folder.appendingPathComponent("_intone"))
      let file = folder.appendingPathComponent("_intone").path
      let check = [
        "bash": "set -eu; source '\(file)'; complete -p intone",
        "zsh": "fpath=('\(folder.path)' $fpath); autoload -Uz compinit && compinit -u -D && echo $_comps[intone]",
        "fish": "source '\(file)'; complete --do-complete 'intone qua'",
      ]
      let ended = try Ended.running(program, ["-c", check[shell] ?? ""], environment: ["PATH": Programs.folder.path + ":/usr/bin:/bin"])
      #expect(ended.code == 0 && ended.error.isEmpty, "\(ended.error)")
      let expected = ["bash": "intone", "zsh": "_intone", "fish": "quarantine"]
      #expect(ended.out.contains(expected[shell] ?? ""), "\(ended.out)")
    }

    @Test func `long work shows how far it is on a terminal, takes it away, and says nothing elsewhere`() async throws {
      let house = try Installation()
      for number in 1...3 { try house.drop(Sample.short, as: "s\(number)/q1.wav") }
      try await house.startAndWait()
      try await house.waitForScores(["s1__q1", "s2__q1", "s3__q1"])
      let past = house.root.appendingPathComponent("past.csv")
      let text = (0..<3000).map { "old-\($0 / 5),q\($0 % 5),\($0 % 101)\n" }.joined()
      try house.write("session,question,overall\n" + text, to: past)
      let backups = house.root.appendingPathComponent("backups")
      try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
      let works: [(arguments: [String], words: [String])] = [
        (["import", past.path], ["verifying", "importing", "%"]), (["rescore"], ["scoring again", "%"]), (["export"], ["exporting", "%"]),
        (["backup", backups.path], ["copying the database", "verifying"]),
        (["drill", backups.path], ["restoring", "verifying recordings", "%"]), (["restore", backups.path], ["checking and copying"]),
      ]
      for (arguments, words) in works {
        if arguments[0] == "restore" { #expect(try house.end(SIGTERM) == 0) }
        let shown = try onTerminal(house, arguments + ["--lang", "en"])
        #expect(shown.code == 0, "\(arguments): \(shown)")
        for word in words { #expect(shown.error.contains(word), "\(arguments): \(shown.error)") }
        #expect(!shown.out.contains("\u{1B}"))
        // Carriage return and "erase the line" (ECMA-48): the last thing said is nothing.
        #expect(shown.error.hasSuffix("\r\u{1B}[2K"), "\(arguments): \(shown.error)")
        let quiet = try onTerminal(house, arguments + ["--quiet", "--lang", "en"])
        #expect(quiet.error.isEmpty, "\(arguments): \(quiet.error)")
        let elsewhere = try house.intone(arguments: arguments + ["--lang", "en"])
        #expect(!elsewhere.error.contains("\u{1B}") && !elsewhere.error.contains("%"), "\(arguments): \(elsewhere.error)")
      }
    }
  }
}
