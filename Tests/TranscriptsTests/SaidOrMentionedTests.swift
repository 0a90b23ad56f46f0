import Interview
import Testing

@testable import Transcripts

/// The rules by which a keyword is said or only mentioned, each with the smallest text that shows it.
@Suite struct `A keyword` {
  private let groups = [
    KeywordGroup(name: "need", terms: ["需求", "痛点", "needs"]), KeywordGroup(name: "offer", terms: ["方案", "proposal"]),
    KeywordGroup(name: "value", terms: ["价值", "value"]), KeywordGroup(name: "deal", terms: ["签约", "合同", "signed"]),
    KeywordGroup(name: "why", terms: ["因为", "because"]),
  ]

  private func said(_ text: String, question: [String] = []) throws -> [String] {
    let asked = Asked(groups: groups, vocabulary: groups.flatMap(\.terms) + question, question: question)
    return TextAnalyzer().analyze(try plain(text), segments: [], duration: 30, language: nil, asked: asked).keywords
      .filter { !$0.hits.isEmpty }.map(\.group)
  }

  @Test func `is said where the speaker brings a word of their own for it`() throws {
    #expect(try said("护士长的需求其实是少洗一次托盘。") == ["need"])
    #expect(try said("The head nurse has other needs, fewer trays to wash.") == ["need"])
  }

  @Test(arguments: ["需求，方案，价值，签约。", "需求和方案和价值和签约。", "首先需求，其次方案，最后签约。", "needs, proposal, value, signed.", "Needs and proposal and value."])
  func `is only mentioned in a list`(text: String) throws {
    #expect(try said(text) == [])
  }

  @Test func `is only mentioned in a frame that is filled again and again`() throws {
    #expect(try said("我有需求。我有方案。我有价值。") == [])
  }

  @Test func `needs a word of the speaker's own for each group, and one left over serves the next sentence`() throws {
    // 托盘 pays for one of the three groups.
    #expect(try said("托盘的需求有方案也有价值。") == ["need"])
    #expect(try said("护士长每天要洗托盘和镊子。这个需求我们做了方案。") == ["need", "offer"])
    // The sentence before has no word of its own; the next one tells it.
    #expect(try said("我们做了方案。护士长每天少洗四十个托盘。") == ["offer"])
  }

  @Test func `of the question counts only outside a repetition of the question`() throws {
    let question = ["请讲一次你签约的经历"]
    #expect(try said("请讲一次我签约的经历。", question: question) == [])
    #expect(try said("老板在码头边上跟我签约。", question: question) == ["deal"])
  }

  @Test func `said again in another order counts once, for every measure of the text`() throws {
    let once = "护士长每天洗四十个托盘，我给她做了方案，少洗了三十个。"
    let again = "我给她做了方案，少洗了三十个，护士长每天洗四十个托盘。"
    let (one, two) = (try findings(once, keywords: groups), try findings(once + again, keywords: groups))
    #expect(one.keywords.map(\.hits.count) == two.keywords.map(\.hits.count))
    #expect(one.specificity.count == two.specificity.count)
    #expect(one.newSyllables == two.newSyllables)
    #expect(two.substance.restated.map(\.kind) == [.repeated])
  }

  @Test func `that stands in any text needs another word of the role's beside it`() throws {
    #expect(try said("我走路去河边，因为自行车坏了。") == [])
    #expect(try said("我走路去谈合同，因为自行车坏了。") == ["deal", "why"])
  }

  @Test(arguments: [
    ("没有数据支持就没有结果", "结果", true), ("没有数据支持就没有结果", "数据支持", true), ("没有数据支持，也没有结果", "结果", false), ("我们不是没有方案", "方案", true),
    ("Without data there is no decision", "decision", true), ("Without data there is no decision", "data", true),
    ("There was no data and no decision", "decision", false),
  ]) func `is affirmed by two denials that make a condition`(text: String, term: String, isAffirmed: Bool) throws {
    let finding = try findings(text, keywords: [KeywordGroup(name: "g", terms: [term])]).keywords[0]
    #expect((finding.hits + finding.mentioned).isEmpty != isAffirmed)
  }

  @Test func `a marker of structure tells a step only where a clause fills it`() throws {
    #expect(try findings("当时，任务是，首先，其次，最后，结果。").structure.isEmpty)
    #expect(try findings("The situation was. My task was. First, then, finally. As a result.").structure.isEmpty)
    let reported = try findings("当时托盘堆到门口。结果洗碗间只好关了。").structure.filter { $0.scheme == "star" }
    #expect(reported.map(\.step) == ["situation", "result"])
  }

  @Test func `hedges and crutch words are found, and figures by the thousand are figures`() throws {
    let found = try findings("然后我觉得大概有千分之二，然后可能更多。")
    #expect(found.hedges.map(\.text) == ["我觉得", "大概", "可能"])
    #expect(found.crutchWords.map(\.text) == ["然后", "然后"])
    #expect(found.specificity.map(\.text) == ["千分之二"])
  }
}
