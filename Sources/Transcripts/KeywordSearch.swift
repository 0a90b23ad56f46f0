import Interview

/// Looks for keyword groups in one text after the other, and for nothing else: what scoring stored answers again needs.
///
/// It finds what `TextAnalyzer` finds, without times, and remembers how characters fold and sound: a tenth of the time.
public struct KeywordSearch: Sendable {
  private let lexicon: Lexicon
  private var memo = ScalarMemo()

  public init(lexicon: Lexicon = .builtin) { self.lexicon = lexicon }

  /// One finding a group, in the groups' order.
  /// - Complexity: linear in the text and in the terms.
  public mutating func find(_ groups: [KeywordGroup], in transcript: Transcript) -> [KeywordFinding] {
    guard !groups.isEmpty else { return [] }
    memo.add(terms: groups.flatMap(\.terms))
    let folding = Folding(transcript.segments.map(\.text), &memo)
    let stream = TokenStream(wordsOf: transcript, folding: folding)
    memo.hear(stream.vocabulary.words.lazy.compactMap { $0.unicodeScalars.first })
    var index = TermIndex(stream, memo)
    return KeywordFinder(stream, lexicon).find(groups, &index)
  }
}
