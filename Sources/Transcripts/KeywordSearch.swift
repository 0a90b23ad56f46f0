import Interview

/// Looks for keyword groups in one text after the other, and for nothing else: what scoring stored answers again needs.
///
/// It finds what `TextAnalyzer` finds, without times, and remembers how characters fold, how words sound and where phrases
/// part: a tenth of the time.
public struct KeywordSearch: Sendable {
  private let lexicon: Lexicon
  private var memo = TextMemo()

  public init(lexicon: Lexicon = .builtin) { self.lexicon = lexicon }

  /// One finding a group, in the groups' order.
  /// - Complexity: linear in the text and in the terms.
  public mutating func find(_ groups: [KeywordGroup], in transcript: Transcript) -> [KeywordFinding] {
    guard !groups.isEmpty else { return [] }
    memo.add(groups.flatMap(\.terms))
    memo.add(lexicon.negations)
    memo.add(lexicon.negationExceptions)
    memo.add(lexicon.negationStops)
    let folding = Folding(transcript.segments.map(\.text), &memo)
    let stream = TokenStream(wordsOf: transcript, folding: folding)
    memo.hear(stream.vocabulary.words.lazy.compactMap { $0.unicodeScalars.first })
    var index = TermIndex(stream, &memo)
    return KeywordFinder(stream, lexicon, memo).find(groups, &index)
  }
}
