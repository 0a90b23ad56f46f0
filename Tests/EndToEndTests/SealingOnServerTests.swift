import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What is kept through everything`.Sealing {
  private func sql(_ server: PostgresServer, _ query: String, database: String = "postgres") throws -> [String] {
    let ended = try Ended.running(
      URL(fileURLWithPath: "/usr/bin/psql"),
      ["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", server.connection(database), "-c", query])
    try #require(ended.code == 0, "psql: \(ended.error)")
    return ended.out.split(separator: "\n").map(String.init)
  }

  /// Leaves long texts as they are: a server compresses them, and a look for words would find none for that alone.
  private func leaveTextsAsTheyAre(_ server: PostgresServer, database: String = "postgres") throws {
    let orders = try sql(
      server,
      "SELECT format('ALTER TABLE %I.%I ALTER COLUMN %I SET STORAGE EXTERNAL;', table_schema, table_name, column_name) "
        + "FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) "
        + "WHERE table_schema = 'intone' AND table_type = 'BASE TABLE' AND data_type = 'text'", database: database)
    _ = try sql(server, orders.joined(separator: " "), database: database)
  }

  private func answers(_ server: PostgresServer, database: String = "postgres") throws -> [String] {
    try sql(server, "SELECT answer FROM intone.answer_scores ORDER BY answer", database: database)
  }

  @Test func `a store on a server, its log and its dumps hold no word and no sound, and what is erased is read by nobody`() async throws {
    let server = try PostgresServer()
    let sealed = try Sealed(server: server.connection())
    let (house, disk) = (sealed.house, URL(fileURLWithPath: server.directory))
    try await sealed.start(reads: true)
    try leaveTextsAsTheyAre(server)
    try sealed.deliver()
    try await eventually("the row; it logged: \(house.logged)") { try answers(server) == ["s-1__q1"] }
    try house.end(SIGKILL)
    try await sealed.start(reads: true)
    try await eventually("all is filed") {
      house.files(below: house.inbox) == [] && house.files(below: house.archive).count == 3 && house.files(below: house.quarantine) != []
    }
    _ = try sql(server, "CHECKPOINT")
    #expect(try answers(server) == ["s-1__q1"])
    #expect(try sealed.holders(of: secrets(), below: [house.state, house.inbox, disk]) == [])
    #expect(try house.ask("/v1/answers/s-1__q1").contains("many containers"))
    let dump = house.root.appendingPathComponent("intone.sql")
    func dumped(_ schema: String) throws -> Data {
      let made = try Ended.running(URL(fileURLWithPath: "/usr/bin/pg_dump"), [server.connection(), "-n", schema, "-f", dump.path])
      try #require(made.code == 0, "\(made.error)")
      return try Data(contentsOf: dump)
    }
    let backup = try dumped("intone")
    #expect(try secrets().allSatisfy { backup.range(of: $0) == nil } && backup.range(of: Data("s-1__q1".utf8)) != nil)

    // Another master, without reading; then the session is erased, and no key of it is left here or in a dump of the keys.
    let new = house.root.appendingPathComponent("new.key")
    let recipient = try Sealed.keygen(new)
    #expect(try house.intone("seal", "rotate", "--identity", sealed.key.path, "--to", recipient).code == 0)
    #expect(try house.intone("seal", "identity", "s-1", "--identity", sealed.key.path).code == 1)
    #expect(try house.intone("seal", "identity", "s-1", "--identity", new.path).out.contains("AGE-SECRET-KEY-1"))
    #expect(try dumped("intone_keys").range(of: Data("s-1".utf8)) != nil)
    let forgotten = try house.intone("forget", "c-1", "--yes", "--lang", "en")
    #expect(forgotten.code == 0 && !forgotten.error.contains("cannot be looked at"), "\(forgotten.error)")
    #expect(try house.intone("seal", "identity", "s-1", "--identity", new.path).code == 1)
    #expect(try dumped("intone_keys").range(of: Data("s-1".utf8)) == nil)
    #expect(house.files(below: house.archive) == [])
    try house.end(SIGTERM)

    // The look can fail: on the same server, without sealing, words lie in table and log; sealed afterwards no row has them any more.
    _ = try sql(server, "CREATE DATABASE open TEMPLATE template0")
    let open = try Sealed(transcriptWait: 30, server: server.connection("open"))
    let sealing = try String(contentsOf: open.house.configuration, encoding: .utf8)
    try open.house.write(sealing.components(separatedBy: "seal:")[0], to: open.house.configuration)
    try await open.start(reads: false)
    try leaveTextsAsTheyAre(server, database: "open")
    try open.house.drop(text: Sample.words, as: "s-1/q1.srt")
    try open.house.drop(Sample.short, as: "s-1/q1.wav")
    try await eventually("the row; it logged: \(open.house.logged)") { try answers(server, database: "open") == ["s-1__q1"] }
    _ = try sql(server, "CHECKPOINT")
    #expect(try open.holders(of: secrets(), below: [disk]).contains { $0.contains("pg_wal") })
    let readable = "SELECT count(*) FROM intone.answers WHERE analysis LIKE '%many containers%'"
    #expect(try sql(server, readable, database: "open") == ["1"])
    try open.house.end(SIGTERM)
    try open.house.write(sealing, to: open.house.configuration)
    try await open.start(reads: true)
    #expect(try open.house.intone("seal", "existing", "--lang", "en").out.contains("VACUUM FULL intone.answers"))
    #expect(try sql(server, readable, database: "open") == ["0"])
    #expect(try open.house.ask("/v1/answers/s-1__q1").contains("many containers"))
    try open.house.end(SIGTERM)
  }
}
