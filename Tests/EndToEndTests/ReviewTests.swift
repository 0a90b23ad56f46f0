import Foundation
import Testing

extension `What people and programs ask` {
  @Suite struct Reviews {
    @Test func `a person's review is shown first everywhere, and the score stays`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(Sample.short, as: "r/q1.wav")
      try await house.waitForScores(["r__q1"])
      // As text in the order of the columns: a dictionary's own order is chance.
      func row() throws -> [[String]] { try house.scores().map { row in row.map { "\($0.key) \($0.value)" }.sorted() } }
      let before = try row()
      let review = try house.intone(
        "review", "r__q1", "--by", "anna", "--judgement", "strong", "--reason", "names \"the need\"\nand a result", "--lang", "en")
      #expect(review.code == 0, "\(review.error)")
      #expect(try row() == before)
      let rows = try house.rows("SELECT answer, revision, reviewer, judgement, reason FROM reviews")
      #expect(rows.count == 1)
      #expect(rows.first?["reason"] as? String == "names \"the need\"\nand a result")

      let explained = try house.intone("explain", "r__q1", "--lang", "en").out
      #expect(explained.hasPrefix("Human review (stands above the machine's score)\n  strong (anna, "))
      #expect(explained.contains("\nScore "))
      #expect(try house.intone("explain", "r__q1", "--lang", "zh").out.hasPrefix("人工评审（优先于机器评分）\n  strong（anna，"))
      let answer = try house.get("/v1/answers/r__q1")
      #expect(answer.out.hasPrefix(#"{"id":"r__q1","reviews":[{"number":1,"reviewer":"anna","judgement":"strong","#))
      let shown = try house.intone("show", "r", "--lang", "en").out
      let above = try #require(shown.range(of: "human review: strong (anna)"))
      #expect(above.lowerBound < (try #require(shown.range(of: "r__q1", options: .backwards))).lowerBound)
      let answerShown = try house.intone("show", "r__q1", "--lang", "en").out
      #expect(answerShown.hasPrefix("Human review (stands above the machine's score)\n  strong (anna, "))
      #expect(answerShown.contains("\nr__q1, revision 1\n"))
      #expect(try house.intone("show", "r__q1", "--lang", "zh").out.hasPrefix("人工评审（优先于机器评分）\n  strong（anna，"))
      let page = try house.intone("report", "r", "--lang", "en", "--output", "-").out
      #expect(page.contains(#"<div class="review"><b>Human review</b> strong (anna, "#))

      let feed = try house.intone("events").out.split(separator: "\n").filter { $0.contains(#""kind":"answer.reviewed""#) }
      #expect(feed.count == 1)
      let missing = try house.intone("review", "r__q9", "--by", "anna", "--judgement", "x", "--reason", "y", "--lang", "en")
      #expect(missing.code == 1)
      #expect(missing.error.contains("store.no-answer"))
    }
  }
}
