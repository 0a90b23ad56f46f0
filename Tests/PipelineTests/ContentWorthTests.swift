@testable import Pipeline
import Interview
import RoleModels
import Testing

/// What a score of the words is worth, on answers of known worth, and what cannot raise it.
@Suite struct `A score of what was said` {
  private typealias Answer = AnswerOfKnownWorth

  @Test func `has answers of seven roles, in both languages and of each kind`() {
    #expect(Answer.all.count >= 40)
    #expect(Set(Answer.all.map(\.role)).count == 7)
    #expect(Set(Answer.all.map(\.language)) == [.zh, .en])
    #expect(Answer.all.count { $0.kind == .empty } >= 20)
  }

  @Test(arguments: AnswerOfKnownWorth.all) func `is what the answer is worth, or is withheld with the reason`(answer: AnswerOfKnownWorth)
    throws
  {
    let card = try answer.card()
    let overall = card.overall?.value
    let isNotRecognised = overall == nil && card.unknown.values.contains(.contentNotRecognised)
    switch answer.kind {
    case .answer: #expect((overall ?? 0) >= 60)
    case .otherWords: #expect(isNotRecognised || (overall ?? 0) >= 60)
    case .empty: #expect((overall ?? 0) < 60)
    case .denied: #expect((overall ?? 0) < 60)
    case .offTopic: #expect((overall ?? 0) < 50)
    // Honest and short is judged.
    case .weak: #expect((0.0..<70).contains(try #require(overall)))
    // A list behind an honest start, its last sentence, hides nothing and adds nothing.
    case .padded:
      let sentences = answer.text.split(separator: "。")
      let honest = try #require(try answer.card(sentences.dropLast().joined(separator: "。") + "。").overall?.value)
      let padded = try #require(overall)
      #expect(sentences.count > 1 && padded <= honest)
    }
  }

  @Test(arguments: [Language.zh, .en])
  func `without one, the explanation says why once, shows the model's weights, and suggests what to ask`(language: Language) throws {
    let unjudged = try Answer.all.filter { $0.language == language }.compactMap { answer in
      let card = try answer.card()
      return card.overall == nil && card.unknown.values.contains(.contentEmpty) ? card : nil
    }
    let card = try #require(unjudged.first)
    let text = Explanation(card).text(in: language)
    #expect(text.contains(language == .zh ? "内容需要人来听" : "a person should listen to the content"))
    #expect(text.ranges(of: UnknownReason.contentEmpty.meaning[language]).count == 1, "\(text)")
    #expect(!text.contains(language == .zh ? "权重 0\n" : "weight 0\n"), "\(text)")
    let suggested = card.advisory.filter { $0.kind == .suggestFollowUp }
    #expect(!suggested.isEmpty && suggested.allSatisfy { text.contains($0.message[language]) })
  }

