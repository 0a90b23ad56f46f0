import Interview

/// Keyword groups in a text, without those that the speaker denies having.
struct KeywordFinder {
  /// How far a denial reaches, in tokens, inside its clause.
  private static let reachHan = 8
  private static let reachLatin = 5

  private let stream: TokenStream
  private let negations: Set<Int>
  private let stops: Set<Int>

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
    self.negations = negations
    self.stops = stops
  }

  /// One finding per group, in the groups' order; the terms of a group never claim the same words twice.
  func find(_ groups: [KeywordGroup], _ index: inout TermIndex) -> [KeywordFinding] {
    groups.map { group in
      let places = index.find(group.terms, isLoose: true).filter { !isDenied($0.found.span) }
      return KeywordFinding(
        group: group.name, hits: places.map { stream.hit($0.found.span, term: $0.term, match: $0.found.match) })
    }
  }

  /// Whether a denial stands before the words, in the same clause, with nothing between that ends it.
  func isDenied(_ span: Range<Int>) -> Bool {
    var index = span.lowerBound
    let reach = stream.tokens[index].isHan ? Self.reachHan : Self.reachLatin
    for _ in 0..<reach {
      guard index > 0, stream.tokens[index].breakBefore < .clause else { return false }
      index -= 1
      if negations.contains(index) { return true }
      if stops.contains(index) { return false }
    }
    return false
  }
}
