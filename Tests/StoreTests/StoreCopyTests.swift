import Foundation
import Interview
import SQLiteStore
import Store
import StoreSQL
import TestSupport
import Testing

@testable import PostgresStore

@Suite struct `A copy of a store` {
  /// All that a program can ask of a store.
  private func all(_ store: any WholeStore) throws -> [String] {
    var lines = try store.events(after: 0, limit: 999).map { "\($0)" } + store.auditLinks(after: 0, limit: 999).map { "\($0)" }
    for session in try store.sessions(after: nil, limit: 999) {
      lines.append("\(session)")
      lines += try store.reviews(of: .session(session.record.id.text)).map { "\($0)" }
      for answer in try store.answers(ofSession: session.record.id.text) {
        lines += try store.revisions(of: answer.id).map {
          try RecordDocument($0.record, recordedAt: $0.recordedAt, revision: $0.revision).json()
        }
        lines += try store.reviews(of: .answer(answer.id)).map { "\($0)" }
      }
    }
    let counts = try store.counts()
    return lines + ["\(counts.answers) \(counts.revisions) \(counts.sessions) \(counts.events)"]
      + counts.sessionsByState.map { "\($0.key) \($0.value)" }.sorted()
  }

  @Test func `to a server and back holds all, with numbers, cursors and the chain`() throws {
    let (first, server, last) = (try SQLiteStore(path: Scratch.path()), try Scratch.postgres(), try SQLiteStore(path: Scratch.path()))
    try live(in: first)
    let out = try StoreCopy(from: first, to: server, digest: digest, page: 3).run()
    #expect(out.isWhole && out.removed == 0 && out.written > 50)
    #expect(out.tables.map(\.name) == StoreTable.all.map(\.name))
    #expect(out.tables.first { $0.name == "feed" }?.rows == 13)
    #expect(try all(server) == all(first))
    try server.checkIntegrity()
    let back = try StoreCopy(from: server, to: last, digest: digest, page: 4).run()
    #expect(back.isWhole && back.written == out.written)
    #expect(back.tables.map(\.source) != [] && back.tables.map(\.rows) == out.tables.map(\.rows))
    #expect(try all(last) == all(first))
    try last.checkIntegrity()
    // What is recorded next gets the next numbers on either.
    for store in [server, last] as [any WholeStore] {
      #expect(try store.record(sample(key("s9", "q1"), recording: "9"), at: 80) == .new(revision: 1))
      #expect(try store.add(Review(of: .answer("s9__q1"), reviewer: "a", judgement: "b", reason: "c"), at: 81).number == 2)
    }
    #expect(try all(server) == all(last))
  }

  @Test func `that was stopped goes on, and follows what was changed and erased meanwhile`() throws {
    let (source, target) = (try SQLiteStore(path: Scratch.path()), try Scratch.postgres())
    try live(in: source)
    // Ended between two transactions of each table in turn, as by a kill.
    for stop in 0..<5 {
      #expect(throws: Fault(.storeAway, "stopped")) {
        try StoreCopy(from: source, to: target, digest: digest, page: 2).run { (table, _) throws(Fault) in
          if table == StoreTable.all[stop].name { throw Fault(.storeAway, "stopped") }
        }
      }
    }
    _ = try StoreCopy(from: source, to: target, digest: digest, page: 2).run()
    #expect(try all(target) == all(source))
    _ = try source.record(sample(key("s1", "q3"), recording: "3", model: "7"), at: 90)
    _ = try source.record(sample(model: "1", overall: 5_000), at: 91)
    try source.redactContent(of: "s1__q2", redact: { _ in "{}" }, at: 92)
    _ = try source.erase(sessions: ["s2"], telling: .sessionForgotten, at: 93)
    _ = try source.cutAudit(through: 80, at: 94, digest: digest)
    let again = try StoreCopy(from: source, to: target, digest: digest, page: 2).run()
    #expect(again.isWhole && again.removed > 0)
    #expect(try all(target) == all(source))
    #expect(try target.session("s2") == nil)
    try target.checkIntegrity()
    let idle = try StoreCopy(from: source, to: target, digest: digest).run()
    #expect((idle.written, idle.removed, idle.isWhole) == (0, 0, true))
  }
}

/// The same life on any store: revisions, an unknown, duplicates, reviews, sessions with and without answers, an audit log.
func live(in store: any ScoreStore) throws {
  _ = try store.record(sample(model: "1", overall: 5_000), at: 1_800_000_000)
  _ = try store.record(sample(model: "2"), at: 1_800_000_060.2504)
  _ = try store.record(sample(key("s1", "q2"), transcript: nil, overall: 8_755), at: 1_800_000_061.9996)
  _ = try store.record(sample(key("s1", "q3"), recording: "3", engine: "e2", overall: 9_000), at: 1_800_000_062)
  _ = try store.record(sample(key("s2", "q1", 2), recording: "4", overall: 0), at: 1_800_000_063)
  _ = try store.record(
    sample(
      AnswerKey(session: OpaqueName(bytes: [0xFF, 0x25]), question: OpaqueName("自我 介绍"), attempt: 1), recording: "5", overall: 10_000),
    at: 1_800_000_064)
  let bare = AnswerRecord(
    key: key("s3", "q1"), engine: "e1", recordingHash: hash("6"), measures: [:], scorecard: nil, analysis: "{}", arrivedAt: 0.1)
  _ = try store.record(bare, at: 6)
  try store.save(
    SessionRecord(
      id: OpaqueName("s1"), site: "north", state: .completed, reason: nil, candidate: "c-1", role: "sales", language: .zh,
      deadline: 1_900_000_000.5, attemptsAllowed: 2, questions: [OpaqueName("q1"), OpaqueName("q2")], answered: 2,
      manifestHash: hash("m")), at: 1_800_000_065)
  try store.save(SessionRecord(id: OpaqueName("empty")), at: 1_800_000_066)
  _ = try store.add(
    Review(of: .answer("s1__q1"), reviewer: "安娜", judgement: "strong", reason: "\"Need\"\nnamed", account: "uid:1"), at: 70)
  _ = try store.add(Review(of: .session("s1"), reviewer: "anna", judgement: "wait", reason: "No."), at: 71)
  _ = try store.add(Review(of: .session("s1"), reviewer: "bob", judgement: "invite", reason: "Yes."), at: 72)
  _ = try store.append(StoreEvent(kind: .answerHeld, session: "s1", detail: .object(["code": .string("x")])), at: 73)
  for index in 1...3 {
    _ = try store.audit(AuditEntry(actor: "a", action: "retry", subject: "\(index)", outcome: "done"), at: 74.123456, digest: digest)
  }
}
