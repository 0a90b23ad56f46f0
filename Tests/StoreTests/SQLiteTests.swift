import Foundation
import GRDB
import Interview
import Store
import StoreSQL
import Testing

@testable import SQLiteStore

@Suite struct `The SQLite store` {
  private func rows(_ path: String, _ sql: String) throws -> [Row] {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { db in try Row.fetchAll(db, sql: sql) }
  }

  private func code(_ body: () throws -> Void) -> FaultCode? {
    do {
      try body()
      return nil
    } catch {
      return (error as? Fault)?.code
    }
  }

  /// Scorecards and analyses grow with the words of a session; here they cannot even be read.
  @Test func `a session is brought up to date without reading what its answers say`() throws {
    let store = try SQLiteStore(path: Scratch.path())
    for (question, overall) in [("q2", 5_000), ("q1", 8_750)] {
      _ = try store.record(sample(key("s1", question), recording: question, overall: overall), at: 1)
    }
    var silent = sample(key("s1", "q3"), recording: "q3")
    silent.measures[.phonation] = .unknown(.speechNone)
    _ = try store.record(silent, at: 1)
    _ = try store.writing { db in try db.execute("UPDATE answers SET scorecard = '{', analysis = '{'", []) }
    var seen: [AnswerSummary] = []
    try store.update(session: OpaqueName("s1"), at: 2) { answers, known in
      seen = answers
      return known?.record ?? SessionRecord(id: OpaqueName("s1"))
    }
    #expect(seen.map(\.key.question.text) == ["q1", "q2", "q3"])
    #expect(seen.map(\.overall?.hundredths) == [8_750, 5_000, 8_750])
    #expect(seen.map(\.isSilent) == [false, false, true])
    #expect(seen.map(\.arrivedAt) == Array(repeating: 1_800_000_000.125, count: 3))
  }

