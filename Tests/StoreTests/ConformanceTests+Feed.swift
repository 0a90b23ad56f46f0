import Interview
import Store
import Testing

extension `Any store` {
  @Test(arguments: Implementation.allCases)
  func `overdue is what has a deadline that has come and has not ended`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    let all: [(String, SessionPhase, Double?)] = [
      ("s1", .inProgress, 100), ("s2", .notStarted, 50), ("s3", .completed, 50), ("s4", .inProgress, nil), ("s5", .inProgress, 101),
    ]
    for (id, state, deadline) in all.reversed() {
      try store.save(SessionRecord(id: OpaqueName(id), site: nil, state: state, deadline: deadline), at: 1)
    }
    #expect(try store.overdueSessions(at: 100).map(\.id.text) == ["s1", "s2"])
    #expect(try store.sessions(after: nil, limit: 3).map(\.record.id.text) == ["s1", "s2", "s3"])
    #expect(try store.sessions(after: "s3", limit: 3).map(\.record.id.text) == ["s4", "s5"])
  }

  @Test(arguments: Implementation.allCases) func `keeps sessions up to date and tells of changes`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    var session = SessionRecord(
      id: OpaqueName("s1"), site: "north", state: .notStarted, candidate: "c-1", role: "sales", language: .en, deadline: 1_900_000_000,
      attemptsAllowed: 2, questions: [OpaqueName("q1"), OpaqueName(bytes: [0xFE])], answered: 0, manifestHash: hash("manifest"))
    try store.save(session, at: 1)
    #expect(try store.session("s1") == StoredSession(record: session, createdAt: 1, updatedAt: 1))
    try store.save(session, at: 2)
    #expect(try store.session("s1")?.updatedAt == 1, "nothing changed")
    session.candidate = "c-2"
    try store.save(session, at: 3)
    #expect(try store.session("s1") == StoredSession(record: session, createdAt: 1, updatedAt: 3))
    #expect(try store.counts().events == 1, "the candidate is no news")
    (session.state, session.answered) = (.inProgress, 1)
    try store.save(session, at: 4)
    #expect(try store.events(after: 1, limit: 5).map(\.kind) == ["session.changed"])
    #expect(try store.counts().sessionsByState == [.inProgress: 1])
  }

  @Test(arguments: Implementation.allCases) func `makes the session of an answer that comes first`(_ implementation: Implementation) throws
  {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 7)
    let session = try #require(try store.session("s1"))
    #expect(session.record == SessionRecord(id: OpaqueName("s1"), site: "north", state: .inProgress, candidate: "c-1"))
    #expect(session.createdAt == 7)
  }

  @Test(arguments: Implementation.allCases) func `pages through sessions by name`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    for name in ["b", "a", "面试", "c", "Z"] { try store.save(SessionRecord(id: OpaqueName(name)), at: 1) }
    #expect(try store.sessions(after: nil, limit: 2).map(\.record.id.text) == ["Z", "a"])
    #expect(try store.sessions(after: "a", limit: 10).map(\.record.id.text) == ["b", "c", "面试"])
    #expect(try store.sessions(after: "面试", limit: 10) == [])
    #expect(try store.sessions(after: nil, limit: -1) == [])
  }

  @Test(arguments: Implementation.allCases) func `has a feed without gaps that resumes anywhere`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    for index in 1...9 { _ = try store.record(sample(key("s", "q\(index)"), recording: "\(index)"), at: Double(index)) }
    #expect(try store.append(StoreEvent(kind: .answerHeld, session: "s", detail: .object(["code": .string("x")])), at: 10) == 10)
    let all = try store.events(after: 0, limit: 100)
    #expect(all.map(\.cursor) == Array(1...10))
    #expect(
      all.last == FeedEvent(cursor: 10, time: 10, kind: "answer.held", session: "s", answer: nil, revision: nil, detail: #"{"code":"x"}"#))
    var resumed: [FeedEvent] = []
    while true {
      let page = try store.events(after: resumed.last?.cursor ?? 0, limit: 3)
      if page.isEmpty { break }
      resumed += page
    }
    #expect(resumed == all)
  }

  @Test(arguments: Implementation.allCases) func `counts each of many scorings at once exactly once`(_ implementation: Implementation)
    async throws
  {
    let store = try implementation.make()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for index in 0..<10 { _ = try store.record(sample(key("s\(index % 3)", "q\(index)"), recording: "\(index)"), at: Double(worker)) }
        }
      }
      try await group.waitForAll()
    }
    let counts = try store.counts()
    #expect((counts.answers, counts.revisions, counts.events) == (10, 10, 10))
    #expect(try store.events(after: 0, limit: 100).map(\.cursor) == Array(1...10))
    try store.checkIntegrity()
  }

  @Test(arguments: Implementation.allCases) func `chains the audit log`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    #expect(try store.verifyAudit(digest: digest) == .intact(links: 0, head: AuditLink.origin))
    for index in 1...3 {
      let entry = AuditEntry(actor: "uid:\(index)", action: "retry", subject: "s1__q1", outcome: "done")
      let link = try store.audit(entry, at: 1_800_000_000.25, digest: digest)
      #expect((link.number, link.entry) == (index, entry))
    }
    let links = try store.auditLinks(after: 0, limit: 10)
    #expect(try store.verifyAudit(digest: digest) == .intact(links: 3, head: links[2].hash))
    #expect(try store.auditLinks(after: 2, limit: 10) == [links[2]])
    var edited = links[1]
    edited.entry.outcome = "denied"
    #expect(!edited.follows(number: 1, hash: links[0].hash, digest: digest))
    #expect(!links[2].follows(number: 1, hash: links[0].hash, digest: digest), "the second link is missing")
  }
}
