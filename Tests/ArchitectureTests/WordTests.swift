import Foundation
import Glibc
import Testing

/// The lines that are never crossed, held over every text that a person may be shown.
@Suite struct `Words that nobody is shown` {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Inner states, character, and turning people away.
  private static let forbidden = [
    "emotion", "stress", "honest", "personality", "anxiety", "anxious", "nervous", "depress", " lying", "deceptive", "temperament",
    "情绪", "情感", "压力", "焦虑", "紧张", "性格", "人格", "诚实", "说谎", "撒谎", "自卑", "淘汰",
  ]

  /// Forbidden where a line speaks of people; a row of a file or a request may well be.
  private static let turningAway = ["reject", "拒绝", "screened out", "不予录用"]
  private static let people = ["candidate", "applicant", "person", "people", "候选人", "应聘", "人选"]

  /// Sayings that hold such a word and speak of something else, or say that it is not done.
  private static let allowed = [
    // A term of finance that the analyst is asked about.
    "stress test", "压力测试",
    // What is dropped from a recogniser's output.
    "tags on emotion that some recognisers add are dropped", "emotion tags",
    // An entry of the list of syllables, which is looked up and never shown.
    "anxious=2",
    // Of a request, not of a person.
    "守护进程拒绝了请求",
    // What Intone says it does not do.
    "infers no emotion, stress, honesty, personality or health",
    "to infer emotion, stress, honesty, personality, health or ability", "推断情绪、压力、诚实、性格、健康或能力",
    "no emotion, stress, honesty, personality or health is inferred", "没有推断情绪、压力、诚实、性格或健康",
    "infers no emotion, personality or health", "不推断情绪、性格或健康",
    "nothing that the program says rejects anybody", "没有任何输出会写“淘汰”", "rejects nobody", "不写“淘汰”",
    "it never suggests to reject", "从不建议淘汰", "to reject anybody: people decide", "自动淘汰任何人：决定由人作出",
    // What a law says.
    "inferring emotions at the workplace is prohibited", "禁止在工作场所推断情绪", "拒绝仅以自动化方式作出的决定",
  ]

  private static func findings(in text: String) -> [String] {
    var rest = text.lowercased()
    // Hardly a line has any of them, and to take the sayings out of each took half a minute.
    guard (forbidden + turningAway).contains(where: { unsafe strstr(rest, $0) != nil }) else { return [] }
    for phrase in allowed { rest = rest.replacingOccurrences(of: phrase, with: "") }
    let speaksOfPeople = people.contains { rest.contains($0) }
    return (forbidden + (speaksOfPeople ? turningAway : [])).filter { rest.contains($0) }
  }

  @Test func `messages and templates have none`() throws {
    let sources = try SourceFile.all(below: "Sources", of: Self.root)
    #expect(sources.count > 200)
    for file in sources {
      for (index, line) in file.lines.enumerated() where line.contains("\"") {
        // Comments tell programmers what is left out, and why.
        let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        #expect(Self.findings(in: String(code)) == [], "\(file.path):\(index + 1)")
      }
    }
  }

  @Test(arguments: ["models", "docs", "Sources", "samples/expected"])
  func `models, advice, schemas, documents, lexicons, templates and expected reports have none`(folder: String) throws {
    let base = Self.root.appendingPathComponent(folder).resolvingSymlinksInPath()
    let walk = FileManager.default.enumerator(atPath: base.path)
    let names = (walk?.compactMap { $0 as? String } ?? []).filter { name in
      ["yaml", "json", "txt", "md", "mustache", "html"].contains { name.hasSuffix("." + $0) } && !name.contains("decisions/")
    }
    #expect(!names.isEmpty)
    for name in names.sorted() {
      let text = try String(contentsOf: base.appendingPathComponent(name), encoding: .utf8)
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        // An address of a source is percent-encoded and says what it says.
        guard !line.contains("https://") else { continue }
        #expect(Self.findings(in: String(line)) == [], "\(folder)/\(name):\(index + 1)")
      }
    }
  }

  @Test func `a word that is forbidden is found, and one that is allowed is not`() {
    #expect(Self.findings(in: "The candidate sounds Nervous") == ["nervous"])
    #expect(Self.findings(in: "该候选人情绪低落，建议淘汰") == ["情绪", "淘汰"])
    #expect(Self.findings(in: "Reject this candidate.") == ["reject"])
    #expect(Self.findings(in: "12 rows rejected") == [])
    #expect(Self.findings(in: "Explain a stress test.") == [])
    #expect(Self.findings(in: "Explain stress.") == ["stress"])
  }
}
