import Interview

/// Gives each token its syllables, by how it is read where it stands.
struct Readings {
  private let lexicon: Lexicon
  private let english: EnglishSyllables
  /// Words in which 儿 is a syllable, with its place in them.
  private let syllabicEr: [(word: [String], place: Int)]

  init(_ lexicon: Lexicon) {
    self.lexicon = lexicon
    english = EnglishSyllables(exceptions: lexicon.syllables)
    syllabicEr = lexicon.syllabicEr.flatMap { entry -> [(word: [String], place: Int)] in
      let word = entry.map(String.init)
      return word.indices.filter { word[$0] == "儿" }.map { (word, $0) }
    }
  }

  func read(_ tokens: inout [SpokenToken], declared: Language?) {
    // A text all in capitals says nothing about what is an acronym.
    let hasLowerCase = tokens.contains { $0.kind == .latin && $0.text.contains(where: \.isLowercase) } || tokens.contains(where: \.isHan)
    var known: [String: Int] = [:]
    var figures = Figures()
    for index in tokens.indices {
      switch tokens[index].kind {
      case .han:
        tokens[index].spokenCharacters = 1
        if tokens[index].folded == "儿", melts(index, tokens) { tokens[index].syllables = 0 }
      case .latin where tokens[index].isJoined && isOrdinalSuffix(index, tokens):
        // 95th is ninety-fifth, but 20th is twentieth and 2nd second.
        let figure = tokens[index - 1].folded
        tokens[index].syllables = figure == "2" || figure.hasSuffix("0") && !figure.hasSuffix("10") && !figure.hasSuffix("00") ? 1 : 0
      case .latin:
        let text = tokens[index].text
        let isSpelled = known[text] == nil && isSpelled(tokens[index], hasLowerCase)
        // The s of KPIs is no letter of its own.
        let folded = isSpelled && text.hasSuffix("s") ? String(tokens[index].folded.dropLast()) : tokens[index].folded
        let count = known[text] ?? english.count(folded, spelled: isSpelled)
        known[text] = count
        tokens[index].syllables = count
        tokens[index].latinWords = tokens[index].isJoined ? 0 : 1
      case .number: number(index, &tokens, declared, &figures)
      case .other: tokens[index].syllables = max(1, tokens[index].folded.unicodeScalars.count)
      }
    }
  }

  /// What figures were found to be read as, by their number in the vocabulary: answers repeat theirs.
  private struct Figures {
    var characters: [Int: Int] = [:]
    var years: [Int: Int] = [:]
    var words: [Int: (count: Int, syllables: Int)] = [:]
  }

  private func number(_ index: Int, _ tokens: inout [SpokenToken], _ declared: Language?, _ figures: inout Figures) {
    let (figure, id) = (tokens[index].folded, tokens[index].id)
    if language(at: index, tokens, declared) == .zh {
      let isYear = index + 1 < tokens.count && tokens[index + 1].folded == "年" && tokens[index + 1].breakBefore <= .space
      let count = (isYear ? figures.years[id] : figures.characters[id]) ?? MandarinNumber.reading(figure, isYear: isYear).count
      if isYear { figures.years[id] = count } else { figures.characters[id] = count }
      tokens[index].syllables = count
      tokens[index].spokenCharacters = count
    } else {
      let reading =
        figures.words[id]
        ?? {
          let words = EnglishNumber.reading(figure)
          return (words.count, words.reduce(0) { $0 + english.count($1) })
        }()
      figures.words[id] = reading
      tokens[index].syllables = reading.syllables
      tokens[index].latinWords = tokens[index].isJoined ? 0 : reading.count
    }
  }

  /// A figure is read in the language of the words around it: the next one where nothing comes between, else the last one.
  private func language(at index: Int, _ tokens: [SpokenToken], _ declared: Language?) -> Language {
    func language(_ token: SpokenToken) -> Language? {
      switch token.kind {
      case .han: .zh
      case .latin: .en
      case .number, .other: nil
      }
    }
    if index + 1 < tokens.count, tokens[index + 1].breakBefore <= .space, tokens[index + 1].isHan { return .zh }
    if let before = tokens[max(0, index - 20)..<index].last(where: { language($0) != nil }) { return language(before) ?? .zh }
    if let after = tokens[(index + 1)...].prefix(20).first(where: { language($0) != nil }) { return language(after) ?? .zh }
    return declared ?? .zh
  }

  /// Erhua: 儿 melts into the syllable before it, except in words where it means child.
  private func melts(_ index: Int, _ tokens: [SpokenToken]) -> Bool {
    guard index > 0, tokens[index - 1].isHan, tokens[index].breakBefore <= .space else { return false }
    return !syllabicEr.contains { entry in
      let start = index - entry.place
      guard start >= 0, start + entry.word.count <= tokens.count else { return false }
      return zip(tokens[start..<start + entry.word.count], entry.word).allSatisfy { $0.folded == $1 }
    }
  }

  private func isOrdinalSuffix(_ index: Int, _ tokens: [SpokenToken]) -> Bool {
    index > 0 && tokens[index - 1].kind == .number && ["st", "nd", "rd", "th"].contains(tokens[index].folded)
  }

  /// Capitals of two to five letters (KPI, KPIs) are read letter by letter, unless they are listed as words.
  private func isSpelled(_ token: SpokenToken, _ hasLowerCase: Bool) -> Bool {
    if lexicon.spelled.contains(token.folded) { return true }
    guard hasLowerCase, !lexicon.pronounced.contains(token.folded), lexicon.syllables[token.folded] == nil else { return false }
    let letters = token.text.hasSuffix("s") ? token.text.dropLast() : token.text[...]
    return (2...5).contains(letters.count) && letters.allSatisfy { $0.isUppercase }
  }
}
