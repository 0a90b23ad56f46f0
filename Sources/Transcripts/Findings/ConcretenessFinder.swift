import Interview

/// What of an answer can be asked about: figures, times, names, and what the speaker did.
///
/// Names are Latin words with a capital inside a sentence (of a Chinese text: any), Chinese words that end as places and
/// firms do, and Chinese surnames as people are called by them (小魏, 周工); each is a detail once. An action is counted once a
/// clause: the first person, and within five tokens a word that is no function word.
/// Criteria-based content analysis counts the same details of place, time and own action (Vrij 2005, "Criteria-based content
/// analysis: a qualitative review"); what they are taken for there is not claimed here.
struct ConcretenessFinder {
  private static let actionReach = 5
  private static let states: Set<String> = ["was", "were", "been", "had", "did", "became", "felt", "knew", "thought", "meant"]
  private static let toponymEndings: Set<String> = [
    "省", "市", "区", "县", "镇", "村", "路", "街", "厂", "院", "校", "店", "站", "港", "馆", "园", "城", "楼", "桥", "行",
  ]
  /// What stands before a surname, or behind one, where people are called by it.
  private static let calledBefore: Set<String> = ["小", "老", "阿"]
  private static let calledBehind: Set<String> = [
    "工", "总", "姐", "哥", "叔", "姨", "师傅", "老师", "主任", "经理", "厂长", "队长", "班长", "科长", "处长", "院长", "校长", "店长", "阿姨", "大爷", "大姐", "大哥",
  ]

  /// In order; nothing of what is said again.
  private(set) var hits: [TextHit] = []
  /// What of them could be checked, each figure, length or time for one.
  ///
  /// - The third of the text with most of them counts for one more than twice the other two: who introduces themselves with dates and
  ///   goes on in generalities tells one thing.
  /// - Shares (percentages, results in per cent) and names count as far as there are as many of the others, spread like them: anybody
  ///   claims 30 % more, and a parade of products is all names.
  /// - Own actions count a half each where they are told as past, else a quarter, because "I listen and I check" is said as easily as
  ///   it is true; where there is none, nothing counts: a text read aloud has no teller.
  ///
  /// The weights are ours, set on answers of known worth (docs/method.md, "Generalities").
  private(set) var details = 0.0

  private let stream: TokenStream
  private let lexicon: Lexicon

  init(_ stream: TokenStream, _ lexicon: Lexicon, _ content: ContentAnalysis) {
    self.stream = stream
    self.lexicon = lexicon
    let isNew = content.restatements.isNew
    var taken = [Bool](repeating: false, count: stream.tokens.count)
    var found: [(span: Range<Int>, kind: String)] = []
    var thirds = [0, 0, 0]
    var (claims, actions) = (0, 0.0)
    // By token: how many new ones stand before it.
    var before = [0]
    for new in isNew { before.append(before[before.count - 1] + (new ? 1 : 0)) }
    func take(_ span: Range<Int>, _ kind: String) -> Bool {
      guard isNew[span.lowerBound], !span.contains(where: { taken[$0] }) else { return false }
      for index in span { taken[index] = true }
      found.append((span, kind))
      return true
    }
    func check(_ span: Range<Int>, _ kind: String) {
      if take(span, kind) { thirds[3 * before[span.lowerBound] / max(1, before[before.count - 1])] += 1 }
    }
    for claim in SpecificityFinder(stream, lexicon).occurrences() {
      if claim.isShare { claims += take(claim.span, claim.kind) ? 1 : 0 } else { check(claim.span, claim.kind) }
    }
    let times = PhraseTable(lexicon.times.map { ($0, true) }, stream)
    for index in stream.tokens.indices { if let match = times.matches(at: index).first { check(match.span, "time") } }
    var names: Set<String> = []
    func name(_ span: Range<Int>) {
      if names.insert(stream.tokens[span].map(\.folded).joined()).inserted, take(span, "name") { claims += 1 }
    }
    for word in content.words.words where word.kind == .own && isName(word.span) { name(word.span) }
    for index in stream.tokens.indices { if let person = person(at: index, content.words) { name(person) } }
    for clause in content.sentences.all.lazy.flatMap(\.clauses) {
      if let action = action(in: clause, content.words), take(action, "action") {
        actions += isPast(action.lowerBound..<clause.upperBound) ? 0.5 : 0.25
      }
    }
    hits = found.sorted { $0.span.lowerBound < $1.span.lowerBound }.map { stream.hit($0.span, term: $0.kind) }
    let largest = thirds.max() ?? 0
    let others = thirds.reduce(0, +) - largest
    let checkable = others + min(largest, 2 * others + 1)
    details = actions == 0 ? 0 : Double(checkable + min(claims, 2 * others)) + actions
  }

