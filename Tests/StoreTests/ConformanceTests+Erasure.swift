import Interview
import Store
import Testing

/// What `StoreErasure` and `StoreHistory` promise, on every store that keeps rows on a disk.
@Suite struct `Any lasting store` {
  @Test(arguments: Implementation.lasting) func `knows whose sessions are whose`(_ implementation: Implementation) throws {
    let store = try implementation.makeLasting()
    _ = try store.record(sample(key("s1", "q1")), at: 1)
    _ = try store.record(sample(key("s2", "q1"), recording: "other"), at: 1)
    try store.save(SessionRecord(id: OpaqueName("s3"), candidate: "c-2"), at: 1)
    #expect(try store.sessions(ofCandidate: "c-1") == ["s1", "s2"])
    #expect(try store.sessions(ofCandidate: "c-9") == [])
    #expect(try store.candidates() == ["c-1", "c-2"])
    #expect(try store.known(sessions: ["s3", "x", "s1"]) == ["s3", "s1"])
    #expect(try store.holdsAnswers(ofSession: "s1"))
    #expect(try !store.holdsAnswers(ofSession: "s3"))
    #expect(try store.recordings(onlyOf: ["s1"]) == [hash("sound")])
  }

  @Test(arguments: Implementation.lasting) func `erases a session with all that names it`(_ implementation: Implementation) throws {
    let store = try implementation.makeLasting()
    _ = try store.record(sample(key("s1", "q1"), arrivedAt: 10), at: 1)
    _ = try store.record(sample(key("s1", "q1"), model: "2", arrivedAt: 10), at: 2)
    _ = try store.record(sample(key("s2", "q1"), arrivedAt: 30), at: 3)
    _ = try store.record(sample(key("s3", "q1"), arrivedAt: 20), at: 4)
    _ = try store.add(Review(of: .answer("s1__q1"), reviewer: "anna", judgement: "strong", reason: "Need."), at: 5)
    _ = try store.add(Review(of: .session("s1"), reviewer: "anna", judgement: "invite", reason: "Need."), at: 6)
    #expect(try store.current("s2__q1")?.duplicateOf == "s1__q1")
    #expect(try store.recordings(onlyOf: ["s1"]) == [], "two other sessions delivered it too")
    let erased = try store.erase(sessions: ["s1"], telling: .sessionForgotten, at: 7)
    #expect(erased == Erased(sessions: ["s1"], answers: 1, revisions: 2, reviews: 2, events: 4, recordings: []))
    #expect(try store.session("s1") == nil)
    #expect(try store.revisions(of: "s1__q1") == [])
    #expect(try store.reviews(of: .session("s1")) == [])
    #expect(try store.current("s3__q1")?.duplicateOf == nil, "it is the first to have arrived now")
    #expect(try store.current("s2__q1")?.duplicateOf == "s3__q1")
    let events = try store.events(after: 0, limit: 99)
    #expect(events.map(\.cursor) == Array(1...7))
    #expect(events.last.map { [$0.kind, $0.session ?? ""] } == ["session.forgotten", "s1"])
    #expect(events.dropLast().allSatisfy { $0.session != "s1" && $0.answer != "s1__q1" && !$0.detail.contains("s1__q1") })
    #expect(events[2].detail.hasSuffix(#""duplicate_of":null}"#))
    #expect(
      try store.counts()
        == StoreCounts(answers: 2, revisions: 2, sessions: 2, events: 7, sessionsByState: [.inProgress: 2], lastRecordedAt: 4))
    // Again is nothing more.
    #expect(try store.erase(sessions: ["s1"], telling: .sessionForgotten, at: 8).answers == 0)
    try store.checkIntegrity()
    // Where another test's transaction can still see what went, it is due again.
    // Where the role may not vacuum, the server's own is waited for.
    while try implementation != .writer && !store.emptyLog() {}
  }

  @Test(arguments: Implementation.lasting) func `takes words out and leaves scores`(_ implementation: Implementation) throws {
    let store = try implementation.makeLasting()
    _ = try store.record(sample(arrivedAt: 10), at: 11)
    _ = try store.record(sample(key("s1", "q2"), recording: "other", arrivedAt: 20), at: 21)
    let before = try #require(try store.current("s1__q1"))
    #expect(try store.answersWithContent(arrivedBefore: 10, limit: 9) == [key("s1", "q1")])
    #expect(try store.answersWithContent(arrivedBefore: 99, limit: 9) == [key("s1", "q1"), key("s1", "q2")])
    #expect(try store.countWithContent(arrivedBefore: 99) == 2)
    try store.redactContent(of: "s1__q1", redact: { _ in #"{"schema":"redacted"}"# }, at: 30)
    let after = try #require(try store.current("s1__q1"))
    #expect(after.record.analysis == #"{"schema":"redacted"}"#)
    #expect(after.record.scorecard?.lostPoints.map(\.excerpt) == [nil])
    #expect(after.record.scorecard?.lostPoints.map(\.points) == before.record.scorecard?.lostPoints.map(\.points))
    #expect(after.record.scorecard?.dimensions == before.record.scorecard?.dimensions)
    #expect(after.record.measures == before.record.measures)
    #expect(try store.answersWithContent(arrivedBefore: 99, limit: 9) == [key("s1", "q2")])
    #expect(try store.revise([(read: before, record: sample(model: "2"))], at: 40) == [nil], "its words went in between")
  }

  @Test(arguments: Implementation.lasting) func `takes measures and scores out, and leaves whose it is`(_ implementation: Implementation)
    throws
  {
    let store = try implementation.makeLasting()
    _ = try store.record(sample(), at: 1)
    _ = try store.record(sample(model: "2"), at: 2)
    try store.withdrawMeasures(of: "s1__q1", because: .consentDeclined, at: 3)
    for revision in try store.revisions(of: "s1__q1") {
      #expect(revision.record.scorecard == nil)
      #expect(revision.record.roleModel == nil)
      #expect(revision.record.analysis == AnswerRecord.noAnalysis)
      #expect(revision.record.measures.count == 3)
      #expect(revision.record.measures.values.allSatisfy { $0.reason == .consentDeclined })
      #expect(revision.record.candidate == "c-1")
    }
    #expect(try store.countWithContent(arrivedBefore: .greatestFiniteMagnitude) == 0)
    #expect(try store.events(after: 0, limit: 9).allSatisfy { $0.detail.hasPrefix(#"{"overall":null,"role_model":"sales""#) })
    try store.checkIntegrity()
  }

  @Test(arguments: Implementation.lasting) func `finds what has been quiet, and what has no known arrival`(_ implementation: Implementation)
    throws
  {
    let store = try implementation.makeLasting()
    _ = try store.record(sample(key("s1", "q1"), arrivedAt: 100), at: 1000)
    _ = try store.record(sample(key("s2", "q1"), recording: "b", arrivedAt: 200), at: 1000)
    _ = try store.record(sample(key("s3", "q1"), recording: "c", arrivedAt: 0), at: 150)
    #expect(try store.sessions(quietSince: 150, limit: 9) == ["s1", "s3"])
    #expect(try store.sessions(quietSince: 150, limit: 1) == ["s1"])
    #expect(try store.countSessions(quietSince: 200) == 3)
  }

  @Test(arguments: Implementation.lasting) func `cuts the audit log at its beginning and says so in it`(_ implementation: Implementation)
    throws
  {
    let store = try implementation.makeLasting()
    for time in 1...4 {
      _ = try store.audit(AuditEntry(actor: "a", action: "retry", subject: "\(time)", outcome: "done"), at: Double(time), digest: digest)
    }
    #expect(try store.countAudit(through: 2) == 2)
    #expect(try store.cutAudit(through: 2, at: 5, digest: digest) == 2)
    let links = try store.auditLinks(after: 0, limit: 9)
    #expect(links.map(\.number) == [3, 4, 5])
    #expect(links.last?.entry.action == "audit-retention")
    #expect(try store.verifyAudit(digest: digest) == .intact(links: 3, head: links[2].hash))
    #expect(try store.cutAudit(through: 2, at: 6, digest: digest) == 0)
  }

  @Test(arguments: Implementation.lasting) func `takes history once, changes nothing by it, and gives it back`(
    _ implementation: Implementation
  ) throws {
    let store = try implementation.makeLasting()
    _ = try store.record(sample(key("s1", "q2"), recording: "other", arrivedAt: 20), at: 21)
    let rows = [
      RecordDocument(sample(arrivedAt: 10), recordedAt: 11), RecordDocument(sample(key("s1", "q2"), recording: "another"), recordedAt: 12),
      RecordDocument(sample(key("s1", "q2"), recording: "other", arrivedAt: 20), recordedAt: 13),
    ]
    let progress = ImportProgress(file: "/h.csv", sha256: "00", bytes: 3_000_000_000, offset: 30, state: "x")
    #expect(try store.importBatch(rows, progress: { _ in progress }, at: 50) == [.imported, .conflict, .duplicate])
    #expect(try store.importProgress(of: "/h.csv") == progress)
    #expect(try store.importProgress(of: "/i.csv") == nil)
    #expect(try store.counts().events == 1, "rows of the past are no news")
    let all = try store.documents(after: "", limit: 9, candidate: nil)
    #expect(all.map(\.record.key.id) == ["s1__q1", "s1__q2"])
    #expect(all[0] == rows[0])
    #expect(try store.documents(after: "s1__q1", limit: 9, candidate: "c-1").map(\.record.key.id) == ["s1__q2"])
    #expect(try store.documents(after: "", limit: 9, candidate: "c-9") == [])
    try store.checkIntegrity()
  }

  @Test(arguments: Implementation.lasting) func `takes back rows from their documents, above all cursors that were given out`(
    _ implementation: Implementation
  ) throws {
    let store = try implementation.makeLasting()
    try store.beginFeedAnew(StoreEvent(kind: .storeRestored, session: nil), at: 1_800_000_000.5)
    #expect(try store.restore(RecordDocument(sample(), recordedAt: 7)))
    #expect(try !store.restore(RecordDocument(sample(), recordedAt: 8)))
    #expect(try store.restore(RecordDocument(sample(model: "2"), recordedAt: 9)))
    #expect(try store.revisions(of: "s1__q1").map(\.isCurrent) == [false, true])
    #expect(
      try store.events(after: 0, limit: 9).map { "\($0.cursor) \($0.kind)" } == [
        "1800000000500 store.restored", "1800000000501 answer.reinstated", "1800000000502 answer.reinstated",
      ])
    try store.checkIntegrity()
  }
}
