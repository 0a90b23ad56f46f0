import Interview

/// The words of a text, each of one kind: what tells an answer from words strung together.
///
/// Chinese words are as ICU cuts them, never over punctuation; Latin words are compared by stem. The kinds are tried in
/// the order of their cases, by the lists of the lexicon and the words of the role.
struct SpokenWords {
  enum Kind {
    /// Numerals with their units.
    case figure
    /// Closed classes and the commonest words.
    case function
    /// A word of the role's model, or of the question.
    case role
    /// What anybody can say in any interview.
    case commonplace
    /// None of these: the speaker's own.
    case own

    var isContent: Bool { self != .function && self != .figure }
  }

  struct Word {
    let span: Range<Int>
    let kind: Kind
    /// Equal keys, equal words (or stems).
    let key: Int
  }

  private(set) var words: [Word] = []
  /// By token: the word it belongs to.
  private(set) var wordAt: [Int] = []

  private static let numerals = Set("一二三四五六七八九十百千万亿零两半几〇第多余点".map(String.init))

  /// - Complexity: linear in the text.
  init(_ stream: TokenStream, _ lexicon: Lexicon, _ vocabulary: RoleVocabulary) {
    let commonStems = Set(lexicon.commonplaces.lazy.filter { $0.utf8.allSatisfy { $0 < 0x80 } }.map(EnglishStem.stem))
    var tree = SequenceTree()
    var kinds: [Int: Kind] = [:]
    var stems: [String: Int] = [:]
    wordAt.reserveCapacity(stream.tokens.count)
    let (covered, joined) = Self.terms(stream, vocabulary)
    var index = 0
    // Whether the last word began as a single character of the speaker's own.
    var isLoose = false
    while index < stream.tokens.count {
      let token = stream.tokens[index]
      var end = index + 1
      var key: Int
      var kind: Kind
      if token.isHan {
        var node = tree.grow(SequenceTree.root, token.id)
        while end < stream.tokens.count, stream.tokens[end].isHan, !stream.tokens[end].isWordStart, stream.tokens[end].breakBefore < .clause
        {
          node = tree.grow(node, stream.tokens[end].id)
          end += 1
        }
        key = tree.number(node).number * 2
        kind = kinds[key] ?? Self.han(stream.tokens[index..<end].map(\.folded), lexicon, vocabulary)
        kinds[key] = kind
        // ICU cuts by what stands around a word, so that a term may lie across the cuts: 火焰|图, 先|问.
        if joined[index] || kind != .function && kind != .figure && (index..<end).contains(where: { covered[$0] }) { kind = .role }
      } else {
        let stem = token.kind == .latin ? EnglishStem.stem(token.folded) : token.folded
        key = (stems[stem] ?? stems.count) * 2 + 1
        stems[stem] = key / 2
        kind = Self.other(token, stem, lexicon, vocabulary, commonStems)
      }
      // 托|盘: characters in a row that the dictionary cannot join are one word, or a name.
      // One that began so holds nothing else: it is not looked through again for each character more.
      if kind == .own, end == index + 1, token.isHan, isLoose, let last = words.last, last.kind == .own, token.breakBefore < .clause {
        wordAt.append(words.count - 1)
        words[words.count - 1] = Word(span: last.span.lowerBound..<end, kind: .own, key: last.key)
        index = end
        continue
      }
      isLoose = kind == .own && end == index + 1 && token.isHan
      wordAt += Array(repeating: words.count, count: end - index)
      words.append(Word(span: index..<end, kind: kind, key: key))
      index = end
    }
  }

  /// By token: whether a Chinese term of the role's covers it, and whether that term holds more than one of ICU's words.
  private static func terms(_ stream: TokenStream, _ vocabulary: RoleVocabulary) -> (covered: [Bool], joined: [Bool]) {
    let table = PhraseTable(vocabulary.phrases.map { ($0, true) }, stream)
    var covered = [Bool](repeating: false, count: stream.tokens.count)
    var joined = covered
    for index in stream.tokens.indices where stream.tokens[index].isHan {
      guard let span = table.matches(at: index).first?.span else { continue }
      let isJoined = span.dropFirst().contains { stream.tokens[$0].isWordStart }
      for position in span {
        covered[position] = true
        if isJoined { joined[position] = true }
      }
    }
    return (covered, joined)
  }

  private static func han(_ word: [String], _ lexicon: Lexicon, _ vocabulary: RoleVocabulary) -> Kind {
    let text = word.joined()
    if word.allSatisfy(numerals.contains) { return .figure }
    let unit = word.drop(while: numerals.contains)
    if unit.count < word.count, lexicon.units.contains(unit.joined()) { return .figure }
    if lexicon.functionWords.contains(text) { return .function }
    if vocabulary.contains(han: word) { return .role }
    if lexicon.commonplaces.contains(text) { return .commonplace }
    return isMadeOfFunctionWords(word[...], lexicon) ? .function : .own
  }

  /// 其实是, 也有: ICU's dictionary knows combinations of function words as words.
  private static func isMadeOfFunctionWords(_ word: ArraySlice<String>, _ lexicon: Lexicon) -> Bool {
    guard !word.isEmpty else { return true }
    return (1...word.count).contains {
      lexicon.functionWords.contains(word.prefix($0).joined()) && isMadeOfFunctionWords(word.dropFirst($0), lexicon)
    }
  }

  private static func other(
    _ token: SpokenToken, _ stem: String, _ lexicon: Lexicon, _ vocabulary: RoleVocabulary, _ commonStems: Set<String>
  ) -> Kind {
    guard token.kind == .latin else { return token.kind == .number ? .figure : .own }
    if lexicon.numberWords[token.folded] != nil { return .figure }
    if token.folded.utf8.count == 1 || lexicon.functionWords.contains(token.folded) { return .function }
    if vocabulary.stems.contains(stem) { return .role }
    return commonStems.contains(stem) ? .commonplace : .own
  }

  /// The words of a stretch of tokens.
  func inside(_ tokens: Range<Int>) -> ArraySlice<Word> {
    guard !tokens.isEmpty else { return [] }
    return words[wordAt[tokens.lowerBound]...wordAt[tokens.upperBound - 1]]
  }
}
