import Interview
import Store
import Testing

extension `Any store` {
  private static let strong = Review(of: .answer("s1__q1"), reviewer: "anna", judgement: "strong", reason: "Names the need.")

  @Test(arguments: Implementation.allCases) func `keeps a person's review beside the score and tells of it`(
    _ implementation: Implementation
  ) throws {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 1)
    let before = try store.current("s1__q1")
    let stored = try store.add(Self.strong, at: 2.5)
    #expect(stored == StoredReview(number: 1, review: Self.strong, revision: 1, time: 2.5))
    #expect(try store.reviews(of: .answer("s1__q1")) == [stored])
    #expect(try store.current("s1__q1") == before, "the score is as it was")
    let event = try #require(try store.events(after: 1, limit: 5).first)
    #expect((event.kind, event.session, event.answer, event.revision) == ("answer.reviewed", "s1", "s1__q1", 1))
    #expect(!event.detail.contains("need"), "the reason stays in the store")
  }

  @Test(arguments: Implementation.allCases) func `adds the same review once, and a changed one beside it`(
    _ implementation: Implementation
  ) throws {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 1)
    let first = try store.add(Self.strong, at: 2)
    #expect(try store.add(Self.strong, at: 3) == first)
    var other = Self.strong
    other.judgement = "weak"
    let second = try store.add(other, at: 4)
    // The mind changed back is news.
    let third = try store.add(Self.strong, at: 5)
    #expect(try store.reviews(of: .answer("s1__q1")) == [third, second, first])
    #expect(try store.events(after: 1, limit: 9).count == 3)
  }

  @Test(arguments: Implementation.allCases) func `the latest reviews of many answers are told at once`(_ implementation: Implementation)
    throws
  {
    let store = try implementation.make()
    for question in ["q1", "q2", "q3"] { _ = try store.record(sample(key("s1", question)), at: 1) }
    _ = try store.add(Self.strong, at: 2)
    var later = Self.strong
    later.judgement = "weak"
    let second = try store.add(later, at: 3)
    let other = try store.add(Review(of: .answer("s1__q3"), reviewer: "ben", judgement: "unclear", reason: "Too short."), at: 4)
    let answers = try ["s1__q1", "s1__q2", "s1__q3"].map { try #require(try store.current($0)) }
    #expect(try store.latestReviews(of: answers) == ["s1__q1": second, "s1__q3": other])
    #expect(try store.latestReviews(of: [answers[1]]).isEmpty)
    #expect(try store.latestReviews(of: []).isEmpty)
  }

  @Test(arguments: Implementation.allCases) func `keeps a review when the answer is scored again`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 1)
    let first = try store.add(Self.strong, at: 2)
    _ = try store.record(sample(model: "2"), at: 3)
    #expect(try store.reviews(of: .answer("s1__q1")) == [first])
    #expect(try store.add(Self.strong, at: 4).revision == 2, "the same words about another revision are another review")
    try store.checkIntegrity()
  }

  @Test(arguments: Implementation.allCases) func `refuses a review of nothing, or without a reason`(_ implementation: Implementation) throws
  {
    let store = try implementation.make()
    #expect(throws: Fault(.storeNoAnswer, "s1__q1")) { try store.add(Self.strong, at: 1) }
    _ = try store.record(sample(), at: 1)
    for part in [\Review.reviewer, \.judgement, \.reason] {
      var review = Self.strong
      review[keyPath: part] = " "
      let fault = #expect(throws: Fault.self) { try store.add(review, at: 1) }
      #expect(fault?.code == .reviewIncomplete)
    }
    #expect(try store.reviews(of: .answer("s1__q1")) == [])
  }
}

