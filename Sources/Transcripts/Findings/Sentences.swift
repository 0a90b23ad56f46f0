/// A text cut into sentences and clauses, by punctuation; where a recogniser wrote none, by its segments and by length.
struct Sentences {
  struct Sentence {
    var tokens: Range<Int>
    var clauses: [Range<Int>]
  }

  let all: [Sentence]
  /// Clauses, long ones without a comma counted as several.
  let clauseCount: Int

  /// Fewer full stops than one in so many tokens, and segments count as sentences.
  private static let tokensWithoutStop = 80
  /// A clause longer than this was written without commas; it is cut into pieces of `usualClause`. A clause of running
  /// speech has some seven words in English and eight to ten characters in Chinese.
  private static let maximumClauseLength = 40
  private static let usualClause = 10

  init(_ stream: TokenStream) {
    let tokens = stream.tokens
    let stops = tokens.count { $0.breakBefore == .sentence }
    let segmentsAreSentences = stops * Self.tokensWithoutStop < tokens.count
    var sentences: [Sentence] = []
    var start = 0
    var clauses: [Range<Int>] = []
    func isStop(_ index: Int) -> Bool {
      tokens[index].breakBefore == .sentence || segmentsAreSentences && tokens[index].breakBefore == .segment
    }
    var clauseStart = 0
    for index in 0...tokens.count where index > 0 {
      let isEnd = index == tokens.count
      let isLong =
        !isEnd && index - start >= 2 * Self.maximumClauseLength && index - clauseStart >= Self.maximumClauseLength
        && tokens[index].isWordStart
      let endsSentence = isEnd || isStop(index) || isLong
      guard endsSentence || tokens[index].breakBefore >= .segment else { continue }
      clauses.append(clauseStart..<index)
      clauseStart = index
      guard endsSentence else { continue }
      sentences.append(Sentence(tokens: start..<index, clauses: clauses))
      start = index
      clauses = []
    }
    all = sentences
    clauseCount = sentences.reduce(0) { sum, sentence in
      sum
        + sentence.clauses.reduce(0) {
          $0 + ($1.count > Self.maximumClauseLength ? ($1.count + Self.usualClause - 1) / Self.usualClause : 1)
        }
    }
  }
}
