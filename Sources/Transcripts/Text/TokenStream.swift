import Interview

/// A transcript as a row of counted tokens with times: what every finder works on.
struct TokenStream {
  var tokens: [SpokenToken] = []
  /// The folded tokens.
  private(set) var vocabulary = Vocabulary()
  /// The tokens as written, where that differs.
  private var spellings = Vocabulary()
  let folding: Folding
  /// Whether the recogniser gave times to the words; otherwise `range` is an estimate.
  let hasWordTimes: Bool

  /// - Parameters:
  ///   - speech: where there is speech in the sound; words without times are laid over it.
  ///   - terms: other texts that will be folded in the same way.
  init(_ transcript: Transcript, speech: [TimeRange], duration: Double, lexicon: Lexicon, terms: [String] = []) {
    folding = Folding(transcript.segments.flatMap { [$0.text] + $0.words.map(\.text) } + terms)
    hasWordTimes = transcript.timing == .words
    for (index, segment) in transcript.segments.enumerated() { append(segment, number: index) }
    SyllableReadings(lexicon).read(&tokens, declared: transcript.declaredLanguage)
    var index = 0
    for (number, segment) in transcript.segments.enumerated() {
      let first = index
      while index < tokens.count, tokens[index].segment == number { index += 1 }
      guard segment.words.contains(where: { $0.range != nil }) else { continue }
      WordTimes(folding).give(segment.words, to: &tokens[first..<index])
    }
    TimeFilling(speech: Stretches(speech), duration: duration).fill(&tokens, segments: transcript.segments)
    markWords()
  }

  /// The tokens and words alone, without readings and times: what looking for terms needs.
  init(wordsOf transcript: Transcript, folding: Folding) {
    self.folding = folding
    hasWordTimes = false
    for (index, segment) in transcript.segments.enumerated() { append(segment, number: index) }
    markWords()
  }

  private mutating func append(_ segment: TranscriptSegment, number: Int) {
    let original = Array(segment.text.unicodeScalars)
    let folded = original.map { folding($0) }
    let (pieces, breakAfter) = TextScanner.pieces(folded)
    var previousEnd = -1
    for (index, piece) in pieces.enumerated() {
      var gap = piece.breakBefore
      if index == 0 { gap = tokens.isEmpty ? .sentence : max(gap, pendingBreak, .segment) }
      let isJoined = piece.span.lowerBound == previousEnd && piece.kind != .han && tokens.last?.kind != .han
      let id = vocabulary.number(folded[piece.span])
      let word = vocabulary.words[id]
      let spelling = original[piece.span] == folded[piece.span] ? nil : spellings.number(original[piece.span])
      tokens.append(
        SpokenToken(
          text: spelling.map { spellings.words[$0] } ?? word, folded: word, id: id, kind: piece.kind, breakBefore: gap,
          isCutOff: piece.isCutOff, isJoined: isJoined, segment: number))
      previousEnd = piece.span.upperBound
    }
    pendingBreak = breakAfter
  }

  /// What stood behind the last token of the segment before.
  private var pendingBreak: TextScanner.Break = .none

  /// Asks ICU where words begin, in runs of Han characters. Punctuation is left out, because some recognisers write none
  /// and the same answer must count the same.
  private mutating func markWords() {
    var text = String.UnicodeScalarView()
    var tokenAt: [Int] = []
    var wasHan = false
    for (index, token) in tokens.enumerated() {
      let isHan = token.isHan
      if isHan, let scalar = token.folded.unicodeScalars.first {
        text.append(scalar)
        tokenAt.append(index)
        tokens[index].isWordStart = false
      } else if wasHan {
        text.append("\n")
        tokenAt.append(-1)
      }
      wasHan = isHan
    }
    for position in ICU.wordBoundaries(String(text)) where position < tokenAt.count && tokenAt[position] >= 0 {
      tokens[tokenAt[position]].isWordStart = true
    }
  }
}

extension TokenStream {
  /// One time for each syllable that has one: the middle of its share of the token's time. Ascending.
  var syllableTimes: [Double] {
    tokens.flatMap { token -> [Double] in
      guard let range = token.range, token.syllables > 0 else { return [] }
      return (0..<token.syllables).map { range.start + (Double($0) + 0.5) / Double(token.syllables) * range.duration }
    }.sorted()
  }

  /// From the first to the last token's time.
  func range(_ span: Range<Int>) -> TimeRange? {
    guard let start = tokens[span.lowerBound].range?.start, let end = tokens[span.upperBound - 1].range?.end, end >= start else {
      return nil
    }
    return TimeRange(start, end)
  }

  /// The written text of a stretch of tokens, without punctuation.
  func text(_ span: Range<Int>) -> String {
    var result = ""
    for index in span {
      let token = tokens[index]
      // No space beside Chinese, but around Latin words: 提升了30%, 用 Python 写.
      if index > span.lowerBound, !token.isJoined {
        let kinds = [tokens[index - 1].kind, token.kind]
        if kinds.contains(.latin) || !kinds.contains(.han) { result += " " }
      }
      result += token.text
    }
    return result
  }

  func hit(_ span: Range<Int>, term: String, match: TextHit.Match = .exact) -> TextHit {
    TextHit(text: text(span), term: term, match: match, range: range(span))
  }

  /// The strongest break inside a stretch, between its tokens.
  func strongestBreak(inside span: Range<Int>) -> TextScanner.Break {
    tokens[span].dropFirst().map(\.breakBefore).max() ?? .none
  }

  /// Shortest pause that sets a word apart, in seconds: pauses of 0.2 s are the ones that listeners of monologues notice
  /// (field study of 2025 on pause thresholds).
  static let isolatingPause = 0.2

  /// Whether something separates this token from the one before: punctuation, a new segment, a pause.
  func isSeparated(_ index: Int) -> Bool {
    guard index > 0, index < tokens.count else { return true }
    if tokens[index].breakBefore >= .segment { return true }
    guard hasWordTimes, let before = tokens[index - 1].range?.end, let start = tokens[index].range?.start else { return false }
    return start - before >= Self.isolatingPause
  }

  /// Whether a stretch stands alone, between separations.
  func isIsolated(_ span: Range<Int>) -> Bool { isSeparated(span.lowerBound) && isSeparated(span.upperBound) }
}
