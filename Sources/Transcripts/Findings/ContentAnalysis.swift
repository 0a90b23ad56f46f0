import Interview

/// What a text says, as opposed to which words stand in it: words by kind, restatements, keywords that are said.
struct ContentAnalysis {
  let sentences: Sentences
  let words: SpokenWords
  let restatements: Restatements
  let keywords: [KeywordFinding]

  /// - Parameter memo: knows how the role's words part and sound.
  init(_ stream: TokenStream, _ lexicon: Lexicon, _ asked: Asked, vocabulary: RoleVocabulary, _ index: inout TermIndex, _ memo: TextMemo) {
    sentences = Sentences(stream)
    words = SpokenWords(stream, lexicon, vocabulary)
    let question = asked.question.map { text in
      // The question's words are compared by key, as far as the text says them.
      RoleVocabulary([memo.phrases[text]?.tokens ?? stream.folding.tokens(text)], functionWords: lexicon.functionWords)
    }
    let spoken = words.words
    let keys = question.map { asked in
      Set(
        spoken.lazy.filter { word in
          guard word.kind.isContent else { return false }
          let tokens = stream.tokens[word.span]
          return tokens.first?.isHan == true
            ? asked.contains(han: tokens.map(\.folded)) : asked.stems.contains(EnglishStem.stem(tokens.first?.folded ?? ""))
        }.map(\.key))
    }
    let found = KeywordFinder(stream, lexicon, memo).find(asked.groups, &index)
    restatements = Restatements(
      stream, sentences, words, lexicon, question: keys, hits: found.flatMap { $0.occurrences.map(\.span) })
    keywords = Support(stream, lexicon, sentences, words, restatements).findings(found)
  }

  /// What all the figures of the content are made of.
  func substance(_ stream: TokenStream) -> TextSubstance {
    var seen: Set<Int> = []
    var (own, role, content) = (0, 0, 0)
    for word in words.words where word.kind.isContent && restatements.isFirst[word.span.lowerBound] {
      content += 1
      if word.kind == .role { role += 1 }
      // A word in a list is content, and nobody's experience.
      if word.kind == .own, restatements.isNew[word.span.lowerBound], seen.insert(word.key).inserted { own += 1 }
    }
    var syllables = (all: 0, again: 0)
    for (index, token) in stream.tokens.enumerated() {
      syllables.all += token.syllables
      if !restatements.isNew[index] { syllables.again += token.syllables }
    }
    var clauses = sentences.clauseCount
    for sentence in sentences.all {
      clauses -= sentence.clauses.count { !restatements.isFirst[$0.lowerBound] }
    }
    let isEnough = content >= TextSubstance.minimumContentWords
    // Many syllables and hardly a word of content: fillers and phrases, or the same again and again.
    let isEmpty =
      syllables.all >= TextSubstance.minimumSyllableCount && Double(content) < TextSubstance.minimumDensity * Double(syllables.all)
    func share(_ part: Int, _ whole: Int) -> Measured<Double> {
      isEnough && whole > 0 ? .value(Double(part) / Double(whole)) : .unknown(isEmpty ? .contentEmpty : .speechTooLittle)
    }
    return TextSubstance(
      ownWords: own, contentWords: content, ownWordsShare: share(own, content), roleWordsShare: share(role, content),
      ownWordsPerClause: share(own, max(1, clauses)),
      repeatedShare: syllables.all > 0 ? .value(Double(syllables.again) / Double(syllables.all)) : .unknown(.speechTooLittle),
      restated: restatements.found.map { TextSubstance.Restated(kind: $0.kind, hit: stream.hit($0.tokens, term: $0.kind.rawValue)) })
  }
}

/// Signs by which an answer is told from words strung together; no single one of them is a verdict.
public struct TextSubstance: Sendable, Equatable {
  /// Content words below which nothing is said of their shares: three short sentences have as many.
  static let minimumContentWords = 8
  /// Words of content per syllable below which a text of `minimumSyllableCount` says nothing. Answers of known worth of ours have 0.126 and
  /// more, however short; fillers have 0.044 at most.
  static let minimumDensity = 0.08
  static let minimumSyllableCount = 40

  public enum Restating: String, Sendable { case repeated, question, frame, list }

  /// A stretch that adds nothing, and why.
  public struct Restated: Sendable, Equatable {
    public let kind: Restating
    public let hit: TextHit
  }

  /// Different words that are neither the language's commonest, nor the role's, nor commonplaces, each counted once.
  public let ownWords: Int
  /// Words of content, without what is said again.
  public let contentWords: Int
  public let ownWordsShare: Measured<Double>
  /// Words of the role's model as a share of the content words.
  public let roleWordsShare: Measured<Double>
  public let ownWordsPerClause: Measured<Double>
  /// Syllables in what adds nothing, as a share of all.
  public let repeatedShare: Measured<Double>
  /// In the order of the reasons.
  public let restated: [Restated]
}
