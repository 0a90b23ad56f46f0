import Interview
import Testing

@testable import Transcripts

@Suite struct `Counting` {
  @Test(arguments: [
    // SyllableReadings by the rules of 现代汉语: years digit by digit, 百分之, 零 for skipped places, 十 not shortened inside.
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

  @Test(arguments: [
    // Years in ranges and lists, digit by digit: 从二零一九到二零二一年.
    ("从2019到2021年", 11), ("2018、2019年都在", 11), ("2018年到2021在", 11), ("在2019做销售", 8), ("2019-2021年", 10), ("2017、2018和2019年", 14),
    // Lengths of time and sums are numbers: 一千年历史, 二千一百个人.
    ("1000年历史", 5), ("2100个人", 6), ("有2019个人", 9), ("08年毕业", 5), ("98年毕业", 5), ("20年经验", 5), ("90年代", 4), ("90后团队", 5), ("90后面", 4),
    // Numbers that are names, and the same figures as numbers: 九八五, 九百八十五个人.
    ("985、211高校", 8), ("985个人", 7), ("我们是996", 6), ("提高到985", 8), ("打110报警", 6), ("提升了110%", 10), ("110个人", 6), ("用12306买票", 8),
    ("拨打95588", 7), ("007和A380飞机", 10), ("在1203室", 6),
    // Signs: 负五度, 正百分之八, 百分之五到百分之十, 一百加, 二十五摄氏度.
    ("气温−5度", 5), ("气温-5度", 5), ("增长+8%", 7), ("增长-8%", 7), ("降了5%-10%", 11), ("有100+人", 5), ("25°C左右", 8), ("会C++和C#", 7), ("第3-5章", 5),
    ("方案-2很好", 5), ("9:05开会", 6), ("7×24小时", 7), ("24/7服务", 7), ("100W用户", 5), ("有10w+用户", 6), ("2024.5.6开会", 11), ("是1#楼", 4),
  ]) func `figures are said as their place in a Chinese sentence has it`(text: String, count: Int) throws {
    #expect(try findings(text).syllables == count)
  }

  @Test(arguments: [
    // nineteen nineties; twenty four seven; three to five; one point five million dollars; two thirty; two oh five.
    ("1990s", 4, 2), ("'90s", 2, 1), ("24/7", 5, 3), ("3-5", 3, 3), ("$1.5M", 7, 5), ("2:30", 3, 2), ("2:05", 3, 3), ("10:00", 3, 2),
    ("$20K", 6, 3),
    ("5k", 3, 2), ("1/2", 2, 2), ("3/4", 3, 2), ("2/3", 2, 2), ("-5", 3, 2), ("−5", 3, 2), ("+8%", 4, 3), ("10%-15%", 8, 5), ("100+", 4, 3),
    ("911", 3, 3), ("#1", 3, 2), ("25°C", 8, 4), ("C++", 3, 1), ("C#", 2, 1), ("R&D", 3, 1), ("AT&T", 4, 1), ("2019-2021", 10, 6),
    ("COVID-19", 4, 2),
  ]) func `figures and signs are said in English as they are read`(text: String, syllables: Int, words: Int) throws {
    let found = try findings("we say \(text) here")
    #expect(found.syllables == syllables + 3)
    #expect(found.latinWords == words + 3)
  }

  @Test func `a sign is a part of the term that is looked for`() throws {
    let groups = [KeywordGroup(name: "g", terms: ["C++"]), KeywordGroup(name: "h", terms: ["R&D"])]
    #expect(try findings("I write C++ in R&D.", keywords: groups).keywords.map { ($0.hits + $0.mentioned).count } == [1, 1])
    #expect(try findings("I got a C in R.", keywords: groups).keywords.map(\.hits.count) == [0, 0])
  }

  @Test func `traditional and full-width text counts and matches as simplified and half-width text`() throws {
    let groups = [KeywordGroup(name: "g", terms: ["团队协作", "KPI"])]
    let one = try findings("我們的團隊協作很好，ＫＰＩ提升了３０％。", keywords: groups)
    let other = try findings("我们的团队协作很好，KPI提升了30%。", keywords: groups)
    #expect(one.syllables == other.syllables)
    #expect(one.words == other.words)
    #expect((one.keywords[0].hits + one.keywords[0].mentioned).map(\.match) == [.exact, .exact])
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
