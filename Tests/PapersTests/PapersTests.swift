import Assessment
import Documents
import Foundation
import Interview
import Papers
import Queries
import RoleModels
import Testing

/// Each paper as it was read by eye in both languages; `INTONE_RECORD=1` writes them again. They are made from a role model and a
/// configuration of the tests' own, so that an edited model changes no paper here.
@Suite struct `Papers, as they were read` {
  private static let model = """
    id: clerk
    version: "1.0"
    name: {zh: 柜员, en: Counter clerk}
    languages: [zh, en]
    minimum: {phonation: 5s, syllables: 15}
    attempt: last
    advisory: {human_interview_from: 75, follow_up_from_lost: 8}
    dimensions:
      - id: delivery
        name: {zh: 表达, en: Delivery}
        weight: 40
        indicators:
          - {id: pauses, measure: pause_ratio, weight: 3, curve: {0.02: 80, 0.10: 100, 0.40: 100, 0.70: 0}}
          - {id: long_pause, measure: pause_longest_s, weight: 1, curve: {2: 100, 6: 0}}
      - id: content
        name: {zh: 内容, en: Content}
        weight: 60
        indicators:
          - {id: words, keywords: {需求: [需求, 痛点], 办法: [办法, 方案]}}
    """

  private static let answer = #"""
    {"id":"s-1__q1","reviews":[],"session":"s-1","question":"q1","attempt":1,"site":null,"candidate":"c-1","revision":1,"current":true,
     "recorded_at":"2026-11-01T08:00:00.000Z","arrived_at":"2026-11-01T08:00:00.000Z","duplicate_of":null,"identical":null,
     "misplaced":null,"repeated":null,"notes":[],"engine":"2.0.0","recording_sha256":"HASH","transcript_sha256":null,"baseline":null,
     "analysis":{"engine":"2.0.0","question":{"id":"q1","text":"请描述一次你说服客户的经历"},
      "recording":{"quality":{"flags":[]}},"segments":[],"pauses":[],
      "scores":{"role":{"id":"clerk","version":"1.0"},"overall":81.25,
       "dimensions":[{"id":"delivery","name":{"zh":"表达","en":"Delivery"},"effective_weight":40,"score":70.5,"reason":null},
         {"id":"content","name":{"zh":"内容","en":"Content"},"effective_weight":60,"score":90,"reason":null}],
       "lost_points":[{"code":"delivery.long_pause.high","points":12.5,"spans":[[65.2,71.7]],"excerpt":null,
          "message":{"zh":"最长停顿 6.5 秒","en":"the longest pause is 6.5 s"}},
         {"code":"content.words.missing","points":6.25,"spans":[],"excerpt":"客户说太贵","message":{"zh":"没有提到：办法","en":"not mentioned: 办法"}}],
       "confidence":{"level":"medium","low":75,"high":87,"reasons":[{"zh":"噪声","en":"noise"}]},
       "advisory":[{"kind":"suggest-human-interview","message":{"zh":"建议安排面谈","en":"a human interview is suggested"},"spans":[]}],
       "unknown":{"delivery.fillers":"transcript.not-verbatim"}},
      "unknown":{}}}
    """#

  private static let advice = #"""
    [{"code":"delivery.long_pause.high","advice":{"zh":"想好第一句再开口。","en":"Think of the first sentence before you speak."},
      "practice":{"zh":"用三个词列提纲。","en":"Make an outline of three words."},"course":null,"mentor":null}]
    """#

  private func answer(_ text: String = answer) throws -> AnswerDocument {
    try AnswerDocument(reading: text.replacing("HASH", with: String(repeating: "a", count: 64)))
  }

  private func model() throws -> RoleModel {
    try RoleModel(Array(Self.model.utf8), name: "clerk.yaml", hash: ContentHash(hex: String(repeating: "b", count: 64)))
  }

  private func notice(_ law: Laws.Law, _ language: Language) throws -> String {
    var notice = Notice(
      try model(), retention: .init(recordings: 30 * 86_400, scores: 730 * 86_400, audit: nil), engine: "2.0.0",
      figures: try #require(EngineFigures.builtIn))
    notice.hasTranscriber = true
    if law.id == "nyc" { (notice.employer, notice.contact) = ("Example Inc.", "hr@example.com") }
    return notice.text(law, asOf: "2026-11-26", language)
  }

  /// Every paper by the name of its golden file.
  private func papers(_ language: Language) throws -> [(name: String, text: String)] {
    let (figures, laws, model) = (try #require(EngineFigures.builtIn), try #require(Laws.builtIn), try model())
    var papers = [
      ("card-engine", Card.engine(figures, running: figures.engine, language)), ("card-role", Card.role(model, figures, language)),
      (
        "letter",
        CandidateLetter(try answer(), advice: try [ExplanationDocument.Advice](reading: Self.advice)).text(in: language)
      ),
    ]
    for law in laws.laws { papers.append(("notice-" + law.id, try notice(law, language))) }
    let dossier = Dossier(
      engine: "2.0.0", models: [model], settings: [("workers", "2", "default"), ("retention", "{recordings: 30d}", "intone.yaml:7")],
      figures: figures, components: Component.builtIn)
    papers.append(("dossier", dossier.text(try #require(laws["eu"]), asOf: laws.as_of, language)))
    return papers
  }

  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func hold(_ text: String, at path: String) throws {
    let file = Self.repository.appendingPathComponent(path)
    if ProcessInfo.processInfo.environment["INTONE_RECORD"] == "1" { try Data(text.utf8).write(to: file) }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)), "\(path) is not what is made now")
  }

  @Test(arguments: Language.allCases) func `each paper is what was read`(language: Language) throws {
    for (name, text) in try papers(language) { try hold(text, at: "Tests/PapersTests/Golden/\(name).\(language.rawValue).md") }
  }

  @Test(arguments: Language.allCases) func `the page of the documentation is the engine's card`(language: Language) throws {
    let figures = try #require(EngineFigures.builtIn)
    let name = language == .zh ? "docs/engine-card.zh.md" : "docs/engine-card.md"
    try hold(Card.engine(figures, running: figures.engine, language), at: name)
  }

  @Test(arguments: Language.allCases) func `no paper claims that a law is kept, infers, or leaves a hole`(language: Language) throws {
    let claims = ["compliant", "complies", "in compliance", "certified", "合规。", "符合法律", "已满足", "optional(", "nil"]
    for (name, text) in try papers(language) {
      for claim in claims where text.lowercased().contains(claim) {
        // The one sentence that says it does not say so.
        #expect(claim == "已满足" && text.contains("不说明是否已满足"), "\(name): \(claim)")
      }
    }
  }

  @Test func `every paragraph of every law stands in its notice, with its date and its sources`() throws {
    let laws = try #require(Laws.builtIn)
    #expect(laws.laws.map(\.id) == ["eu", "nyc", "colorado", "illinois", "cn"])
    for law in laws.laws {
      let text = try notice(law, .en)
      for point in law.points {
        #expect(text.contains("\(point.cite) (from \(point.applies))"), "\(law.id): \(point.cite) in \(point.section)")
        #expect(point.applies.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) != nil)
      }
      for source in law.sources { #expect(text.contains(source.url)) }
      #expect(text.contains("As of 2026-11-26.") && law.sources.contains { $0.read != nil })
    }
  }

  @Test func `a notice says what the model weighs, how long things are kept, and which blanks are the employer's`() throws {
    let laws = try #require(Laws.builtIn)
    let text = try notice(try #require(laws["cn"]), .zh)
    for words in ["**表达**（40/100）", "**内容**（60/100）", "录音与说过的话：30 天", "测量值与分数：730 天", "日志：没有设定期限", "________（由用人单位填写）", "语音识别程序"] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(try !notice(try #require(laws["nyc"]), .en).contains("Employer: ____"))
  }

  @Test func `an explanation for the candidate has no advisory, no excerpt of rank, no reviewer, and says what may be asked for`() throws {
    let advice = try [ExplanationDocument.Advice](reading: Self.advice)
    let text = CandidateLetter(try answer(), advice: advice).text(in: .en)
    for words in [
      "Score 81.25 (it may lie in 75–87)", "- Content", "the longest pause is 6.5 s (at 1:05): −12.5", "1. Think of the first sentence",
      "a person listens", "the transcript is not verbatim",
    ] { #expect(text.contains(words), "\(words)") }
    // 70.5 is no strength, and what is suggested to recruiters is theirs.
    #expect(!text.contains("- Delivery") && !text.contains("human interview"))
    let reviewed = try answer(
      Self.answer.replacing(
        "\"reviews\":[]",
        with:
          #""reviews":[{"number":1,"answer":"s-1__q1","session":null,"revision":1,"reviewer":"anna","judgement":"weak","reason":"secret","time":"2026-11-02T08:00:00.000Z"}]"#
      ))
    let told = CandidateLetter(reviewed, advice: []).text(in: .en)
    #expect(told.contains("A person has reviewed") && !told.contains("anna") && !told.contains("secret") && !told.contains("weak"))
  }

  @Test func `an answer that was declined, and one without a score, are told as such and not as bad`() throws {
    let declined = try answer(Self.answer.replacing("\"baseline\":null", with: #""baseline":null,"unmeasured":"consent.declined""#))
    let text = CandidateLetter(declined, advice: []).text(in: .zh)
    #expect(text.contains("您谢绝了机器分析") && !text.contains("81.25"))
    let lacking = try answer(Self.answer.replacing("\"overall\":81.25", with: "\"overall\":null"))
    let none = CandidateLetter(lacking, advice: []).text(in: .en)
    #expect(none.contains("That is not a low score") && none.contains("- noise") && !none.contains("−12.5"))
  }

  @Test func `intervals are those of Wilson and Fisher`() throws {
    // 2 of 48: statsmodels' proportion_confint(2, 48, method="wilson") gives 0.0115 to 0.1397.
    let share = EngineFigures.Figure.wilson(2, of: 48)
    #expect(abs(share.low - 0.0115) < 0.0001 && abs(share.high - 0.1397) < 0.0001)
    #expect(EngineFigures.Figure.wilson(0, of: 24).low == 0)
    // tanh(atanh(0.76) ± 1.96/√17).
    let r = Correlation.interval(of: 0.76, n: 20)
    #expect(abs(r.low - 0.479) < 0.001 && abs(r.high - 0.900) < 0.001)
  }

  @Test func `a card of other figures than the engine's says so in bold`() throws {
    let figures = try #require(EngineFigures.builtIn)
    #expect(Card.engine(figures, running: "9.9.9", .en).contains("**The engine that runs is 9.9.9"))
    #expect(!Card.engine(figures, running: figures.engine, .en).contains("**The engine that runs"))
  }

  @Test func `the bill of materials names each package of the manifest, and the files with their hashes`() throws {
    let manifest = try String(contentsOf: Self.repository.appendingPathComponent("Package.swift"), encoding: .utf8)
    let declared = manifest.matches(of: #/\.package\(url: "([^"]+)", from: "([^"]+)"/#).map { "\($0.1) \($0.2)" }
    let packages = Component.builtIn.filter { $0.kind == "package" }
    #expect(packages.map { "\($0.origin) \($0.version ?? "")" }.sorted() == declared.sorted())
    let text = BillOfMaterials.cycloneDX(
      Component.builtIn, files: [HashedFile(path: "/usr/bin/intone", sha256: String(repeating: "c", count: 64))], version: "2.0.0")
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["bomFormat"] as? String == "CycloneDX" && object["specVersion"] as? String == "1.5")
    #expect((object["components"] as? [Any])?.count == Component.builtIn.count + 1)
  }
}
