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
      ("card-engine", Card.engine(figures, try #require(GroupFigures.builtIn), running: figures.engine, language)),
      ("card-role", Card.role(model, figures, language)),
      (
        "letter",
        CandidateLetter(try answer(), advice: try [ExplanationDocument.Advice](reading: Self.advice)).text(in: language)
      ),
    ]
    for law in laws.laws { papers.append(("notice-" + law.id, try notice(law, language))) }
    let dossier = Dossier(
      engine: "2.0.0", models: [model], settings: [("workers", "2", "default"), ("retention", "{recordings: 30d}", "intone.yaml:7")],
      retention: .init(recordings: 30 * 86_400, scores: nil, audit: nil), figures: figures, components: Component.builtIn)
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
    try hold(Card.engine(figures, try #require(GroupFigures.builtIn), running: figures.engine, language), at: name)
  }

  @Test(arguments: Language.allCases) func `no paper claims that a law is kept, infers, or leaves a hole`(language: Language) throws {
    let claims = [
      "compliant", "complies", "in compliance", "certified", "合规。", "符合法律", "已满足", "optional(", "nil", "{annex}", "{declaration}", "{plan}",
      "{incident}",
    ]
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
        #expect(text.contains("\(point.cite.en) (from \(point.applies))"), "\(law.id): \(point.cite.en) in \(point.section)")
        #expect(point.applies.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) != nil)
      }
      for source in law.sources { #expect(text.contains(source.url)) }
      #expect(text.contains("As of 2026-11-26.") && law.sources.contains { $0.read != nil })
    }
  }

  @Test func `a notice says what the model weighs, how long things are kept, and which blanks are the employer's`() throws {
    let laws = try #require(Laws.builtIn)
    let text = try notice(try #require(laws["cn"]), .zh)
    for words in ["**表达**（40/100）", "**内容**（60/100）", "录音与说过的话：30 天", "测量值与分数：730 天", "日志：没有设定期限，直到用人单位删除", "________（由用人单位填写）", "语音识别程序"] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(try !notice(try #require(laws["nyc"]), .en).contains("Employer: ____"))
  }

  @Test func `an explanation for the candidate has no advisory, no excerpt of rank, no reviewer, and says what may be asked for`() throws {
    let advice = try [ExplanationDocument.Advice](reading: Self.advice)
    let text = CandidateLetter(try answer(), advice: advice).text(in: .en)
    for words in [
      "Score 81.25 (it may lie in 75–87)", "- Content", "the longest pause is 6.5 s (at 1:05): −12.5", "1. Think of the first sentence",
      "a person listens", "the written record leaves out words like",
    ] { #expect(text.contains(words), "\(words)") }
    // 70.5 is no strength, and what is suggested to recruiters is theirs.
    #expect(!text.contains("- Delivery") && !text.contains("human interview"))
    let reviewed = try answer(
      Self.answer.replacing(
        "\"reviews\":[]",
        with:
          #""reviews":[{"number":1,"answer":"s-1__q1","session":null,"revision":1,"reviewer":"anna","judgement":"weak","reason":"secret","time":"2026-11-02T08:00:00.000Z"}]"#
      ))
    let reported = CandidateLetter(reviewed, advice: []).text(in: .en)
    #expect(
      reported.contains("A person has reviewed") && !reported.contains("anna") && !reported.contains("secret") && !reported.contains("weak")
    )
  }

  @Test func `an answer that was declined, and one without a score, are told as such and not as bad`() throws {
    let declined = try answer(Self.answer.replacing("\"baseline\":null", with: #""baseline":null,"unmeasured":"consent.declined""#))
    let text = CandidateLetter(declined, advice: []).text(in: .zh)
    #expect(text.contains("您谢绝了机器分析") && !text.contains("81.25"))
    let lacking = try answer(Self.answer.replacing("\"overall\":81.25", with: "\"overall\":null"))
    let none = CandidateLetter(lacking, advice: []).text(in: .en)
    #expect(none.contains("That is not a low score") && none.contains("- noise") && !none.contains("−12.5"))
    #expect(!none.contains("The score follows") && none.contains("people decide"))
  }

  @Test func `to the person who spoke a reason is told in words of its own, and nobody is told to listen to it`() throws {
    for language in Language.allCases {
      let reported = UnknownReason.allCases.map { $0.messageForSpeaker[language] }
      #expect(Set(reported).count == UnknownReason.allCases.count)
      for words in reported {
        for ours in ["transcript", "model", "verbatim", "manifest", "bandwidth", "listen to it", "转写", "岗位模型", "清单", "请听录音", "候选人"] {
          #expect(!words.contains(ours), "\(words)")
        }
      }
    }
    let lacking = Self.answer.replacing("\"overall\":81.25", with: "\"overall\":null").replacing(
      #"{"zh":"噪声","en":"noise"}"#, with: JSON(encoding: UnknownReason.contentNotRecognised.meaning).text)
    let letter = CandidateLetter(try answer(lacking), advice: []).text(in: .en)
    #expect(letter.contains("you may have said it in other words") && !letter.contains("the model's words"), "\(letter)")
  }

  @Test func `a question is named by its text, and a lost point by what was measured, not by a formula`() throws {
    let lost = Self.answer.replacing(#""text":"请描述一次你说服客户的经历""#, with: #""text":null"#).replacing(
      #""points":12.5,"spans""#, with: #""points":12.5,"measure":"specificity_per_100","spans""#
    ).replacing(
      "the longest pause is 6.5 s",
      with: "figures, quantities, percentages, dates and results per 100 syllables: 0.92, expected 1.5 or more")
    let letter = CandidateLetter(try answer(lost), question: Bilingual(zh: "问什么", en: "What was asked?"), advice: []).text(in: .en)
    #expect(letter.hasPrefix("# Your answer: What was asked?\n"))
    #expect(letter.contains("- figures, dates, names and results that you mention (in 100 syllables): 0.92, expected 1.5 or more"))
    let notice = try notice(try #require(Laws.builtIn?["eu"]), .en)
    #expect(notice.contains("how much of the time you pause; your longest pause") && !notice.contains("of the span"))
  }

  @Test func `the engine's card has each figure with its interval by condition and group, and says what was not measured`() throws {
    let rows = #"""
      {"engine":"2.1.1","as_of":"2026-11-26","pitch_limit_hz":165,"level_limit":8.28,"rows":[
       {"measure":"f0_sd","group":"learners-women","condition":"clean","unit":"st","n":6,"told":6,"mean":0.08,"low":0.03,"high":0.13},
       {"measure":"f0_sd","group":"learners-women","condition":"tel","unit":"st","n":6,"told":1},
       {"measure":"f0_sd","group":"mandarin","condition":"clean","unit":"st","n":4,"told":3,"mean":0.11},
       {"measure":"refused","group":"learners","condition":"clean","unit":"","n":48,"told":48,"count":2}]}
      """#
    let card = Card.engine(try #require(EngineFigures.builtIn), try GroupFigures(reading: rows), running: "2.1.1", .en)
    for line in [
      "| … women | 6 | 0.08 (0.03–0.13) | not measured | not measured | unknown (told in 1 of 6) | not measured | not measured |",
      "| Mandarin, spoken natively | 4 | 0.11, told in 3 of 4 |",
      "| English, by learners whose language is Mandarin | 48 | 2 / 48 (1.2–14 %) |",
      "Not measured: English, by learners whose language is Mandarin; … men;", "by age; people who stutter or have a speech impairment.",
      // What scores take their intervals from, by the same conditions (MeasureError).
      "| standard deviation of the fundamental frequency | 0.68 st | 0.68 st | 0.68 st | 0.91 st | 0.68 st | 0.68 st |",
      "| syllables counted in the sound, Mandarin | 8.5 % | 11.9 % | 14.2 % | 15.7 % | 8.8 % | 12.8 % |",
    ] { #expect(card.contains(line), "\(line) in \(card)") }
    // What `make accuracy` wrote is of the engine that runs, and every measure has a row for each sex.
    let built = try #require(GroupFigures.builtIn)
    #expect(built.engine == EngineFigures.builtIn?.engine)
    for measure in ["f0_sd", "pause_ratio", "syllables", "refused"] {
      for group in ["learners-women", "learners-men"] {
        #expect(built.rows.contains { $0.measure == measure && $0.group == group && $0.condition == "clean" }, "\(measure) of \(group)")
      }
    }
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
    #expect(Card.engine(figures, try #require(GroupFigures.builtIn), running: "9.9.9", .en).contains("**The engine that runs is 9.9.9"))
    #expect(!Card.engine(figures, try #require(GroupFigures.builtIn), running: figures.engine, .en).contains("**The engine that runs"))
  }

  @Test func `the bill of materials names each package of the manifest, and the files with their hashes`() throws {
    let manifest = try String(contentsOf: Self.repository.appendingPathComponent("Package.swift"), encoding: .utf8)
    let declared = manifest.matches(of: #/\.package\(url: "([^"]+)", from: "([^"]+)"/#).map { "\($0.1) \($0.2)" }
    let packages = Component.builtIn.filter { $0.kind == "package" }
    #expect(packages.map { "\($0.origin) \($0.version ?? "")" }.sorted() == declared.sorted())
    // And each library of the distribution that a target links, or loads when it is needed.
    let linked = manifest.matches(of: #/pkgConfig: "(?:lib)?([^"]+)"/#).map { String($0.1) }
    let loaded = try ["CCurl/transfer.c", "CPostgres/postgres.c"].flatMap { file in
      try String(contentsOf: Self.repository.appendingPathComponent("Sources/" + file), encoding: .utf8)
        .matches(of: #/dlopen\("lib(\w+)\.so/#).map { String($0.1) }
    }
    #expect(linked.count >= 3 && loaded == ["curl", "pq"])
    for name in linked + loaded { #expect(Component.builtIn.contains { $0.name == "lib" + name }, "\(name)") }
    let text = BillOfMaterials.cycloneDX(
      Component.builtIn, files: [HashedFile(path: "/usr/bin/intone", sha256: String(repeating: "c", count: 64))], version: "2.0.0")
    let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["bomFormat"] as? String == "CycloneDX" && object["specVersion"] as? String == "1.5")
    #expect((object["components"] as? [Any])?.count == Component.builtIn.count + 1)
  }
}
