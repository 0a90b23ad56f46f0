import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What people and programs ask` {
  /// Real daemons on a PostgreSQL server of the test's own.
  @Suite struct Fleet {
    /// The first column of a query's rows, as a reader by SQL has it.
    private func rows(_ server: PostgresServer, _ query: String) throws -> [String] {
      let ended = try Ended.running(
        URL(fileURLWithPath: "/usr/bin/psql"), ["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", server.connection(), "-c", query])
      try #require(ended.code == 0, "psql: \(ended.error)")
      return ended.out.split(separator: "\n").map(String.init)
    }

    private func answers(_ server: PostgresServer) throws -> [String] {
      // Until the first daemon has made them there are no tables.
      guard try rows(server, "SELECT to_regclass('intone.answer_scores') IS NOT NULL") == ["t"] else { return [] }
      return try rows(server, "SELECT answer FROM intone.answer_scores ORDER BY answer")
    }

    @Test func `answers wait while the server is away, it is said since when, and they go on by themselves`() async throws {
      let server = try PostgresServer()
      let house = try Installation(workers: 2, server: server.connection())
      try await house.startAndWait()
      try house.drop(Sample.short, as: "s1/q1.wav")
      try await eventually("the first row; it logged: \(house.logged)") { try answers(server) == ["s1__q1"] }
      try await eventually("it is filed") { house.files(below: house.inbox).isEmpty }
      server.kill()
      for number in 2...5 { try house.drop(Sample.short, as: "s1/q\(number).wav") }
      try await eventually("the status says so: \(try house.ask("/v1/status"))") {
        let status = try house.ask("/v1/status")
        return status.contains("store.away") && status.contains(", since 20")
      }
      #expect(try house.intone("status", "--lang", "en").out.contains("store.away"))
      // Whatever was tried is back where it lay; nothing was set aside.
      try await eventually("all four wait: \(house.files(below: house.inbox))") {
        house.files(below: house.inbox).filter { $0.hasSuffix(".wav") } == (2...5).map { "s1/q\($0).wav" }
      }
      #expect(house.files(below: house.quarantine).isEmpty)
      #expect(house.isRunning)
      server.resume()
      try await eventually("all are there; it logged: \(house.logged)") { try answers(server) == (1...5).map { "s1__q\($0)" } }
      #expect(try rows(server, "SELECT count(*) FROM intone.events WHERE kind = 'answer.recorded'") == ["5"])
      #expect(try rows(server, "SELECT max(cursor) - count(*) FROM intone.events") == ["0"])
      try await eventually("nothing is wrong any more") {
        let status = try JSONSerialization.jsonObject(with: Data(house.ask("/v1/status").utf8)) as? [String: Any]
        return (status?["problems"] as? [Any])?.isEmpty == true
      }
      try await eventually("the inbox is empty") { house.files(below: house.inbox).isEmpty }
      #expect(try house.end(SIGTERM) == 0)
      // And the command reads the same while no daemon runs.
      let export = try house.intone("export", "--lang", "en")
      #expect(export.code == 0 && export.out.split(separator: "\n").count == 5, "\(export.error)")
      // The guide's backup, restored into another database of the server, holds the same.
      let dump = house.root.appendingPathComponent("intone.dump").path
      func run(_ program: String, _ arguments: String...) throws {
        let ended = try Ended.running(URL(fileURLWithPath: "/usr/bin/" + program), arguments)
        try #require(ended.code == 0, "\(program): \(ended.error)")
      }
      try run("pg_dump", server.connection(), "-Fc", "-n", "intone", "-f", dump)
      _ = try rows(server, "CREATE DATABASE drill TEMPLATE template0")
      try run("pg_restore", "-d", server.connection("drill"), dump)
      let again = try house.intone("export", "--store", "postgres:" + server.connection("drill"), "--lang", "en")
      #expect(again.out == export.out)
      // And so does the file that it is moved to, and the server that the file is moved to.
      let file = house.root.appendingPathComponent("moved.sqlite").path
      #expect(try house.intone("store", "copy", "--to", file).code == 0)
      #expect(try house.intone("export", "--store", file, "--lang", "en").out == export.out)
      _ = try rows(server, "CREATE DATABASE moved TEMPLATE template0")
      let copied = try house.intone("store", "copy", "--store", file, "--to", "postgres:" + server.connection("moved"), "--json")
      #expect(copied.code == 0 && copied.out.contains(#""same":true"#), "\(copied.out) \(copied.error)")
      #expect(try house.intone("export", "--store", "postgres:" + server.connection("moved"), "--lang", "en").out == export.out)
    }

    @Test func `a daemon starts while the server is away, and works when it comes`() async throws {
      let server = try PostgresServer()
      server.kill()
      let house = try Installation(server: server.connection())
      try house.drop(Sample.short, as: "s1/q1.wav")
      try house.start()
      try await eventually("the socket answers; it logged: \(house.logged)") { try house.ask("/v1/status").contains("store.away") }
      server.resume()
      try await eventually("the row; it logged: \(house.logged)") { try answers(server) == ["s1__q1"] }
      #expect(try house.end(SIGTERM) == 0)
    }

    @Test func `two cities, killed in turn, have every answer once and one state of the session`() async throws {
      let server = try PostgresServer()
      let houses = try [Installation(workers: 2, server: server.connection()), Installation(workers: 2, server: server.connection())]
      // The manifest comes to one city alone.
      try houses[0].drop(
        text: "candidate: c-1\nquestions:\n" + (1...8).map { "  - id: q\($0)\n" }.joined(), as: "s1/session.yaml")
      for house in houses { try await house.startAndWait() }
      try await eventually("the manifest is known; it logged: \(houses[0].logged)") {
        try rows(server, "SELECT questions FROM intone.session_scores WHERE session = 's1'") == ["8"]
      }
      for number in 1...8 { try houses[number % 2].drop(Sample.short, as: "s1/q\(number).wav") }
      for (index, done) in [2, 4].enumerated() {
        try await eventually("\(done) rows; it logged: \(houses[index].logged)") { try answers(server).count >= done }
        try houses[index].end(SIGKILL)
        try houses[index].start()
      }
      try await eventually("all are there; they logged: \(houses.map(\.logged))") {
        try answers(server) == (1...8).map { "s1__q\($0)" }
      }
      try await eventually("the session is complete") {
        try rows(server, "SELECT state || ' ' || answered FROM intone.session_scores WHERE session = 's1'") == ["completed 8"]
      }
      #expect(try rows(server, "SELECT count(*) FROM intone.events WHERE kind = 'answer.recorded'") == ["8"])
      #expect(try rows(server, "SELECT max(cursor) - count(*) FROM intone.events") == ["0"])
      for house in houses { #expect(try house.end(SIGTERM) == 0) }
    }
  }
}
