import Assessment
import Foundation
import TestSupport
import Testing

extension `What people and programs ask` {
  /// The commands of the guides, run as a reader would, on a house in the place of the system's directories.
  @Suite struct Guides {
    private struct Block {
      let kind: String
      let text: String
    }

    private func blocks(of page: String) throws -> [Block] {
      let text = try String(contentsOf: Programs.repository.appendingPathComponent("docs/\(page)"), encoding: .utf8)
      return text.matches(of: /(?s)\n```(sh|python|sql)\n(.*?)\n```/).map { Block(kind: String($0.output.1), text: String($0.output.2)) }
    }

    /// Runs every block in its order; each must end well.
    private func follow(_ page: String, in house: Installation, atLeast count: Int, environment: [String: String] = [:]) throws {
      let desk = house.root.appendingPathComponent("desk")
      try FileManager.default.createDirectory(at: desk, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: Sample.short, to: desk.appendingPathComponent("answer.wav"))
      let blocks = try blocks(of: page)
      #expect(blocks.count >= count)
      for block in blocks {
        var text = block.text
        for (usual, here) in [
          ("/var/lib/intone/inbox", house.inbox.path), ("/var/lib/intone/intone.sqlite", house.database.path),
          ("/var/lib/intone/scores.sqlite", house.state.path + "/scores.sqlite"),
          ("/run/intone/intone.sock", house.socket.path), ("/usr/share/intone/models", house.models.path),
          ("/etc/intone/models", house.models.path), ("--state /var/lib/intone", "--state " + house.state.path),
          ("/var/backups", desk.path),
        ] { text = text.replacing(usual, with: here) }
        let script = house.root.appendingPathComponent("block")
        try house.write(text, to: script)
        let run = block.kind == "sh" ? "bash -eu -o pipefail '\(script.path)'" : "python3 '\(script.path)'"
        let ended = try Ended.running(
          URL(fileURLWithPath: "/bin/bash"), ["-c", "cd '\(desk.path)' && timeout 60 \(run)"],
          environment: [
            "PATH": Programs.folder.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
            "INTONE_SOCKET": house.socket.path, "INTONE_STORE": house.database.path, "INTONE_MODELS": house.models.path,
          ].merging(environment) { _, own in own })
        #expect(ended.code == 0, "\(page): \(block.text)\n\(ended.out)\n\(ended.error)")
      }
    }

    @Test func `an integrator who follows the guide delivers, reads and follows`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try follow("inbox-guide.md", in: house, atLeast: 6)
      #expect(try house.scores().first?["candidate"] as? String == "c-20391")
    }

    @Test func `an operator who follows the guide leads one host's file to a server and two cities`() async throws {
      let server = try PostgresServer()
      let first = try Installation()
      try await first.startAndWait()
      try first.drop(text: "candidate: c-1\n", as: "s-1/session.yaml")
      try first.drop(Sample.short, as: "s-1/q1.wav")
      try await first.waitForScores(["s-1__q1"])
      // The services that the guide names: the daemons' role, the administrator's, and the database to drill in.
      let services = first.root.appendingPathComponent("services")
      func service(_ name: String, _ user: String, _ database: String) -> String {
        "[\(name)]\nhost=\(server.directory)\nuser=\(user)\ndbname=\(database)\n"
      }
      try first.write(
        service("intone", "intone", "intone") + service("intone-owner", "intone_owner", "intone")
          + service("intone-drill", "intone_owner", "intone_drill"),
        to: services)
      try follow(
        "fleet.md", in: first, atLeast: 8,
        environment: [
          "PGHOST": server.directory, "PGUSER": "postgres", "PGSERVICEFILE": services.path,
          "PATH": Programs.folder.path + ":/usr/lib/postgresql/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
        ])
      #expect(try first.end(SIGTERM) == 0)
      // Two cities go on where the file ended.
      let connection = "host=\(server.directory) user=intone dbname=intone"
      let cities = try [Installation(server: connection, instance: "north"), Installation(server: connection, instance: "south")]
      for (number, city) in cities.enumerated() {
        try await city.startAndWait()
        try city.drop(Sample.short, as: "s-2/q\(number + 1).wav")
      }
      let wanted = ["s-1__q1", "s-2__q1", "s-2__q2"]
      try await eventually("all are there; they logged: \(cities.map(\.logged))") {
        try cities[0].intone("export", "--store", "postgres:" + connection, "--lang", "en").out.split(separator: "\n").count == wanted.count
      }
      try await eventually("each knows the other") {
        let nodes = try cities[1].intone("status", "--fleet", "--json").object["nodes"] as? [[String: Any]]
        return nodes?.compactMap { ($0["node"] as? String)?.split(separator: "/").last.map(String.init) }.sorted() == ["north", "south"]
      }
      let text = try cities[0].intone("status", "--fleet", "--lang", "en")
      #expect(text.code == 0 && text.out.contains("/north") && text.out.contains(Engine.version), "\(text.out) \(text.error)")
      for city in cities { #expect(try city.end(SIGTERM) == 0) }
    }

    @Test(arguments: ["role-model-guide.md", "role-model-guide.zh.md"])
    func `an analyst who follows the guide has a model of their own in force`(page: String) async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await house.waitForScores(["s-1__q1"])
      try follow(page, in: house, atLeast: 4)
      #expect(try house.get("/v1/models").out.contains("\"id\":\"receptionist\",\"version\":\"1.1\""))
    }

    @Test func `every query of the store's page runs and names columns that are there`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(Sample.short, as: "s-1/q1.wav")
      try await house.waitForScores(["s-1__q1"])
      let queries = try blocks(of: "store.md").filter { $0.kind == "sql" }
      #expect(queries.count >= 4)
      for query in queries { _ = try house.rows(query.text.replacing(":last", with: "0")) }
    }
  }
}
