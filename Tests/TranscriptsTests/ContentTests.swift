import Interview
import Testing

@testable import Transcripts

@Suite struct `Content` {
  /// Where the terms stand, whether something is said with them or not.
  private func hits(_ text: String, _ terms: [String]) throws -> [TextHit] {
    let finding = try findings(text, keywords: [KeywordGroup(name: "g", terms: terms)]).keywords[0]
    return finding.hits + finding.mentioned
  }

  @Test func `团队协作 said three times gives 3`() throws {
    #expect(try hits("团队协作很重要，我相信团队协作。没有好的开始，团队协作也能补救。", ["团队协作", "团队"]).count == 3)
  }

  @Test func `a homophone of the recogniser matches and is marked`() throws {
    // 写作 (xiězuò) for 协作 (xiézuò): the same syllables in a term of four.
    #expect(try hits("我们的团队写作很好", ["团队协作"]).map(\.match) == [.homophone])
    // Of two syllables also the tones must agree: 需求 xūqiú, 虚求 xūqiú; but 许求 xǔqiú.
    #expect(try hits("满足客户虚求", ["需求"]).map(\.match) == [.homophone])
    #expect(try hits("满足客户许求", ["需求"]).isEmpty)
  }

  @Test(arguments: [
    ("我们没有数据支持", "数据支持", 0), ("我们有数据支持", "数据支持", 1), ("没有准备，但是有数据支持", "数据支持", 1), ("不仅有团队协作", "团队协作", 1), ("缺乏团队协作的经验", "团队协作", 0),
    ("We had no data to support it", "data", 0), ("without any customer feedback", "customer feedback", 0),
    ("not only data but insight", "data", 1),
    ("I didn't have data", "data", 0), ("There was no time, but we used data", "data", 1), ("我不断改进流程", "改进", 1), ("我没想到客户需求变化", "客户需求", 1),
  ]) func `a denied keyword is no hit`(text: String, term: String, count: Int) throws {
    #expect(try hits(text, [term]).count == count)
  }

  @Test func `English matches by stem`() throws {
    #expect(try hits("the customers negotiated prices", ["customer", "negotiate"]).map(\.match) == [.stem, .stem])
    #expect(try hits("customer", ["customer"]).map(\.match) == [.exact])
    #expect(try hits("a cusp", ["customer"]).isEmpty)
  }

  @Test func `a keyword does not reach over punctuation`() throws {
    #expect(try hits("我们的团队，协作不错", ["团队协作"]).isEmpty)
  }

  @Test func `structure is found in the order said`() throws {
    let found = try findings("当时客户很不满意。我的任务是挽回他们。我采取了三个措施。最终客户续约了。").structure.filter { $0.scheme == "star" }
    #expect(found.map(\.step) == ["situation", "task", "action", "result"])
    let english = try findings("First, I checked the logs. Then we fixed it. Finally, it worked. The first project was small.").structure
    #expect(english.filter { $0.scheme == "ordinal" }.map(\.step) == ["first", "then", "finally"])
    #expect(try findings("这是我第一次面试，第一个项目").structure.isEmpty)
  }

  @Test(arguments: [
    ("销售额提升了30%", ["提升了30%"], ["result"]), ("2024年5月6日入职", ["2024年5月6日"], ["date"]), ("三十个客户", ["三十个客户"], ["quantity"]),
    ("我有一个想法，看一下，十分重要，千万别急", [], []), ("百分之二十的人", ["百分之二十"], ["percentage"]), ("用了3个月", ["3个月"], ["quantity"]), ("第二个问题", [], []),
    ("B2B 和 Q3 的 5G", ["5G"], ["figure"]),
    ("we increased sales by 30 percent in 2023", ["increased sales by 30 percent", "2023"], ["result", "date"]),
    ("two years with twelve engineers", ["two years", "twelve engineers"], ["quantity", "quantity"]), ("成本300万元", ["300万元"], ["quantity"]),
    ("十一个人花了两年", ["十一个人", "两年"], ["quantity", "quantity"]),
  ]) func `figures are found with their units and verbs`(text: String, expected: [String], kinds: [String]) throws {
    let found = try findings(text).specificity
    #expect(found.map(\.text) == expected)
    #expect(found.map(\.term) == kinds)
  }