  @Test func `the views show the current revision with all that identifies it`() throws {
    let path = Scratch.path()
    let store = try SQLiteStore(path: path)
    _ = try store.record(sample(model: "1", overall: 5_000), at: 1_800_000_000)
    _ = try store.record(sample(model: "2"), at: 1_800_000_060.25)
    let score = try #require(try rows(path, "SELECT * FROM answer_scores").first)
    #expect(try rows(path, "SELECT * FROM answer_scores").count == 1)
    #expect(score["answer"] == "s1__q1")
    #expect(score["revision"] == 2)
    #expect(score["overall"] == 87.5)
    #expect(score["role_model_version"] == "2")
    #expect(score["engine"] == "e1")
    #expect(score["recording_sha256"] == hash("sound").hex)
    #expect(score["dimensions"] == #"{"delivery":87.5,"content":null}"#)
    #expect(score["arrived_at"] == "2027-01-15T08:00:00.125Z")
    #expect(score["recorded_at"] == "2027-01-15T08:01:00.250Z")
    let measures = try rows(path, "SELECT measure, value, unit, unknown, revision FROM answer_measures ORDER BY measure")
    #expect(measures.map { $0["measure"] as String } == ["fillers_per_min", "pause_ratio", "speech_rate_syl_s"])
    #expect(measures.map { $0["unknown"] as String? } == ["transcript.not-verbatim", nil, nil])
    #expect(measures.map { $0["unit"] as String } == ["1/min", "1", "syll/s"])
    let lost = try #require(try rows(path, "SELECT * FROM lost_points").first)
    #expect(lost["points"] == 12.5)
    #expect(lost["spans"] == "[[1.5,2.25],[7,8]]")
    #expect(lost["expected_high"] == (nil as Double?))
    let session = try #require(try rows(path, "SELECT * FROM session_scores").first)
    #expect(session["overall"] == 87.5)
    #expect(session["answers_scored"] == 1)
    #expect(
      try rows(path, "SELECT kind FROM events ORDER BY cursor").map { $0["kind"] as String } == ["answer.recorded", "answer.revised"])
  }

  @Test func `what was erased, or lost its words, after it was read is not brought back by a revision`() throws {
    let store = try SQLiteStore(path: Scratch.path())
    _ = try store.record(sample(), at: 1)
    _ = try store.record(sample(key("s2", "q1"), recording: "other"), at: 1)
    let (gone, mute) = (try #require(try store.current("s1__q1")), try #require(try store.current("s2__q1")))
    _ = try store.erase(sessions: ["s1"], telling: .sessionForgotten, at: 2)
    try store.redactContent(of: "s2__q1", redact: { _ in "{}" }, at: 2)
    let outcomes = try store.revise(
      [(read: gone, record: sample(model: "2")), (read: mute, record: sample(key("s2", "q1"), recording: "other", model: "2"))], at: 3)
    #expect(outcomes == [nil, nil])
    #expect(try store.session("s1") == nil)
    #expect(try store.current("s1__q1") == nil)
    #expect(try store.current("s2__q1")?.record.analysis == "{}")
    #expect(try store.revisions(of: "s2__q1").count == 1)
  }

  @Test func `a role of many sessions is found in their order, as one of few is`() throws {
    let store = try SQLiteStore(path: Scratch.path())
    // More than are gathered and put in order.
    for number in 0..<20_100 {
      let role = number % 1000 == 7 ? "rare" : "sales"
      try store.save(
        SessionRecord(id: OpaqueName("s\(number)"), state: .completed, candidate: "c\(number)", role: role), at: Double(number))
    }
    func ids(_ filter: SessionFilter, after: String? = nil) throws -> [String] {
      try store.sessions(filter, by: .time, after: after, limit: 3).map(\.record.id.text)
    }
    #expect(try ids(.init(role: "sales")) == ["s20099", "s20098", "s20097"])
    #expect(try ids(.init(role: "sales"), after: "s20008") == ["s20006", "s20005", "s20004"])
    #expect(try ids(.init(role: "rare")) == ["s20007", "s19007", "s18007"])
    #expect(try ids(.init(role: "rare"), after: "s18007") == ["s17007", "s16007", "s15007"])
    #expect(try ids(.init(candidate: "c11")) == ["s11"])
    #expect(try ids(.init(role: "nobody")).isEmpty)
  }

  @Test func `a session's score is the mean over the latest attempts`() throws {
    let path = Scratch.path()
    let store = try SQLiteStore(path: path)
    _ = try store.record(sample(key("s1", "q1"), recording: "1", overall: 1_000), at: 1)
    _ = try store.record(sample(key("s1", "q1", 2), recording: "2", overall: 8_000), at: 2)
    _ = try store.record(sample(key("s1", "q2"), recording: "3", engine: "e2", overall: 9_000), at: 3)
    let session = try #require(try rows(path, "SELECT * FROM session_scores").first)
    #expect(session["answers"] == 2)
    #expect(session["overall"] == 85.0, "(80 + 90) / 2; the first attempt's 10 does not count")
    #expect(session["engine"] == (nil as String?), "two engines are not one")
    #expect(session["role_model"] == "sales")
  }

  @Test func `what was committed is there after closing and opening`() throws {
    let path = Scratch.path()
    _ = try SQLiteStore(path: path).record(sample(), at: 1)
    let store = try SQLiteStore(path: path)
    #expect(try store.current("s1__q1")?.record == sample())
    #expect(try store.record(sample(), at: 2) == .same(revision: 1))
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    #expect(FileManager.default.fileExists(atPath: path + "-wal"), "readers need the log's files while no daemon runs")
  }

  @Test func `a store open for reading reads, and refuses to write`() throws {
    let path = Scratch.path()
    #expect(code { _ = try SQLiteStore(readOnly: path) } == .storeUnreachable)
    _ = try SQLiteStore(path: path).record(sample(), at: 1)
    let store = try SQLiteStore(readOnly: path)
    #expect(try store.current("s1__q1")?.record == sample())
    #expect(code { _ = try store.record(sample(engine: "e2"), at: 2) } == .storeReadOnly)
    #expect(try store.health().readOnly)
  }

  @Test func `a file that is no database is damaged, and is left as it is`() throws {
    let path = Scratch.path()
    let garbage = Data(repeating: 0x5A, count: 8192)
    try garbage.write(to: URL(fileURLWithPath: path))
    #expect(code { _ = try SQLiteStore(path: path) } == .storeDamaged)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == garbage)
    #expect(code { _ = try SQLiteStore(path: "/nowhere/at/all.sqlite") } == .storeUnreachable)
  }

  @Test func `a database with a page overwritten does not pass the check`() throws {
    let path = Scratch.path()
    try {
      let store = try SQLiteStore(path: path)
      for index in 0..<200 { _ = try store.record(sample(key("s", "q\(index)"), recording: "\(index)"), at: 1) }
    }()
    let target = Scratch.path()
    _ = try SQLiteStore(path: path).backup(to: target)
    var data = try Data(contentsOf: URL(fileURLWithPath: target))
    let middle = data.count / 2 / 4096 * 4096
    data.replaceSubrange(middle..<(middle + 4096), with: Data(repeating: 0xA5, count: 4096))
    try data.write(to: URL(fileURLWithPath: target))
    #expect(code { try SQLiteStore(readOnly: target).checkIntegrity() } == .storeDamaged)
  }

  @Test func `a database of a newer version is refused`() throws {
    let path = Scratch.path()
    _ = try SQLiteStore(path: path)
    try DatabaseQueue(path: path).write { db in try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9: from the future')") }
    #expect(code { _ = try SQLiteStore(path: path) } == .storeNewerSchema)
    #expect(code { _ = try SQLiteStore(readOnly: path) } == .storeNewerSchema)
  }

  /// SQLite removes the log at the last close; where it could not copy it, that would be the end of its rows.
  @Test func `the log outlives an opening that fails half way`() throws {
    let path = Scratch.path()
    _ = try SQLiteStore(path: path)
    try DatabaseQueue(path: path).write { db in try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9: from the future')") }
    #expect(code { _ = try SQLiteStore(path: path) } == .storeNewerSchema)
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test func `the audit log cannot be edited through SQL, and an edit by force is found`() throws {
    let path = Scratch.path()
    let store = try SQLiteStore(path: path)
    for index in 1...3 {
      _ = try store.audit(AuditEntry(actor: "a", action: "retry", subject: "\(index)", outcome: "done"), at: 1, digest: digest)
    }
    let queue = try DatabaseQueue(path: path)
    #expect(throws: DatabaseError.self) { try queue.write { db in try db.execute(sql: "UPDATE audit_links SET actor = 'b'") } }
    #expect(throws: DatabaseError.self) { try queue.write { db in try db.execute(sql: "DELETE FROM audit_links") } }
    try queue.write { db in
      try db.execute(sql: "DROP TRIGGER audit_links_stay")
      try db.execute(sql: "UPDATE audit_links SET outcome = 'denied' WHERE number = 2")
    }
    #expect(try store.verifyAudit(digest: digest) == .broken(at: 2))
  }

  @Test func `a backup of a store in use is whole, and never overwrites`() throws {
    let store = try SQLiteStore(path: Scratch.path())
    for index in 0..<20 { _ = try store.record(sample(key("s", "q\(index)"), recording: "\(index)"), at: 1) }
    let target = Scratch.path()
    #expect(try store.backup(to: target).answers == 20)
    #expect(!FileManager.default.fileExists(atPath: target + ".part"))
    let copy = try SQLiteStore(path: target)
    try copy.checkIntegrity()
    #expect(try copy.current("s__q7") == store.current("s__q7"))
    #expect(code { _ = try store.backup(to: target) } == .storeBackupExists)
  }
}
