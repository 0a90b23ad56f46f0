import Interview

/// What of an answer can be asked about: figures, times, names, and what the speaker did.
///
/// Names are Latin words with a capital inside a sentence (of a Chinese text: any), and Chinese words that end as places and
/// firms do. An action is counted once a clause: the first person, and within five tokens a word that is no function word.
/// Criteria-based content analysis counts the same details of place, time and own action (Vrij 2005, "Criteria-based content
/// analysis: a qualitative review"); what they are taken for there is not claimed here.
struct ConcretenessFinder {
  private static let actionReach = 5
  private static let placeEndings: Set<String> = [
    "省", "市", "区", "县", "镇", "村", "路", "街", "厂", "院", "校", "店", "站", "港", "馆", "园", "城", "楼", "桥", "行",
  ]

  private let stream: TokenStream
  private let lexicon: Lexicon

  init(_ stream: TokenStream, _ lexicon: Lexicon) {
    self.stream = stream
    self.lexicon = lexicon
  }

  /// In order; nothing of what is said again.
  func find(_ content: ContentAnalysis) -> [TextHit] {
    let isNew = content.restatements.isNew
    var taken = [Bool](repeating: false, count: stream.tokens.count)
    var found: [(span: Range<Int>, kind: String)] = []
    func take(_ span: Range<Int>, _ kind: String) {
      guard isNew[span.lowerBound], !span.contains(where: { taken[$0] }) else { return }
      for index in span { taken[index] = true }
      found.append((span, kind))
    }
    for place in SpecificityFinder(stream, lexicon).places() { take(place.span, place.kind) }
    let times = PhraseTable(lexicon.times.map { ($0, true) }, stream)
    for index in stream.tokens.indices { if let match = times.matches(at: index).first { take(match.span, "time") } }
    for word in content.words.words where word.kind == .own && isName(word.span) { take(word.span, "name") }
    for clause in content.sentences.all.lazy.flatMap(\.clauses) {
      if let action = action(in: clause, content.words) { take(action, "action") }
    }
    return found.sorted { $0.span.lowerBound < $1.span.lowerBound }.map { stream.hit($0.span, term: $0.kind) }
  }

  private func isName(_ span: Range<Int>) -> Bool {
    let token = stream.tokens[span.lowerBound]
    if token.isHan { return span.count > 1 && Self.placeEndings.contains(stream.tokens[span.upperBound - 1].folded) }
    guard token.kind == .latin, let first = token.text.unicodeScalars.first, first.properties.isUppercase else { return false }
    return token.breakBefore < .clause || span.lowerBound > 0 && stream.tokens[span.lowerBound - 1].isHan
  }

  /// From the first person to what was done.
  private func action(in clause: Range<Int>, _ words: SpokenWords) -> Range<Int>? {
    guard let person = clause.first(where: { isFirstPerson($0, words) }) else { return nil }
    // 我的, my: whose it is, not what was done.
    guard person + 1 < clause.upperBound, stream.tokens[person + 1].folded != "的" else { return nil }
    let reach = (person + 1)..<min(clause.upperBound, person + 1 + Self.actionReach)
    guard let deed = words.inside(reach).first(where: { $0.span.lowerBound > person && $0.kind.isContent }) else { return nil }
    return person..<min(clause.upperBound, deed.span.upperBound)
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
