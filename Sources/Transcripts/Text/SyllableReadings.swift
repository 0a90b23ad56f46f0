import Interview

/// Gives each token its syllables, by how it is read where it stands.
struct SyllableReadings {
  private let lexicon: Lexicon
  private let english: EnglishSyllables
  /// Words in which 儿 is a syllable, with its place in them.
  private let syllabicEr: [(word: [String], position: Int)]

  init(_ lexicon: Lexicon) {
    self.lexicon = lexicon
    english = EnglishSyllables(exceptions: lexicon.syllables)
    syllabicEr = lexicon.syllabicEr.flatMap { entry -> [(word: [String], position: Int)] in
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
        if tokens[index].folded == "儿", isErhua(index, tokens) { tokens[index].syllables = 0 }
      case .latin where isPluralOfFigure(index, tokens):
        // The 1990s, the '90s, 1990's: nineteen nineties has the syllables of nineteen ninety.
        tokens[index].syllables = 0
      case .latin where tokens[index].isJoined && scale(index, tokens, declared) != nil:
        let (syllables, words) = scale(index, tokens, declared) ?? (1, 0)
        tokens[index].syllables = syllables
        tokens[index].latinWords = words
      case .latin where tokens[index].isJoined && isOrdinalSuffix(index, tokens):
        // 95th is ninety-fifth, but 20th is twentieth and 2nd second.
        let figure = tokens[index - 1].folded
        tokens[index].syllables = figure == "2" || figure.hasSuffix("0") && !figure.hasSuffix("10") && !figure.hasSuffix("00") ? 1 : 0
      case .latin:
        let text = tokens[index].text
        let count = known[text] ?? word(tokens[index], hasLowerCase)
        known[text] = count
        tokens[index].syllables = count
        tokens[index].latinWords = tokens[index].isJoined ? 0 : 1
      case .number: number(index, &tokens, declared, &figures)
      case .other: tokens[index].syllables = max(1, tokens[index].folded.unicodeScalars.count)
      }
    }
  }

  /// The syllables of a Latin word, with the signs that are said behind or in it: C++, C#, R&D.
  private func word(_ token: SpokenToken, _ hasLowerCase: Bool) -> Int {
    var folded = token.folded[...]
    var signs = 0
    while let last = folded.last, last == "+" || last == "#" {
      signs += 1
      folded = folded.dropLast()
    }
    let parts = folded.split(separator: "&")
    guard signs > 0 || parts.count > 1 else {
      let isSpelled = isSpelled(token.text, token.folded, hasLowerCase)
      // The s of KPIs is no letter of its own.
      return english.count(isSpelled && token.text.hasSuffix("s") ? String(token.folded.dropLast()) : token.folded, spelled: isSpelled)
    }
    // Plus and sharp are a syllable each, and so is the and of R&D, whose letters are said one by one.
    let said = parts.reduce(0) { $0 + english.count(String($1), spelled: parts.count > 1 && $1.count <= 3) }
    return said + signs + max(0, parts.count - 1)
  }

  /// What figures were found to be read as, by their number in the vocabulary: answers repeat theirs.
  private struct Figures {
    var characters: [Int: Int] = [:]
    var words: [Int: (count: Int, syllables: Int)] = [:]
  }

  private func number(_ index: Int, _ tokens: inout [SpokenToken], _ declared: Language?, _ figures: inout Figures) {
    let (figure, id) = (tokens[index].folded, tokens[index].id)
    let context = FigureContext(tokens: tokens, index: index, units: lexicon.units)
    if language(at: index, tokens, declared) == .zh {
      let style = context.style
      let key = id * 3 + style.rawValue
      let count = figures.characters[key] ?? MandarinNumber.reading(figure, style).count
      figures.characters[key] = count
      tokens[index].syllables = count
      tokens[index].spokenCharacters = count
    } else {
      let isCode = context.isEnglishCode
      let key = id * 2 + (isCode ? 1 : 0)
      let reading =
        figures.words[key]
        ?? {
          let words = EnglishNumber.reading(figure, isCode: isCode)
          return (words.count, words.reduce(0) { $0 + english.count($1) })
        }()
      figures.words[key] = reading
      tokens[index].syllables = reading.syllables
      tokens[index].latinWords = tokens[index].isJoined ? 0 : reading.count
    }
  }

  private func isPluralOfFigure(_ index: Int, _ tokens: [SpokenToken]) -> Bool {
    index > 0 && tokens[index].folded == "s" && tokens[index].breakBefore == .none && tokens[index - 1].kind == .number
  }

  /// Letters behind a figure that stand for a power of ten: $1.5M, 5k, 100W (万), $3bn; nil for other letters.
  private func scale(_ index: Int, _ tokens: [SpokenToken], _ declared: Language?) -> (syllables: Int, words: Int)? {
    guard index > 0, tokens[index - 1].kind == .number else { return nil }
    let isMoney = tokens[index - 1].folded.contains { "$¥￥€£".contains($0) }
    // 10w+: the plus is said.
    let letters = tokens[index].folded.prefix { $0 != "+" }
    let more = tokens[index].folded.count - letters.count
    if language(at: index - 1, tokens, declared) == .zh {
      // 100W is 一百万, 20K 二十K, and $5M 五M or 五百万: a syllable.
      return ["w", "k"].contains(letters) || isMoney && letters == "m" ? (1 + more, 0) : nil
    }
    switch letters {
    case "k" where isMoney || tokens[index].text.hasPrefix("k"): return (2 + more, 1 + more)
    case "m" where isMoney || tokens[index].text.hasPrefix("M"): return (2 + more, 1 + more)
    case "mm" where isMoney, "mn" where isMoney, "b" where isMoney, "bn", "tn": return (2 + more, 1 + more)
    default: return nil
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
    // The W of 100W用户 belongs to the figure and says nothing.
    var next = index + 1
    if next < tokens.count, tokens[next].isJoined { next += 1 }
    if next < tokens.count, tokens[next].breakBefore <= .space, tokens[next].isHan { return .zh }
    if let before = tokens[max(0, index - 20)..<index].last(where: { language($0) != nil }) { return language(before) ?? .zh }
    if let after = tokens[min(next, tokens.count)...].prefix(20).first(where: { language($0) != nil }) { return language(after) ?? .zh }
    return declared ?? .zh
  }

  /// Erhua: 儿 isErhua into the syllable before it, except in words where it means child.
  private func isErhua(_ index: Int, _ tokens: [SpokenToken]) -> Bool {
    guard index > 0, tokens[index - 1].isHan, tokens[index].breakBefore <= .space else { return false }
    return !syllabicEr.contains { entry in
      let start = index - entry.position
      guard start >= 0, start + entry.word.count <= tokens.count else { return false }
      return zip(tokens[start..<start + entry.word.count], entry.word).allSatisfy { $0.folded == $1 }
    }
  }

  private func isOrdinalSuffix(_ index: Int, _ tokens: [SpokenToken]) -> Bool {
    index > 0 && tokens[index - 1].kind == .number && ["st", "nd", "rd", "th"].contains(tokens[index].folded)
  }

  /// Capitals of two to five letters (KPI, KPIs) are read letter by letter, unless they are listed as words.
  private func isSpelled(_ text: String, _ folded: String, _ hasLowerCase: Bool) -> Bool {
    if lexicon.spelled.contains(folded) { return true }
    guard hasLowerCase, !lexicon.pronounced.contains(folded), lexicon.syllables[folded] == nil else { return false }
    let letters = text.hasSuffix("s") ? text.dropLast() : text[...]
    return (2...5).contains(letters.count) && letters.allSatisfy { $0.isUppercase }
  }
}
