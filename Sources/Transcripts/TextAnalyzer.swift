import Interview

/// Counts and finds in a transcript what the measures need. Pure; one analyzer may be used by several threads.
public struct TextAnalyzer: Sendable {
  let lexicon: Lexicon

  public init(lexicon: Lexicon = .builtin) { self.lexicon = lexicon }

  /// - Parameters:
  ///   - segments: speech in the sound; gives times to words that have none.
  ///   - duration: seconds of the recording.
  ///   - language: the language spoken, where it is known; decides only where the text has no letters.
  ///   - asked: what to look for, and the words that are the role's.
  /// - Complexity: linear in the text; 100,000 words take less than a second.
  public func analyze(
    _ transcript: Transcript, segments: [TimeRange], duration: Double, language: Language?, asked: Asked
  ) -> TextFindings {
    let terms = asked.groups.flatMap(\.terms)
    let vocabulary = asked.vocabulary.isEmpty ? terms : asked.vocabulary
    let stream = TokenStream(
      transcript, speech: segments, duration: duration, lexicon: lexicon, terms: terms + vocabulary + asked.question)
    let tokens = stream.tokens
    let slips = DisfluencyFinder(stream, lexicon)
    let verbatim = Self.isVerbatim(transcript, slips)
    func counted(_ hits: [TextHit]) -> Measured<[TextHit]> { verbatim == true ? .value(hits) : .unknown(.transcriptNotVerbatim) }
    var index = TermIndex(stream, terms: terms)
    let content = ContentAnalysis(
      stream, lexicon, asked,
      vocabulary: RoleVocabulary(vocabulary.lazy.map(stream.folding.tokens), functionWords: lexicon.functionWords), &index, TextMemo())
    let manner = MannerFinder(stream, lexicon)
    let latinWords = tokens.reduce(0) { $0 + $1.latinWords }
    let isNew = content.restatements.isNew
    let concreteness = ConcretenessFinder(stream, lexicon, content)
    return TextFindings(
      language: Self.language(tokens) ?? language,
      characters: tokens.count { $0.isHan },
      words: latinWords + tokens.count { $0.latinWords == 0 && $0.isWordStart && !$0.isJoined },
      latinWords: latinWords,
      syllables: tokens.reduce(0) { $0 + $1.syllables },
      newSyllables: zip(tokens, isNew).reduce(0) { $0 + ($1.1 ? $1.0.syllables : 0) },
      spokenCharacters: tokens.reduce(0) { $0 + $1.spokenCharacters },
      verbatim: verbatim, fillers: counted(slips.fillers), repetitions: counted(slips.repetitions), repairs: counted(slips.repairs),
      keywords: content.keywords, structure: StructureFinder(stream, lexicon).find(content),
      specificity: SpecificityFinder(stream, lexicon).find(isNew), substance: content.substance(stream),
      concrete: concreteness.hits, details: concreteness.details, hedges: manner.hedges, crutchWords: manner.crutchWords,
      richness: Richness.measure(Self.words(stream, isNew: isNew, without: slips.fillerTokens)), timesEstimated: !stream.hasWordTimes,
      syllableTimes: stream.syllableTimes, shape: TextShape(stream), clauseEnds: ClauseEnds(stream))
  }

  /// The same, where no role and no question is known.
  public func analyze(
    _ transcript: Transcript, segments: [TimeRange], duration: Double, language: Language?, keywordGroups: [KeywordGroup]
  ) -> TextFindings {
    analyze(transcript, segments: segments, duration: duration, language: language, asked: Asked(groups: keywordGroups))
  }

  /// One time in seconds for each syllable, ascending; estimated where the transcript has no word times.
  public func syllableTimes(_ transcript: Transcript, segments: [TimeRange], duration: Double? = nil) -> [Double] {
    let end = duration ?? segments.map(\.end).max() ?? 0
    return TokenStream(transcript, speech: segments, duration: end, lexicon: lexicon).syllableTimes
  }

  /// The words with times: the recogniser's, or estimates where `isEstimated`.
  public func align(_ transcript: Transcript, segments: [TimeRange], duration: Double) -> (words: [Word], isEstimated: Bool) {
    let stream = TokenStream(transcript, speech: segments, duration: duration, lexicon: lexicon)
    return (stream.tokens.map { Word(text: $0.text, range: $0.range) }, !stream.hasWordTimes)
  }

  /// Whoever writes down an uh writes down what was said. A repetition alone proves it only where the recogniser is not known
  /// to drop fillers; a text without either may have been cleaned, and most recognisers clean.
  private static func isVerbatim(_ transcript: Transcript, _ slips: DisfluencyFinder) -> Bool? {
    if !slips.fillers.isEmpty || slips.hasCutOffWords || transcript.notes.contains(IFlytek.verbatimNote) { return true }
    let drops = TranscriptFormat(rawValue: transcript.format)?.dropsFillers ?? false
    if drops { return false }
    return slips.repetitions.isEmpty ? nil : true
  }

  private static func language(_ tokens: [SpokenToken]) -> Language? {
    let han = tokens.reduce(0) { $0 + ($1.isHan ? 1 : 0) }
    let latin = tokens.reduce(0) { $0 + ($1.kind == .latin ? $1.syllables : 0) }
    return han + latin == 0 ? nil : han >= latin ? .zh : .en
  }

  /// Chinese words as ICU cuts them, English ones in lower case; by number, in the order said. What adds nothing is left out.
  private static func words(_ stream: TokenStream, isNew: [Bool], without fillers: Set<Int>) -> [Int] {
    var ends: [Int] = []
    var tree = SequenceTree()
    var canJoin = false
    for (index, token) in stream.tokens.enumerated() where isNew[index] && !fillers.contains(index) {
      if let last = ends.last, token.isHan, canJoin, !token.isWordStart {
        ends[ends.count - 1] = tree.grow(last, token.id)
      } else {
        ends.append(tree.grow(SequenceTree.root, token.id))
      }
      canJoin = token.isHan
    }
    return ends.map { tree.number($0).number }
  }
}

extension Transcript {
  /// The language of most syllables; as declared where there are no letters to judge by. The first hundred thousand characters
  /// tell: a longer text is looked at before anyone knows whether the recording can hold it.
  public var spokenLanguage: Language? {
    var han = 0
    var latin = 0
    var left = 100_000
    for segment in segments where left > 0 {
      let scalars = Array(segment.text.unicodeScalars.prefix(left))
      left -= scalars.count + 1
      for piece in TextScanner.pieces(scalars).pieces {
        // An English word carries about one and a half syllables (1.5 in running speech), a character one.
        if piece.kind == .han { han += 2 }
        if piece.kind == .latin { latin += 3 }
      }
    }
    return han + latin == 0 ? declaredLanguage : han >= latin ? .zh : .en
  }
}
