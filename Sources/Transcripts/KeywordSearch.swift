import Interview

/// Looks for keyword groups in one text after the other, and for nothing else: what scoring stored answers again needs.
///
/// It finds what `TextAnalyzer` finds, without times, and remembers how characters fold, how words sound and where phrases
/// part: a tenth of the time.
public struct KeywordSearch: Sendable {
  private let lexicon: Lexicon
  private var memo = TextMemo()
  /// The role's words that were looked for last.
  private var known: (texts: [String], vocabulary: RoleVocabulary)?

  public init(lexicon: Lexicon = .builtin) { self.lexicon = lexicon }

  /// One finding a group, in the groups' order, and what the text is made of.
  /// - Complexity: linear in the text and in the terms.
  public mutating func find(_ asked: Asked, in transcript: Transcript) -> (keywords: [KeywordFinding], substance: TextSubstance) {
    learn(asked)
    let folding = Folding(transcript.segments.map(\.text), &memo)
    let stream = TokenStream(wordsOf: transcript, folding: folding)
    memo.loadPinyin(stream.vocabulary.words.lazy.compactMap { $0.unicodeScalars.first })
    var index = TermIndex(stream, &memo)
    let content = ContentAnalysis(
      stream, lexicon, asked, vocabulary: known?.vocabulary ?? RoleVocabulary([], functionWords: []), &index, memo)
    return (content.keywords, content.substance(stream))
  }

  /// Sees to it that what is looked for is known, which takes longer than to look for it: a copy of a search that has learned a model's
  /// words begins with them.
  public mutating func learn(_ asked: Asked) {
    memo.add(asked.groups.flatMap(\.terms))
    memo.add(asked.question)
    memo.add(lexicon.negations)
    memo.add(lexicon.negationExceptions)
    memo.add(lexicon.negationStops)
    memo.add(lexicon.conditionalNegations)
    memo.add(lexicon.conditionalLinks)
    if known?.texts != asked.vocabulary {
      memo.add(asked.vocabulary)
      known = (
        asked.vocabulary,
        RoleVocabulary(asked.vocabulary.compactMap { memo.phrases[$0]?.tokens }, functionWords: lexicon.functionWords)
      )
    }
  }
}
