import Interview

/// Counts and finds in a transcript what the measures need. Pure; safe to use from several threads.
public struct TextAnalyzer: Sendable {
  private let lexicon: Lexicon

  public init(lexicon: Lexicon = .builtin) { self.lexicon = lexicon }

  /// - Parameters:
  ///   - segments: speech in the sound; gives times to words that have none.
  ///   - duration: seconds of the recording.
  ///   - language: the language spoken where it is known; else the script decides.
  ///   - keywordGroups: what to look for.
  /// - Complexity: linear in the text, times the number of terms.
  public func analyze(
    _ transcript: Transcript, segments: [TimeRange], duration: Double, language: Language?, keywordGroups: [KeywordGroup]
  ) -> TextFindings {
    let spoken = transcript.spokenLanguage
    let stream = TokenStream(transcript, speech: segments, language: spoken ?? language ?? .zh, lexicon: lexicon)
    let matcher = TermMatcher(stream)
    let fillers = stream.fillers(lexicon)
    let repetitions = stream.repetitions(lexicon)
    // Whoever writes down an uh, or a word said twice, writes down what was said; a text without any may have been
    // cleaned, and most recognisers clean.
    let verbatim: Bool? = fillers.isEmpty && repetitions.isEmpty ? nil : true
    func counted(_ hits: [TextHit]) -> Measured<[TextHit]> { verbatim == true ? .value(hits) : .unknown(.transcriptNotVerbatim) }
    let words = Self.words(transcript, spoken)
    return TextFindings(
      language: spoken, characters: stream.tokens.count { $0.isHan }, words: words.count,
      latinWords: stream.tokens.count { !$0.isHan && !lexicon.fillers.contains($0.folded) },
      syllables: stream.tokens.reduce(0) { $0 + $1.syllables }, spokenCharacters: stream.tokens.reduce(0) { $0 + $1.spokenCharacters },
      verbatim: verbatim, fillers: counted(fillers), repetitions: counted(repetitions), repairs: counted(stream.repairs(matcher, lexicon)),
      keywords: stream.keywords(keywordGroups, matcher, lexicon), structure: stream.structure(matcher, lexicon),
      specificity: stream.specificity(matcher, lexicon), richness: Self.richness(words))
  }

  /// One time in seconds for each syllable, ascending; estimated where the transcript has no word times.
  public func syllableTimes(_ transcript: Transcript, segments: [TimeRange]) -> [Double] {
    TokenStream(transcript, speech: segments, language: transcript.spokenLanguage ?? .zh, lexicon: lexicon).syllableTimes
  }

  private static func words(_ transcript: Transcript, _ language: Language?) -> [String] {
    let text = ChineseText.folded(transcript.text)
    return language == .en ? Tokens.split(text) : ChineseText.words(text)
  }

  /// Moving-average type–token ratio over 50 words (Covington & McFall 2010): the length of the text does not move it, so
  /// that saying everything twice does not raise it.
  static func richness(_ words: [String], window: Int = 50) -> Measured<Double> {
    guard words.count >= window else { return .unknown(.speechTooLittle) }
    var counts: [String: Int] = [:]
    var sum = 0
    for (index, word) in words.enumerated() {
      counts[word, default: 0] += 1
      if index >= window {
        let gone = words[index - window]
        if let count = counts[gone], count > 1 { counts[gone] = count - 1 } else { counts[gone] = nil }
      }
      if index >= window - 1 { sum += counts.count }
    }
    return .value(Double(sum) / Double(window) / Double(words.count - window + 1))
  }
}

extension Transcript {
  /// The language of most tokens; as declared where there are none to judge by.
  public var spokenLanguage: Language? {
    var han = 0
    var latin = 0
    for word in segments.flatMap(\.words) {
      if word.text.contains(where: \.isHan) {
        han += word.text.count { $0.isHan }
      } else if word.text.contains(where: \.isLatinLetter) {
        latin += 2
      }
    }
    // An English word carries about two syllables, a character one.
    if han + latin == 0 { return declaredLanguage }
    return han >= latin ? .zh : .en
  }
}