  /// 了 and 过 behind the first person; in English a past tense within the reach of an action.
  private func isPast(_ tokens: Range<Int>) -> Bool {
    let isHan = stream.tokens[tokens.lowerBound].isHan
    return tokens.prefix(isHan ? tokens.count : Self.actionReach).dropFirst().contains {
      let word = stream.tokens[$0].folded
      return lexicon.past.contains(word) || stream.tokens[$0].kind == .latin && word.utf8.count > 4 && word.hasSuffix("ed")
    }
  }

  private func isName(_ span: Range<Int>) -> Bool {
    let token = stream.tokens[span.lowerBound]
    if token.isHan { return span.count > 1 && Self.toponymEndings.contains(stream.tokens[span.upperBound - 1].folded) }
    guard token.kind == .latin, let first = token.text.unicodeScalars.first, first.properties.isUppercase else { return false }
    return token.breakBefore < .clause || span.lowerBound > 0 && stream.tokens[span.lowerBound - 1].isHan
  }

  /// 小魏, 周工, 罗主任: a surname that is no part of a longer word, called as one calls people.
  private func person(at index: Int, _ words: SpokenWords) -> Range<Int>? {
    let tokens = stream.tokens
    guard tokens[index].isHan, lexicon.surnames.contains(tokens[index].folded) else { return nil }
    let word = words.words[words.wordAt[index]].span
    if index > 0, Self.calledBefore.contains(tokens[index - 1].folded), tokens[index].breakBefore < .segment,
      word.upperBound == index + 1, word.lowerBound >= index - 1
    {
      return index - 1..<index + 1
    }
    for length in [2, 1] where word.lowerBound == index && index + 1 + length <= tokens.count {
      let behind = index + 1..<index + 1 + length
      let ends = words.words[words.wordAt[behind.upperBound - 1]].span.upperBound
      if Self.calledBehind.contains(tokens[behind].map(\.folded).joined()), ends == behind.upperBound,
        behind.allSatisfy({ tokens[$0].breakBefore < .segment })
      {
        return index..<behind.upperBound
      }
    }
    return nil
  }

  /// From the first person to what was done.
  private func action(in clause: Range<Int>, _ words: SpokenWords) -> Range<Int>? {
    guard let person = clause.first(where: { isFirstPerson($0, words) }) else { return nil }
    let behind = words.words[words.wordAt[person]].span.upperBound
    // 我的, my: whose it is, not what was done.
    guard behind < clause.upperBound, stream.tokens[behind].folded != "的" else { return nil }
    // 我觉得, I think: what somebody thinks is no deed.
    let next = words.words[words.wordAt[behind]].span
    let word = stream.tokens[next].map(\.folded).joined()
    guard !lexicon.opinions.contains(word) else { return nil }
    // 我们公司成立于: the firm's, and the speaker's only where something was done.
    guard !lexicon.collectives.contains(word) || isPast(person..<clause.upperBound) else { return nil }
    let reach = behind..<min(clause.upperBound, behind + Self.actionReach)
    let said = words.inside(reach).filter { $0.span.lowerBound >= behind }
    guard let predicate = said.first(where: \.kind.isContent) ?? said.first(where: { isNarrative($0.span) }) else { return nil }
    return person..<min(clause.upperBound, predicate.span.upperBound)
  }

  /// I made, I took it: the commonest verbs are no content, and told as past they are deeds; to have been is none.
  private func isNarrative(_ word: Range<Int>) -> Bool {
    let token = stream.tokens[word.lowerBound]
    return token.kind == .latin && lexicon.past.contains(token.folded) && !Self.states.contains(token.folded)
  }

  private func isFirstPerson(_ index: Int, _ words: SpokenWords) -> Bool {
    let word = words.words[words.wordAt[index]]
    return word.span.lowerBound == index
      && (lexicon.firstPerson.contains(stream.tokens[index].folded)
        || lexicon.firstPerson.contains(stream.tokens[word.span].map(\.folded).joined()))
  }
}

/// How the speaker talks, beside what is said: hedges and crutch words. Reported, never scored: they belong to a manner of
/// speaking, and in some to politeness (Brown & Levinson 1987 on hedges).
struct MannerFinder {
  let hedges: [TextHit]
  let crutchWords: [TextHit]

  init(_ stream: TokenStream, _ lexicon: Lexicon) {
    func all(_ phrases: [String]) -> [TextHit] {
      let table = PhraseTable(phrases.map { ($0, $0) }, stream)
      var hits: [TextHit] = []
      var index = 0
      while index < stream.tokens.count {
        let match = table.matches(at: index).first
        if let match { hits.append(stream.hit(match.span, term: match.value)) }
        index = match?.span.upperBound ?? index + 1
      }
      return hits
    }
    hedges = all(lexicon.hedges)
    crutchWords = all(lexicon.crutchWords)
  }
}
