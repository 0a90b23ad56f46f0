import Interview
import Store
import Testing

extension `Any store` {
  private static let strong = Review(answer: "s1__q1", reviewer: "anna", judgement: "strong", reason: "Names the need.")

  @Test(arguments: Implementation.allCases) func `keeps a person's review beside the score and tells of it`(
    _ implementation: Implementation
  ) throws {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 1)
    let before = try store.current("s1__q1")
    let stored = try store.add(Self.strong, at: 2.5)
    #expect(stored == StoredReview(number: 1, review: Self.strong, revision: 1, time: 2.5))
    #expect(try store.reviews(of: "s1__q1") == [stored])
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
    #expect(try store.reviews(of: "s1__q1") == [third, second, first])
    #expect(try store.events(after: 1, limit: 9).count == 3)
  }

  @Test(arguments: Implementation.allCases) func `keeps a review when the answer is scored again`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 1)
    let first = try store.add(Self.strong, at: 2)
    _ = try store.record(sample(model: "2"), at: 3)
    #expect(try store.reviews(of: "s1__q1") == [first])
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
    #expect(try store.reviews(of: "s1__q1") == [])
  }
}
