import Foundation
import Testing

/// The scorecards of the sample interviews, as they were read and found right. `INTONE_RECORD=1` writes them again.
@Suite(.serialized) struct `The samples, scored` {
  private static let answers = [("sales-c20391", "sales", "zh"), ("engineer-c20417", "software-engineer", "en")]
    .flatMap { session, role, language in (1...4).map { (session, role, language, "q\($0)") } }

  @Test(arguments: answers)
  func `an answer has the scorecard that was recorded for it`(session: String, role: String, language: String, question: String) throws {
    let truth = try Truth(session: session, question: question)
    let models = Programs.repository.appendingPathComponent("models").path
    let analysis = try Analysis.of(
      truth.recording, "--transcript", truth.transcript.path, "--role", role, "--question", question, "--language", language, "--models",
      models)
    let scores = try #require(analysis.object["scores"] as? [String: Any])
    let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try JSONSerialization.data(withJSONObject: scores, options: options), as: UTF8.self) + "\n"
    let file = Programs.samples.appendingPathComponent("expected/\(session)/\(question).json")
    if ProcessInfo.processInfo.environment["INTONE_RECORD"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test(arguments: answers)
  func `lost points add up to what is missing from a hundred`(session: String, role: String, language: String, question: String) throws {
    let file = Programs.samples.appendingPathComponent("expected/\(session)/\(question).json")
    let scores = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    guard let overall = (scores["overall"] as? NSNumber)?.doubleValue else {
      // Two short sentences, or generalities, are too little to judge: no score, and no points lost either.
      #expect(["engineer-c20417/q4", "sales-c20391/q2"].contains("\(session)/\(question)"))
      #expect((scores["lost_points"] as? [Any])?.isEmpty == true)
      return
    }
    let lost = (scores["lost_points"] as? [[String: Any]] ?? []).compactMap { ($0["points"] as? NSNumber)?.doubleValue }
    #expect(Int((lost.reduce(0, +) * 100).rounded()) == 10_000 - Int((overall * 100).rounded()))
  }

  @Test func `the prepared answer scores above the vague one, which has a poor score or none`() throws {
    func scores(_ path: String) throws -> [String: Any] {
      let file = Programs.samples.appendingPathComponent("expected/\(path).json")
      return try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    }
    func overall(_ path: String) throws -> Double? { (try scores(path)["overall"] as? NSNumber)?.doubleValue }
    #expect(try #require(try overall("engineer-c20417/q2")) >= 80)
    #expect(try #require(try overall("engineer-c20417/q1")) < 60)
    // "I will ask, I will explain": its words alone would have 90.
    #expect(try #require(try overall("sales-c20391/q1")) >= 80)
    #expect(try overall("sales-c20391/q2") == nil)
    let unknown = try #require(try scores("sales-c20391/q2")["unknown"] as? [String: String])
    #expect(unknown.values.contains("content.empty"))
  }
}