extension `Any store` {
  @Test(arguments: Implementation.allCases) func `keeps a person's decision about a session apart from those about its answers`(
    _ implementation: Implementation
  ) throws {
    let store = try implementation.make()
    let decision = Review(of: .session("s1"), reviewer: "anna", judgement: "invite", reason: "Both answers are strong.")
    #expect(throws: Fault(.storeNoSession, "s1")) { try store.add(decision, at: 1) }
    _ = try store.record(sample(), at: 1)
    let stored = try store.add(decision, at: 2)
    #expect(stored == StoredReview(number: 1, review: decision, revision: nil, time: 2))
    #expect(try store.add(decision, at: 3) == stored, "the same again is not added")
    let strong = Review(of: .answer("s1__q1"), reviewer: "anna", judgement: "strong", reason: "Names the need.")
    #expect(try store.add(strong, at: 4).number == 1)
    #expect(try store.reviews(of: .session("s1")) == [stored])
    #expect(try store.reviews(of: .answer("s1__q1")).map(\.review) == [strong])
    let event = try #require(try store.events(after: 1, limit: 5).first)
    #expect((event.kind, event.session, event.answer, event.revision) == ("session.reviewed", "s1", nil, nil))
    #expect(event.detail == #"{"review":1,"judgement":"invite"}"#)
    try store.checkIntegrity()
  }

  @Test(arguments: Implementation.allCases) func `refuses a review with characters that nobody sees`(_ implementation: Implementation)
    throws
  {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 1)
    for unseen in ["\u{1B}[2J", "\u{07}", "\u{9B}", "\u{202E}x", "\u{200B}", "\u{2028}"] {
      for part in [\Review.reviewer, \.judgement, \.reason] {
        var review = Self.strong
        review[keyPath: part] += unseen
        let fault = #expect(throws: Fault.self) { try store.add(review, at: 1) }
        #expect(fault?.code == .reviewUnprintable)
        #expect(fault?.detail.isPlainLine == true)
      }
    }
    var lines = Self.strong
    lines.reason = "first\r\nsecond\tthird"
    #expect(try store.add(lines, at: 2).review.reason == lines.reason)
  }

  @Test(arguments: Implementation.allCases) func `gives sessions by state, role, candidate and time, in three orders, page by page`(
    _ implementation: Implementation
  ) throws {
    let store = try implementation.make()
    func save(_ id: String, _ state: SessionPhase, _ candidate: String?, _ role: String?, at time: Double) throws {
      try store.save(SessionRecord(id: OpaqueName(id), state: state, candidate: candidate, role: role), at: time)
    }
    try save("a", .completed, "c-2", "sales", at: 10)
    try save("b", .held, nil, "sales", at: 30)
    try save("c", .completed, "c-1", nil, at: 20)
    try save("d", .inProgress, "c-2", "engineer", at: 30)
    // Its role is that of what scored it.
    _ = try store.record(sample(key("c", "q1")), at: 20)
    func ids(_ filter: SessionFilter = .init(), _ order: SessionOrder = .id, after: String? = nil, _ limit: Int = 9) throws -> [String] {
      try store.sessions(filter, by: order, after: after, limit: limit).map(\.record.id.text)
    }
    #expect(try ids(.init(state: .completed)) == ["a", "c"])
    #expect(try ids(.init(role: "sales")) == ["a", "b", "c"])
    #expect(try ids(.init(candidate: "c-2")) == ["a", "d"])
    #expect(try ids(.init(since: 20)) == ["b", "c", "d"])
    #expect(try ids(.init(state: .completed, role: "sales", since: 11)) == ["c"])
    #expect(try ids(.init(), .time) == ["b", "d", "c", "a"])
    #expect(try ids(.init(), .candidate) == ["c", "a", "d", "b"])
    for order in [SessionOrder.id, .time, .candidate] {
      let all = try ids(.init(), order)
      var paged: [String] = []
      while true {
        let page = try ids(.init(), order, after: paged.last, 1)
        if page.isEmpty { break }
        paged += page
      }
      #expect(paged == all, "\(order)")
    }
    #expect(throws: Fault(.storeNoSession, "x")) { try store.sessions(.init(), by: .time, after: "x", limit: 1) }
  }
}
