import Foundation
import Testing

extension `What people and programs ask` {
  /// What other people's programs see of Intone, recorded in `Golden/`: what each verb and route prints for one and the same installation, the
  /// documents beside what was filed, exit codes, help, the names of counters and of what is logged. Whoever changes the inside finds here that the
  /// outside stayed, and whoever changes the outside reads in the difference what others will see. `INTONE_RECORD=1` records it anew.
  @Suite struct `The outside, as it was recorded` {
    @Test func `verbs, routes, documents, counters and the log of one installation`() async throws {
      let house = try Installation()
      try house.drop(Sample.interview("sales-c20391/session.yaml"), as: "sales-c20391/session.yaml")
      try house.drop(Sample.interview("sales-c20391/q1.json"), as: "sales-c20391/q1.json")
      try house.drop(Sample.interview("sales-c20391/q1.opus"), as: "sales-c20391/q1.opus")
      try house.drop(text: "no recording", as: "broken/q1.wav")
      try house.drop(text: "candidate: c-9\ncolour: red\n", as: "unread/session.yaml")
      try house.drop(Sample.short, as: "unread/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["sales-c20391__q1"])
      try await eventually("one is set aside, one is held") {
        try house.intone("quarantine").out.contains("broken/q1.wav") && house.intone("queue").out.contains("unread")
      }
      // One after another, so that answers stand in the feed in one order.
      try house.drop(Sample.interview("engineer-c20417/session.yaml"), as: "engineer-c20417/session.yaml")
      try house.drop(Sample.interview("engineer-c20417/q2.json"), as: "engineer-c20417/q2.json")
      try house.drop(Sample.interview("engineer-c20417/q2.flac"), as: "engineer-c20417/q2.flac")
      try await house.waitForScores(["engineer-c20417__q2", "sales-c20391__q1"])

      var outside = Outside(house: house)
      try outside.verb("review", "sales-c20391__q1", "--by", "anna", "--judgement", "strong", "--reason", "clear")
      for verb in Self.readingVerbs {
        try outside.verb(verb)
        try outside.verb(verb + ["--json"])
      }
      for path in Self.routes { try outside.route(path) }
      try outside.held(as: "installation.txt")

      var documents = Outside(house: house)
      for name in try house.documents() {
        documents.add("archive/\(name)", try String(contentsOf: house.archive.appendingPathComponent(name), encoding: .utf8))
      }
      for name in house.files(below: house.quarantine).sorted() where name.hasSuffix(".json") {
        documents.add("quarantine/\(name)", try String(contentsOf: house.quarantine.appendingPathComponent(name), encoding: .utf8))
      }
      try documents.held(as: "documents.txt")

      var names = Outside(house: house)
      let metrics = try house.ask("/metrics").split(separator: "\n")
      names.add("metrics", metrics.filter { $0.hasPrefix("# TYPE") }.joined(separator: "\n"))
      for path in Self.routes where path.hasPrefix("/v1/") { names.add("status of \(path)", try house.status(of: path)) }
      #expect(try house.end(SIGTERM) == 0)
      let values = #/=("([^"\\]|\\.)*"|[^ ]*)/#
      let logged = Set(
        house.logged.split(separator: "\n").map { $0.replacing(values, with: "").replacing(#/ffmpeg [^ ,]+/#, with: "ffmpeg VERSION") })
      names.add("log", logged.sorted().joined(separator: "\n"))
      for verb in [["show"], ["show", "none"], ["pause"], ["explain", "none"], ["forget", "none"], ["shwo"], ["status"]] {
        names.add("exit code without a daemon: \(verb.joined(separator: " "))", "\(try house.intone(arguments: verb).code)")
      }
      try names.held(as: "names.txt")
    }

    @Test func `the help of every verb`() throws {
      var page = ""
      for words in try Outside.verbs() {
        let ended = try Ended.running(Programs.url("intone"), words + ["--help"], environment: ["COLUMNS": "80", "LANG": "C.UTF-8"])
        #expect(ended.code == 0, "\(words)")
        page += "== intone \(words.joined(separator: " ")) --help\n\(ended.out)\n"
      }
      try Outside.hold(page, as: "help.txt")
    }

    private static let readingVerbs = [
      ["show"], ["show", "sales-c20391"], ["show", "sales-c20391__q1"], ["show", "none"], ["explain", "sales-c20391__q1"],
      ["explain", "engineer-c20417__q2"], ["quarantine"], ["events"], ["audit", "list"], ["audit", "verify"], ["model", "list"],
      ["webhook", "list"],
      ["stats", "questions"], ["compare", "sales-c20391", "engineer-c20417"], ["export"], ["rescore", "--dry-run"], ["forget", "c20391"],
      ["queue"], ["status"],
    ]

    private static let routes = [
      "/healthz", "/readyz", "/v1/status", "/v1/queue", "/v1/models", "/v1/sessions", "/v1/sessions/sales-c20391", "/v1/sessions/none",
      "/v1/sessions/sales-c20391/reviews", "/v1/answers/sales-c20391__q1", "/v1/answers/sales-c20391__q1/explain",
      "/v1/answers/sales-c20391__q1/reviews", "/v1/answers/none", "/v1/events", "/v1/quarantine", "/v1/webhooks", "/v1/configuration",
      "/v1/audit",
      "/v1/audit/verify", "/v1/openapi.json", "/v1/sessions?limit=none", "/v1/none",
    ]
  }
}

/// What was seen from outside, with what differs from one run to the next taken out: times, places, sizes, process numbers.
private struct Outside {
  let house: Installation
  private(set) var text = ""

  init(house: Installation) { self.house = house }

  mutating func add(_ title: String, _ body: String) { text += "== \(title)\n\(Self.settled(body, in: house))\n" }

  mutating func verb(_ words: String...) throws { try verb(words) }

  mutating func verb(_ words: [String]) throws {
    let ended = try house.intone(arguments: words + ["--lang", "en"])
    add("intone \(words.joined(separator: " ")) → \(ended.code)", ended.out + ended.error)
  }

  mutating func route(_ path: String) throws { add("GET \(path)", try house.ask(path)) }

  func held(as name: String) throws { try Self.hold(text, as: name) }

  static func hold(_ text: String, as name: String) throws {
    let file = Programs.repository.appendingPathComponent("Tests/EndToEndTests/Golden/\(name)")
    if ProcessInfo.processInfo.environment["INTONE_RECORD"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    let now = text.split(separator: "\n", omittingEmptySubsequences: false)
    let changes = now.difference(from: recorded).prefix(20).map { change in
      switch change {
      case .insert(_, let line, _): "+ " + line
      case .remove(_, let line, _): "- " + line
      }
    }
    #expect(changes.isEmpty, "\(name), first differences; INTONE_RECORD=1 records it anew: \(changes)")
  }

  /// The words of each verb, as the program itself lists them.
  static func verbs() throws -> [[String]] {
    let dump = try Ended.running(Programs.url("intone"), ["--experimental-dump-help"]).object
    func all(_ command: [String: Any], _ words: [String]) -> [[String]] {
      let children = (command["subcommands"] as? [[String: Any]] ?? []).filter { $0["commandName"] as? String != "help" }
      return [words] + children.flatMap { all($0, words + [$0["commandName"] as? String ?? "?"]) }
    }
    return all(try #require(dump["command"] as? [String: Any]), [])
  }

  private static func settled(_ text: String, in house: Installation) -> String {
    var text = text.replacing(house.root.path, with: "ROOT")
    text.replace(#/[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?/#, with: "TIME")
    // A review says its day alone.
    text.replace(#/\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b/#, with: "DAY")
    text.replace(#/\b1[0-9]{9}([.][0-9]+)?\b/#, with: "EPOCH")
    // The chain of the audit log hangs on its times.
    text.replace(#/(head |"hash":"|"head":")[0-9a-f]{64}/#) { "\($0.1)HASH" }
    // What hangs on the moment and on the machine.
    text.replace(#/("(?:[a-z_]*age_s|uptime_s|waited_s|audio_s_per_s|free_bytes|size_bytes)":)[0-9.]+/#) { "\($0.1)NUMBER" }
    text.replace(#/("(?:files|calls)_confined":)(?:true|false)/#) { "\($0.1)FLAG" }
    text.replace(#/("configuration":")[0-9a-f]{64}/#) { "\($0.1)HASH" }
    text.replace(#/(configured +)[0-9a-f]{12}/#) { "\($0.1)HASH" }
    text.replace(#/(?:ffmpeg )?[0-9]+[.][0-9]+[.][0-9]+-[0-9][^" ]*/#, with: "VERSION")
    text.replace(#/uid:[0-9]+ [(][^)]*[)]/#, with: "uid:UID (NAME)")
    // A column is as wide as the longest time in it.
    text.replace(#/what +for  why/#, with: "what for  why")
    text.replace(#/ *\b[0-9]+ s  |(?:for|up) [0-9]+ s\b/#, with: "SECONDS")
    text.replace(#/disk +[0-9.]+ GB free [(][0-9]+ %[)]/#, with: "disk FREE")
    text.replace("\r", with: "")
    // A member a line, so that a difference shows the member alone.
    text.replace(",\"", with: ",\n\"")
    return text
  }
}

extension Installation {
  /// The documents that the archive keeps beside what was filed.
  fileprivate func documents() throws -> [String] {
    let walk = FileManager.default.enumerator(atPath: archive.path)
    return (walk?.compactMap { $0 as? String } ?? []).filter { $0.split(separator: "/").contains(".records") && $0.hasSuffix(".json") }
      .sorted()
  }

  func status(of path: String) throws -> String {
    try Ended.running(
      URL(fileURLWithPath: "/usr/bin/curl"),
      [
        "--silent", "--max-time", "10", "--unix-socket", socket.path, "--output", "/dev/null", "--write-out", "%{http_code}",
        "http://localhost\(path)",
      ]
    ).out
  }
}
