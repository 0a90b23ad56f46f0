import Interview
import Testing

@testable import Transcripts

@Suite struct `Counting` {
  @Test(arguments: [
    // Readings by the rules of 现代汉语: years digit by digit, 百分之, 零 for skipped places, 十 not shortened inside.
    ("2024年", "二零二四", true), ("35%", "百分之三十五", false), ("3.14", "三点一四", false), ("2400", "二千四百", false), ("105", "一百零五", false),
    ("110", "一百一十", false), ("12345", "一万二千三百四十五", false), ("10", "十", false), ("15", "十五", false), ("10050", "一万零五十", false),
    ("13812345678", "一三八一二三四五六七八", false), ("1,200", "一千二百", false), ("3/4", "四分之三", false), ("9:30", "九点三十", false),
    ("2024-05-06", "二零二四年五月六日", false), ("¥300", "三百元", false), ("3-5", "三到五", false), ("100000000", "一亿", false),
    ("007", "零零七", false), ("100000", "十万", false),
  ]) func `a figure is read in Mandarin as it is said`(written: String, read: String, isYear: Bool) {
    let figure = isYear ? String(written.dropLast()) : written
    #expect(MandarinNumber.reading(figure, isYear: isYear) == read)
  }

  @Test(arguments: [
    ("35%", "thirty five percent"), ("2024", "twenty twenty four"), ("2,400", "two thousand four hundred"), ("2005", "two thousand five"),
    ("1999", "nineteen ninety nine"), ("3.14", "three point one four"), ("$50", "fifty dollars"), ("9:30", "nine thirty"),
    ("1906", "nineteen oh six"),
    ("2,000", "two thousand"), ("3-5", "three to five"), ("100", "one hundred"),
  ]) func `a figure is read in English as it is said`(written: String, read: String) {
    #expect(EnglishNumber.reading(written).joined(separator: " ") == read)
  }

  @Test func `English syllables follow the dictionary`() throws {
    // CMU Pronouncing Dictionary, syllables of the first pronunciation.
    let truth: [(Int, String)] = [
      (
        1,
        "the worked helped through thought strength time made clothes asked changed breathe world team cost cut grew plan staff next week"
      ),
      (
        2,
        "people customer's=3 project increase data=2 worker reduced problem table middle needed wanted started product meeting hundred boxes changes reading seven office issue process system clients lion being doing improve review server handle sample simple letter payment service market"
      ),
      (
        3,
        "customer important company manager solution computer recovered designing family=3 tomorrow resources decided reported Monday=2 analyze understand deadline=2 media studio video radio idea area industry quality customers"
      ),
      (
        4,
        "information communication=5 experience engineering opportunity=5 technology development particular presentation ability original responsible material efficiency security calculated prioritize"
      ),
      (
        5, "responsibility=6 university organization=5 collaboration=5 investigation=5 documentation=5 unfortunately possibility evaluation"
      ),
    ]
    let syllables = EnglishSyllables(exceptions: Lexicon.builtin.syllables)
    for (count, words) in truth {
      for entry in words.split(separator: " ") {
        let parts = entry.split(separator: "=")
        let expected = parts.count > 1 ? Int(parts[1]) ?? 0 : count
        #expect(syllables.count(parts[0].lowercased()) == expected, "\(parts[0])")
      }
    }
  }

  @Test func `number words have the syllables of the dictionary`() {
    let syllables = EnglishSyllables(exceptions: Lexicon.builtin.syllables)
    let truth = [2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2]
    for (value, count) in truth.enumerated() {
      #expect(EnglishNumber.reading("\(value)").map { syllables.count($0) } == [count], "\(value)")
    }
    for (value, count) in zip(stride(from: 20, through: 90, by: 10), [2, 2, 2, 2, 2, 3, 2, 2]) {
      #expect(EnglishNumber.reading("\(value)").map { syllables.count($0) } == [count], "\(value)")
    }
    for (word, count) in [("hundred", 2), ("thousand", 2), ("million", 2), ("billion", 2), ("percent", 2), ("point", 1), ("o'clock", 2)] {
      #expect(syllables.count(word) == count, "\(word)")
    }
  }

  @Test(arguments: [
    ("didn't", 2), ("don't", 1), ("I'm", 1), ("couldn't", 2), ("it'll", 2), ("boss's", 2), ("state-of-the-art", 4), ("e-mail", 2),
    ("KPI", 3),
    ("WWW", 9), ("NASA", 2), ("SQL", 3), ("café", 2), ("KPIs", 3), ("95th", 3), ("20th", 3), ("2nd", 2), ("3rd", 1),
  ]) func `contractions, hyphens and acronyms are counted as spoken`(word: String, count: Int) throws {
    #expect(try findings("we say \(word) here").syllables == count + 3)
  }

  @Test(arguments: [
    ("我们今天去北京", 7), ("这儿有点儿远", 4), ("我的儿子和女儿", 7), ("2024年5月", 7), ("用了Python写KPI", 2 + 1 + 2 + 3), ("一会儿就到", 4), ("婴儿和儿童", 5),
    ("共9.5万元", 6),
    // 二零二四年五月六日; 百分之三十五点五; full-width; 九点半; 一百二十三; the characters of 哪兒 as of 哪儿.
    ("2024年5月6日", 9), ("35.5%", 8), ("提升３０％", 7), ("去哪兒玩兒", 3),
  ]) func `Mandarin syllables follow the reading`(text: String, count: Int) throws {
    #expect(try findings(text).syllables == count)
  }

  @Test func `traditional and full-width text counts and matches as simplified and half-width text`() throws {
    let groups = [KeywordGroup(name: "g", terms: ["团队协作", "KPI"])]
    let one = try findings("我們的團隊協作很好，ＫＰＩ提升了３０％。", keywords: groups)
    let other = try findings("我们的团队协作很好，KPI提升了30%。", keywords: groups)
    #expect(one.syllables == other.syllables)
    #expect(one.words == other.words)
    #expect(one.keywords[0].hits.map(\.match) == [.exact, .exact])
    #expect(one.specificity.count == other.specificity.count)
  }

  @Test func `words are English words plus Chinese words as ICU cuts them`() throws {
    let found = try findings("我们的团队 uses state-of-the-art tools")
    // 我们 | 的 | 团队; uses, state, of, the, art, tools.
    #expect(found.words == 9)
    #expect(found.latinWords == 6)
    #expect(found.characters == 5)
  }

  @Test func `240 syllables stay 240, in characters and in words`() throws {
    let zh = try findings(String(repeating: "我们一起努力工作，", count: 30), segments: [TimeRange(0, 60)])
    #expect(zh.syllables == 240)
    #expect(zh.spokenCharacters == 240)
    let en = try findings(String(repeating: "we went home and had some good food. ", count: 30), segments: [TimeRange(0, 60)])
    #expect(en.latinWords == 240)
    #expect(en.syllables == 240)
  }

  @Test func `an empty language is taken from the caller only where there are no letters`() throws {
    let analyzer = TextAnalyzer()
    #expect(analyzer.analyze(try plain("2024"), segments: [], duration: 1, language: .en, keywordGroups: []).language == .en)
    #expect(analyzer.analyze(try plain("你好"), segments: [], duration: 1, language: .en, keywordGroups: []).language == .zh)
  }
}
