import Interview

/// Keyword groups in a text, without those that the speaker denies having.
struct KeywordFinder {
  /// How far a denial reaches, in tokens, inside its clause.
  private static let reachHan = 8
  private static let reachLatin = 5
  /// Places of a group that are told: nobody says a keyword so often, and a hundred groups that stand everywhere would fill the memory.
  static let maximumHits = 1_000
  /// How far apart, in tokens, a condition and what follows from it may stand.
  private static let conditionReach = 20

  private let stream: TokenStream
  private let negations: Set<Int>
  private let stops: Set<Int>
  private let conditions: Set<Int>
  private let links: Set<Int>

  /// - Parameter memo: knows phrases' tokens from texts before, or nothing.
  init(_ stream: TokenStream, _ lexicon: Lexicon, _ memo: TextMemo = TextMemo()) {
    self.stream = stream
    let negation = PhraseTable(lexicon.negations.map { ($0, true) }, stream, memo)
    let exception = PhraseTable(lexicon.negationExceptions.map { ($0, true) }, stream, memo)
    let stop = PhraseTable(lexicon.negationStops.map { ($0, true) }, stream, memo)
    var excused: Set<Int> = []
    var negations: Set<Int> = []
    var stops: Set<Int> = []
    for index in stream.tokens.indices {
      if let found = exception.matches(at: index).first { excused.formUnion(found.span) }
    }
    for index in stream.tokens.indices where !excused.contains(index) {
      if !negation.matches(at: index).isEmpty { negations.insert(index) }
      if !stop.matches(at: index).isEmpty { stops.insert(index) }
    }
    let condition = PhraseTable(lexicon.conditionalNegations.map { ($0, true) }, stream, memo)
    let link = PhraseTable(lexicon.conditionalLinks.map { ($0, true) }, stream, memo)
    conditions = negations.filter { !condition.matches(at: $0).isEmpty }
    links = Set(stream.tokens.indices.filter { !link.matches(at: $0).isEmpty })
    self.negations = negations
    self.stops = stops
  }

  /// Each group's places in order, without those that are denied; the terms of a group never claim the same words twice.
  func find(_ groups: [KeywordGroup], _ index: inout TermIndex) -> [(name: String, occurrences: [Support.Occurrence])] {
    groups.map { group in
      let occurrences = index.find(group.terms, isLoose: true).lazy.filter { !isDenied($0.found.span) }.prefix(Self.maximumHits)
      return (
        group.name,
        occurrences.map { Support.Occurrence(span: $0.found.span, hit: stream.hit($0.found.span, term: $0.term, match: $0.found.match)) }
      )
    }
  }

  /// Whether a denial stands before the words, in the same clause, with nothing between that ends it, and is no half of a
  /// condition.
  func isDenied(_ span: Range<Int>) -> Bool {
    var index = span.lowerBound
    let reach = stream.tokens[index].isHan ? Self.reachHan : Self.reachLatin
    for _ in 0..<reach {
      guard index > 0, stream.tokens[index].breakBefore < .clause else { return false }
      index -= 1
      if negations.contains(index) { return !isConditional(index) }
      if stops.contains(index) { return false }
    }
    return false
  }

  /// 没有数据支持就没有结果, without data there is no decision: of two denials in one sentence the first is a condition, and both
  /// affirm. In Chinese a link (就, 才) stands before the second one.
  private func isConditional(_ negation: Int) -> Bool {
    if conditions.contains(negation), let second = partner(of: negation, step: 1) { return linked(negation, second) }
    if let first = partner(of: negation, step: -1) { return conditions.contains(first) && linked(first, negation) }
    return false
  }

  /// The nearest other denial in the sentence.
  private func partner(of negation: Int, step: Int) -> Int? {
    var index = negation
    for distance in 1...Self.conditionReach {
      if step > 0 {
        index += 1
        guard index < stream.tokens.count, stream.tokens[index].breakBefore < .sentence else { return nil }
      } else {
        guard index > 0, stream.tokens[index].breakBefore < .sentence else { return nil }
        index -= 1
      }
      // 没有 is one denial, although 没 and 有 are tokens of their own.
      if distance > 1, negations.contains(index) { return index }
    }
    return nil
  }

  private func linked(_ first: Int, _ second: Int) -> Bool {
    !stream.tokens[first].isHan || (1...2).contains { links.contains(second - $0) }
  }
}
