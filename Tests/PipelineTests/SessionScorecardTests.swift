import Documents
import Foundation
import Interview
import Pipeline
import Queries
import Sessions
import Store
import Testing

struct SessionScorecardTests {
  /// The workshop's clock stands at 1,700,000,100 s (2023-11-14T22:15:00Z) when it opens.
  private static func manifest(deadline: String) -> String {
    """
    candidate: c-1
    role: sales
    questions:
      - id: q1
      - id: q2
      - id: q3
      - id: q4
    attempts_allowed: 1
    accommodations: [speech]
    deadline: \(deadline)
    """
  }

  private func card(_ workshop: ProcessorFixture, at time: Double) throws -> SessionScorecard {
    try #require(try SessionScorecard("s", in: workshop.store, models: workshop.line.models, at: time))
  }

  @Test func `a session's scorecard tells state, skipped questions, attempts, repeated passages and accommodations`() throws {
    let workshop = try ProcessorFixture()
    try workshop.write(Self.manifest(deadline: "2023-11-15T00:00:00Z"), as: "s/session.yaml")
    try workshop.work()
    let announced = try card(workshop, at: 1_700_000_200)
    #expect(announced.text(in: .en).hasPrefix("s  not started\ncandidate c-1, role model sales\nScore —"))
    #expect(announced.summary.notes.isEmpty, "nothing has come, so nothing is lacking")

    // The third answer is the second one over again, and the second question was tried twice where one attempt is allowed.
    for (sample, question) in [("q1.opus", "q1.opus"), ("q1.json", "q1.json"), ("q3.mp3", "q2.mp3"), ("q3.srt", "q2.srt")] {
      try workshop.drop("interviews/sales-c20391/" + sample, as: "s/" + question)
    }
    for name in ["q2.2", "q3"] {
      try workshop.drop("interviews/sales-c20391/q3.mp3", as: "s/\(name).mp3")
      try workshop.drop("interviews/sales-c20391/q3.srt", as: "s/\(name).srt")
    }
    try workshop.work()
    let open = try card(workshop, at: 1_700_000_200)
    #expect(open.state.sentence.en == "in progress, 3 of 4 questions answered")
    #expect(open.summary.skipped.isEmpty)

    let late = try card(workshop, at: 1_700_100_000)
    let text = late.text(in: .en)
    #expect(text.hasPrefix("s  timed out, 3 of 4 questions answered\n"), "\(text)")
    #expect(late.summary.skipped == ["q4"])
    #expect(late.counted == ["s__q1", "s__q2", "s__q3"])
    for line in [
      "Skipped questions: q4 (not counted as 0).", "Question q2 has 2 attempts where 1 are allowed; those beyond do not count.",
      "Question q2 has 2 attempts; attempt 1 counts (the last counts).",
      "The answers to q2 and q3 share passages word for word: 100 % of the shorter one.", "Accommodation speech: ", "does not count",
      ", the mean of 3 of 4 answers",
    ] {
      #expect(text.contains(line), "\(line) is missing of\n\(text)")
    }
    // The mean of the three that count, in hundredths.
    let scores = late.answers.filter { late.counted.contains($0.id) }.compactMap { $0.record.scorecard?.overall?.hundredths }
    #expect(late.summary.overall?.hundredths == Int((Double(scores.reduce(0, +)) / 3).rounded()))

    let object = try #require(JSONSerialization.jsonObject(with: Data(late.document().json.text.utf8)) as? [String: Any])
    #expect(object["state"] as? String == "timed-out")
    #expect(object["skipped"] as? [String] == ["q4"])
    let shared = try #require((object["repeated"] as? [[String: Any]])?.first)
    #expect(shared["first"] as? String == "q2" && shared["second"] as? String == "q3" && shared["share"] as? Double == 1)
    let passage = try #require((shared["passages"] as? [[String: Any]])?.first)
    #expect((passage["first"] as? [Double])?.count == 2, "a passage has its place in the recording")
    #expect(passage["text"] == nil, "whoever may see scores need not be one who may see what was said")
  }

  @Test func `a session that is held says why`() throws {
    let workshop = try ProcessorFixture()
    try workshop.write("role: astronaut", as: "s/session.yaml")
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    let held = try card(workshop, at: 1_700_000_300)
    #expect(held.text(in: .zh).hasPrefix("s  已暂停处理  model.unknown"), "\(held.text(in: .zh))")
  }
}
