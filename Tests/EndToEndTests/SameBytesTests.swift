import Foundation
import Testing

extension `From the inbox to the store` {
  @Suite struct SameBytes {
    /// All rows of the documented views after both interviews went through, without the columns that tell when and where.
    private func results(workers: Int, reversed: Bool) async throws -> String {
      let house = try Installation(workers: workers, transcriptWait: 60)
      var files: [(URL, String)] = []
      for interview in ["sales-c20391", "engineer-c20417"] {
        for path in house.files(below: Sample.interview(interview)) {
          files.append((Sample.interview(interview).appendingPathComponent(path), "\(interview)/\(path)"))
        }
      }
      for (source, name) in reversed ? files.reversed() : files { try house.drop(source, as: name) }
      try await house.startAndWait()
      let answers = ["engineer-c20417", "sales-c20391"].flatMap { session in (1...4).map { "\(session)__q\($0)" } }
      try await house.waitForScores(answers)
      // A manifest that is read after its recordings makes a revision: wait until the last one is in.
      try await eventually("every answer under its manifest's role; it logged: \(house.logged)") {
        try house.scores().allSatisfy { ["sales", "software-engineer"].contains($0["role_model"] as? String) && $0["candidate"] is String }
      }
      var text = ""
      for view in ["answer_scores", "answer_measures", "lost_points"] {
        let rows = try house.rows("SELECT * FROM \(view)").map { row in
          row.filter { !$0.key.hasSuffix("_at") && $0.key != "revision" }
        }
        let lines = try rows.map { String(decoding: try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys), as: UTF8.self) }
        text += "\(view)\n" + lines.sorted().joined(separator: "\n") + "\n"
      }
      return text
    }

    @Test func `one worker, two workers and another order of arrival give the same rows to the byte`() async throws {
      let one = try await results(workers: 1, reversed: false)
      #expect(one.contains("sales-c20391__q1"))
      #expect(try await results(workers: 2, reversed: true) == one)
    }

    @Test func `the command prints the numbers that the daemon wrote`() async throws {
      let house = try Installation()
      try house.drop(Sample.short, as: "s/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["s__q1"])
      let object = try house.get("/v1/answers/s__q1").object
      let stored = try #require(object["analysis"] as? [String: Any] ?? object)
      let printed = try Ended.running(
        Programs.url("intone"),
        ["analyze", Sample.short.path, "--role", "sales", "--question", "q1", "--models", house.models.path, "--format", "json"]
      ).object
      for part in ["timing", "rate", "pitch", "voice", "segments", "pauses", "nuclei", "scores", "unknown"] {
        #expect(try json(stored[part]) == json(printed[part]), "\(part) differs")
      }
    }

    private func json(_ value: Any?) throws -> String {
      String(
        decoding: try JSONSerialization.data(withJSONObject: value ?? NSNull(), options: [.sortedKeys, .fragmentsAllowed]), as: UTF8.self)
    }
  }
}
