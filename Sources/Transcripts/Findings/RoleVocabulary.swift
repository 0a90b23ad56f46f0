import Interview

/// The words of a role's model and of the question asked, as far as a text's words are compared with them.
struct RoleVocabulary {
  /// Stretches of two to four Han characters of every text, and terms of one character.
  private var parts: Set<String> = []
  /// Whole terms of two characters and more.
  private var terms: Set<String> = []
  private(set) var stems: Set<String> = []
  /// Whole Chinese terms, to be found in a text however its words are cut.
  private(set) var phrases: [[String]] = []

  /// Longest word that ICU cuts, but for a few names.
  private static let maximumCharacters = 4
  /// Characters of a whole term that is looked for inside longer words.
  private static let termLengths = 2...6

  /// - Parameter tokens: of each text, folded.
  init(_ tokens: some Sequence<[String]>, functionWords: Set<String>) {
    for text in tokens {
      var run: [String] = []
      for token in text {
        if token.unicodeScalars.first?.isHan == true {
          run.append(token)
          continue
        }
        add(run, isWhole: false)
        run = []
        if !functionWords.contains(token) { stems.insert(EnglishStem.stem(token)) }
      }
      add(run, isWhole: run.count == text.count)
    }
  }

  private mutating func add(_ run: [String], isWhole: Bool) {
    if isWhole, run.count == 1 { parts.insert(run[0]) }
    if isWhole, Self.termLengths.contains(run.count), terms.insert(run.joined()).inserted { phrases.append(run) }
    guard run.count >= 2 else { return }
    for length in 2...Self.maximumCharacters where length <= run.count {
      for start in 0...(run.count - length) { parts.insert(run[start..<start + length].joined()) }
    }
  }

  /// Whether a Chinese word stands in a text of the role's, or holds one of its terms. Linear in the word, which has as many characters
  /// as the text where that is one character over and over.
  func contains(han word: [String]) -> Bool {
    if word.count <= Self.maximumCharacters, parts.contains(word.joined()) { return true }
    for length in Self.termLengths where length < word.count {
      for start in 0...(word.count - length) where terms.contains(word[start..<start + length].joined()) { return true }
    }
    return false
  }
}
