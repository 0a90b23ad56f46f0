@testable import Pipeline
import Interview
import RoleModels
import Testing

/// What a score of the words is worth, on answers of known worth, and what cannot raise it.
@Suite struct `A score of what was said` {
  private typealias Answer = AnswerOfKnownWorth

  @Test func `has answers of six roles, in both languages and of each kind`() {
    #expect(Answer.all.count >= 40)
    #expect(Set(Answer.all.map(\.role)).count == 6)
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
    // Honest and short is judged; a list behind an honest start adds nothing and hides nothing.
    case .weak, .padded: #expect((0.0..<70).contains(try #require(overall)))
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

  @Test func `is never higher for a text said twice`() throws {
    for answer in Answer.all { try expect(answer, answer.text + (answer.language == .zh ? "" : " ") + answer.text, "twice") }
  }

  @Test func `is never higher with a list of keywords, wherever it stands and however it is joined`() throws {
    for (place, answer) in Answer.all.enumerated() {
      let groups = try answer.model().requiredKeywordGroups(question: answer.question, manifest: nil)
      // Each way of joining on every fourth answer.
      let separator = (answer.language == .zh ? ["，", "、", "和", "。"] : [", ", " and ", ". ", "; "])[place % 4]
      let isWanted: (String) -> Bool = { (($0.utf8.first ?? 0) < 0x80) == (answer.language == .en) }
      let list = groups.flatMap { $0.terms.filter(isWanted) }.joined(separator: separator) + (answer.language == .zh ? "。" : ". ")
      try expect(answer, answer.text + " " + list, "list behind, by \(separator)")
      try expect(answer, list + answer.text, "list before, by \(separator)")
    }
  }

  @Test func `is never higher with the question said first`() throws {
    for answer in Answer.all {
      let question = try #require(try answer.model().question(answer.question)).text[answer.language]
      try expect(answer, question + " " + answer.text, "question first")
    }
  }

  @Test func `is never higher with a keyword replaced by nonsense`() throws {
    for answer in Answer.all where answer.kind != .empty {
      let terms = try answer.model().requiredKeywordGroups(question: answer.question, manifest: nil).flatMap(\.terms)
      for term in Set(terms).sorted().filter({ answer.text.contains($0) }).prefix(3) {
        let other = answer.text.replacing(term, with: answer.language == .zh ? "咕嘟" : "blimp")
        // Nonsense of another length moves figures per hundred syllables a little.
        try expect(answer, other, term, within: 0.1, takesWords: true)
      }
    }
  }

  /// A score withheld because the words are empty or general is lower than any: what was added gained nothing by it. One withheld because
  /// the words were not recognised is not: only who had none, or had the words taken away, may come to it. Who had none for any reason
  /// may come to a poor score, since more of the model's words may make an answer known.
  private func expect(
    _ answer: AnswerOfKnownWorth, _ text: String, _ what: String, within tolerance: Double = 0.011, takesWords: Bool = false
  ) throws {
    let (before, after) = (try answer.card(), try answer.card(text))
    if let overall = after.overall {
      let most = before.overall?.value ?? 60
      #expect(overall.value <= most + tolerance, "\(answer.id): \(what)")
    } else if before.overall != nil, !takesWords {
      #expect(!after.unknown.values.contains(.contentNotRecognised), "\(answer.id): \(what) makes a score unknown")
    }
  }

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