  @Test func `saying everything twice does not raise richness`() throws {
    let text = try Repository.text("models/lexicon/zh.txt")
    let sample = String(text.prefix(2400).filter { $0 != "~" })
    let once = try #require(try findings(sample).richness.value)
    let twice = try #require(try findings(sample + "\n" + sample).richness.value)
    #expect(abs(twice - once) < 0.005)
    #expect(Richness.measure(Array(repeating: 0, count: 100)).value == 0.02)
    #expect(Richness.measure(Array(0..<80)).value == 1)
    let words = (0..<70).map { $0 % 33 }
    #expect(Richness.measure(words + words).value == Richness.measure(words).value)
    #expect(Richness.measure(Array(0..<49)).reason == .speechTooLittle)
  }

  @Test func `the same content in two answers is found with its passages`() throws {
    let analyzer = TextAnalyzer()
    let shared = "我负责华东区的客户，先听他们说，再给方案"
    let one = try plain("嗯，" + shared + "。这是我的答案。")
    let two = try plain("关于团队：" + shared + "，结果很好。")
    let other = try plain("完全不同的内容，讲的是另外一个故事，没有重叠。")
    let itself = try plain(shared + "。然后呢，" + shared + "。")
    let found = analyzer.sharedPassages([one, two, other].map { .init($0) })
    #expect(found.map { [$0.first, $0.second] } == [[0, 1]])
    let similarity = try #require(found.first?.similarity)
    #expect(similarity.passages.map(\.length) == [18])
    // 18 of the 24 characters of the shorter one, whose filler does not count.
    #expect(similarity.share == 18.0 / 24)
    #expect(similarity.passages[0].first == nil, "without speech there is nothing to lay the words over")
    // Said ten times, nine tenths of it have been said before; also where the sentence is shorter than a passage.
    for (sentence, length) in [(shared + "。", 18), ("我们一起努力。", 6)] {
      let tenfold = try plain(String(repeating: sentence, count: 10))
      let reported = try #require(analyzer.sharedPassages([.init(tenfold)]).first)
      #expect((reported.first, reported.second) == (0, 0))
      #expect(reported.similarity.share == 0.9, "\(sentence)")
      #expect(reported.similarity.passages.reduce(0) { $0 + $1.length } == 9 * length)
    }
    let again = analyzer.sharedPassages([.init(itself, speech: [TimeRange(1, 9)], duration: 10)])
    #expect(again.map { [$0.first, $0.second] } == [[0, 0]])
    let passage = try #require(again.first?.similarity.passages.first)
    let (first, second) = (try #require(passage.first), try #require(passage.second))
    #expect(first.start >= 1 && first.end <= second.start && second.end <= 9)
  }

  @Test func `what several answers share is told against the first, and a huge session is bounded`() throws {
    let shared = "我负责华东区的客户，先听他们说，再给方案"
    let answers = try (1...3).map { try plain("\(shared)。这是第\($0)个。") }
    let found = TextAnalyzer().sharedPassages(answers.map { TextAnalyzer.TimedTranscript($0) })
    #expect(found.map { [$0.first, $0.second] } == [[0, 1], [0, 2]])
    // A thousand answers that say the same: a pair each, and no more tokens than are allowed.
    let many = Array(repeating: (0..<100).map(UInt64.init), count: 1000)
    let pairs = TextAnalyzer.pairs(many, maximumTokens: 50_000)
    #expect(pairs.count == 499)
    #expect(pairs.allSatisfy { $0[0] == 0 } && Set(pairs.map { $0[1] }).count == pairs.count)
    // Each run of the last one was first said by another: those that share most come first, as far as the work is allowed.
    let pieces = (0..<10).map { Array(UInt64($0) * 10..<UInt64($0) * 10 + 10) } + [Array(0..<100)]
    #expect(TextAnalyzer.pairs(pieces).count == 10)
    #expect(TextAnalyzer.pairs(pieces, maximumCompared: 330) == [[0, 10], [1, 10], [2, 10]])
    #expect(TextAnalyzer.pairs(pieces, maximumTokens: 99).isEmpty)
  }
}