  @Test func `tells words that are only mentioned from words that are not there`() throws {
    let groups = [
      KeywordFinding(group: "需求 / needs", hits: [], mentioned: [TextHit(text: "需求", term: "需求", match: .exact, range: nil)]),
      KeywordFinding(group: "方案 / offer", hits: []),
    ]
    let yaml = """
      id: m
      version: "1"
      name: m
      dimensions: [{id: d, name: d, weight: 100, indicators: [{id: c, keywords: {需求 / needs: [需求], 方案 / offer: [方案]}}]}]
      """
    let model = try RoleModel(Array(yaml.utf8), name: "m", hash: ContentHash(hex: String(repeating: "0", count: 64)))
    let evidence = Evidence(
      measures: [.phonation: .value(60), .syllables: .value(200)], keywords: .value(groups), structure: .unknown(.notApplicable),
      language: .zh)
    #expect(
      model.score(evidence).lostPoints.map(\.message.en).sorted() == [
        "“needs” is mentioned, with no detail of the speaker's own", "“offer” is not mentioned",
      ])
  }

  /// Three groups and no detail, in words of the speaker's own: found in all, the score would be 100; in one, it is 33.34.
  @Test(arguments: [(3, nil), (1, 33.34)] as [(Int, Double?)])
  func `is withheld from 60 points on where nothing is told that could be asked about, and stands below`(found: Int, score: Double?) throws
  {
    let yaml = """
      id: m
      version: "1"
      name: m
      dimensions: [{id: d, name: d, weight: 100, indicators: [{id: c, keywords: {a: [a], b: [b], c: [c]}}]}]
      """
    let model = try RoleModel(Array(yaml.utf8), name: "m", hash: ContentHash(hex: String(repeating: "0", count: 64)))
    let hit = TextHit(text: "a", term: "a", match: .exact, range: nil)
    var evidence = Evidence(
      measures: [
        .phonation: .value(60), .syllables: .value(200), .ownWordsShare: .value(0.6), .ownWordsPerClause: .value(1),
        .concretenessPer100: .value(1.9),
      ],
      keywords: .value(["a", "b", "c"].enumerated().map { KeywordFinding(group: $1, hits: $0 < found ? [hit] : []) }),
      structure: .unknown(.notApplicable), language: .en)
    let card = model.score(evidence)
    #expect(card.overall?.value == score)
    #expect(card.unknown["d.c"] == (score == nil ? .contentGeneral : nil))
    #expect(
      card.advisory.contains { $0.kind == .suggestFollowUp && $0.message.en.contains("ask for one of the candidate's own") }
        == (score == nil))
    // Two details per 100 syllables are enough to stand by.
    evidence.measures[.concretenessPer100] = .value(2)
    #expect(model.score(evidence).overall?.value == (found == 3 ? 100 : nil), "one of three groups in a concrete answer is not recognised")
  }

  /// Four groups of equal weight. Two found make 50; of the other 50, half is left at four details per 100 syllables, a quarter at three.
  @Test(arguments: [
    (found: 2, details: 2.0, score: 50.0), (2, 3, 62.5), (2, 4, 75), (2, 9, 75), (1, 5, 43.75), (0, 5, 0), (4, 5, 100),
  ])
  func `loses less for what was not found the more is told that can be asked about`(found: Int, details: Double, score: Double) throws {
    let yaml = """
      id: m
      version: "1"
      name: m
      dimensions: [{id: d, name: d, weight: 100, indicators: [{id: c, keywords: {a: [a], b: [b], c: [c], e: [e]}}]}]
      """
    let model = try RoleModel(Array(yaml.utf8), name: "m", hash: ContentHash(hex: String(repeating: "0", count: 64)))
    let hit = TextHit(text: "a", term: "a", match: .exact, range: nil)
    let evidence = Evidence(
      measures: [
        .phonation: .value(60), .syllables: .value(200), .ownWordsShare: .value(0.45), .ownWordsPerClause: .value(1),
        .concretenessPer100: .value(details),
      ],
      keywords: .value(["a", "b", "c", "e"].enumerated().map { KeywordFinding(group: $1, hits: $0 < found ? [hit] : []) }),
      structure: .unknown(.notApplicable), language: .en)
    let card = model.score(evidence)
    #expect(card.overall?.value == score)
    let without = 25 * Double(found)
    #expect(card.confidence.low?.value == without, "the interval holds that it was not said")
    let isSaid = card.confidence.reasons.contains { $0.en.contains("\(JSON.rounded(score - without, 1).text) points fewer are taken off") }
    #expect(isSaid == (score > without))
  }

  /// 45 syllables without a detail, all three groups found; one figure with its unit in them is 2.2 per 100.
  @Test(arguments: [(0.0, nil), (2.2, 100)] as [(Double, Double?)])
  func `of a short answer needs a detail as well`(details: Double, score: Double?) throws {
    let yaml = """
      id: m
      version: "1"
      name: m
      dimensions: [{id: d, name: d, weight: 100, indicators: [{id: c, keywords: {a: [a], b: [b], c: [c]}}]}]
      """
    let model = try RoleModel(Array(yaml.utf8), name: "m", hash: ContentHash(hex: String(repeating: "0", count: 64)))
    let hit = TextHit(text: "a", term: "a", match: .exact, range: nil)
    let evidence = Evidence(
      measures: [
        .phonation: .value(60), .syllables: .value(45), .ownWordsShare: .value(0.6), .ownWordsPerClause: .value(1),
        .concretenessPer100: .value(details),
      ],
      keywords: .value(["a", "b", "c"].map { KeywordFinding(group: $0, hits: [hit]) }), structure: .unknown(.notApplicable), language: .en)
    let card = model.score(evidence)
    #expect(card.overall?.value == score)
    #expect(card.unknown["d.c"] == (score == nil ? .contentGeneral : nil))
  }

  @Test func `shows beside a dimension that the question does not ask for it, with or without a score`() throws {
    let yaml = """
      id: m
      version: "1"
      name: m
      dimensions:
        - {id: d, name: d, weight: 60, indicators: [{id: p, measure: pause_ratio, curve: {0.1: 100, 0.9: 0}}]}
        - {id: e, name: e, weight: 40, indicators: [{id: c, keywords: {a: [a]}}]}
      questions: [{id: q1, text: {zh: 问, en: q}, weights: {d: 100, e: 0}}]
      """
    let model = try RoleModel(Array(yaml.utf8), name: "m", hash: ContentHash(hex: String(repeating: "0", count: 64)))
    for phonation in [60.0, 1] {
      let evidence = Evidence(
        measures: [.phonation: .value(phonation), .syllables: .value(200), .pauseRatio: .value(0.1)],
        keywords: .value([KeywordFinding(group: "a", hits: [])]), structure: .unknown(.notApplicable), language: .en)
      let card = model.score(evidence, question: "q1")
      #expect((card.overall == nil) == (phonation == 1))
      let asked = try #require(card.dimensions.last)
      #expect(asked.score == nil && asked.reason == .questionDoesNotAsk && asked.reason?.rawValue == "question.does-not-ask")
      guard card.overall != nil else { continue }
      #expect(Explanation(card).text(in: .en).contains("this question does not ask for it"))
      #expect(Explanation(card).text(in: .zh).contains("这道题不考察这一项"))
    }
  }

  @Test func `is never higher for a text said twice`() throws {
    var compared = 0
    for answer in Answer.all { compared += try expect(answer, answer.text + (answer.language == .zh ? "" : " ") + answer.text, "twice") }
    #expect(compared >= Self.minimumCompared, "too few have a score before and after")
  }

  @Test func `is never higher with a list of keywords, wherever it stands and however it is joined`() throws {
    var compared = 0
    for (position, answer) in Answer.all.enumerated() {
      let groups = QuestionAsked(try answer.model(), answer.question, nil).groups
      // Each way of joining on every fourth answer.
      let separator = (answer.language == .zh ? ["，", "、", "和", "。"] : [", ", " and ", ". ", "; "])[position % 4]
      let isWanted: (String) -> Bool = { (($0.utf8.first ?? 0) < 0x80) == (answer.language == .en) }
      // Every word, or one of each group: a long list takes the score away, a short one could slip through.
      let terms = groups.flatMap { $0.terms.filter(isWanted).prefix(position % 2 == 0 ? .max : 1) }
      let list = terms.joined(separator: separator) + (answer.language == .zh ? "。" : ". ")
      compared += try expect(answer, answer.text + " " + list, "list behind, by \(separator)")
      compared += try expect(answer, list + answer.text, "list before, by \(separator)")
    }
    #expect(compared >= Self.minimumCompared, "too few have a score before and after")
  }

  @Test func `is never higher with the question said first`() throws {
    var compared = 0
    for answer in Answer.all where answer.role != "general" {
      let question = try #require(try answer.model().question(answer.question)).text[answer.language]
      compared += try expect(answer, question + " " + answer.text, "question first")
    }
    #expect(compared >= Self.minimumCompared, "too few have a score before and after")
  }

  @Test func `is never higher with a keyword replaced by nonsense`() throws {
    var compared = 0
    for answer in Answer.all where answer.kind != .empty {
      let terms = QuestionAsked(try answer.model(), answer.question, nil).groups.flatMap(\.terms)
      for term in Set(terms).sorted().filter({ answer.text.contains($0) }).prefix(3) {
        let other = answer.text.replacing(term, with: nonsense(like: term))
        // Nonsense of another length moves figures per hundred syllables a little; an English word's syllables are only guessed here.
        compared += try expect(answer, other, term, within: 0.1, takesWords: true)
      }
    }
    #expect(compared >= Self.minimumCompared, "too few have a score before and after")
  }

  /// As many syllables of nothing as the term has.
  private func nonsense(like term: String) -> String {
    let isHan = (term.utf8.first ?? 0) >= 0x80
    if isHan { return String(term.indices.enumerated().map { Array("咕嘟哐当叮咚")[$0.offset % 6] }) }
    return term.split(separator: " ").map { word in
      let vowels = word.split(whereSeparator: { !"aeiouy".contains($0) }).count - (word.hasSuffix("e") || word.hasSuffix("ed") ? 1 : 0)
      return "blimp" + String(repeating: "abimp", count: max(1, vowels) - 1)
    }.joined(separator: " ")
  }

  /// A score withheld because the words are empty or general is lower than any: what was added gained nothing by it. One withheld because
  /// the words were not recognised is not: only who had none, or had the words taken away, may come to it. Who had none for any reason
  /// may come to a poor score, since more of the model's words may make an answer known.
  ///
  /// - Returns: 1 where both have a score, so that a number was compared with a number; 0 elsewhere.
  private func expect(
    _ answer: AnswerOfKnownWorth, _ text: String, _ what: String, within tolerance: Double = 0.011, takesWords: Bool = false
  ) throws -> Int {
    let (before, after) = (try answer.card(), try answer.card(text))
    if let overall = after.overall {
      let most = before.overall?.value ?? 60
      #expect(overall.value <= most + tolerance, "\(answer.id): \(what)")
    } else if before.overall != nil, !takesWords {
      #expect(!after.unknown.values.contains(.contentNotRecognised), "\(answer.id): \(what) makes a score unknown")
    }
    return before.overall == nil || after.overall == nil ? 0 : 1
  }

  /// Answers that have to have a score before and after, for a property to say anything.
  private static let minimumCompared = 15

  @Test func `adds up with its lost points, whatever is withheld`() throws {
    for answer in Answer.all {
      let card = try answer.card()
      let lost = card.lostPoints.map(\.points).reduce(.zero, +)
      #expect(card.overall.map { lost == .full - $0 } ?? card.lostPoints.isEmpty, "\(answer.id)")
      #expect(card.overall != nil || card.dimensions.contains { $0.score != nil }, "delivery is shown: \(answer.id)")
    }
  }

  @Test func `quotes what it does not count`() throws {
    let answer = try #require(Answer.all.first { $0.id == "p05" })
    let card = try answer.card()
    #expect(card.unknown.values.contains(.contentEmpty))
    let followUp = try #require(card.advisory.first { $0.kind == .suggestFollowUp })
    #expect(followUp.message.zh.contains("计划、里程碑"))
  }
}
