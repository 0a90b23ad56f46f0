import Interview

/// Stretches of a text that add nothing: said before, the question again, a frame filled once more, words listed.
///
/// A sentence is said before when four fifths of its content words and figures stand in one earlier sentence (containment,
/// Broder 1997), or when it is the same token by token; a clause, when it has the same content words as an earlier one. So
/// the order of clauses does not matter, nor a word exchanged here or there.
struct Restatements {
  typealias Kind = TextSubstance.Restating

  private(set) var found: [(tokens: Range<Int>, kind: Kind)] = []
  /// By token: whether it stands in none of them.
  private(set) var isNew: [Bool]
  /// By token: whether it is said for the first time; lists are.
  private(set) var isFirst: [Bool]

  private static let containment = 0.8
  /// Items in a row that make a list, where they are not a whole sentence.
  private static let listed = 4
  /// Earlier sentences looked at for each word: answers have some ten, and long recordings stay linear.
  private static let looksBack = 32

  private let stream: TokenStream
  private let words: SpokenWords

  init(_ stream: TokenStream, _ sentences: Sentences, _ words: SpokenWords, _ lexicon: Lexicon, question: [Set<Int>], hits: [Range<Int>]) {
    self.stream = stream
    self.words = words
    isNew = [Bool](repeating: true, count: stream.tokens.count)
    isFirst = isNew
    repeats(sentences.all, question)
    frames(sentences.all)
    lists(sentences.all, lexicon, hits)
  }

  private mutating func add(_ tokens: Range<Int>, _ kind: Kind) {
    found.append((tokens, kind))
    for index in tokens {
      isNew[index] = false
      if kind != .list { isFirst[index] = false }
    }
  }

  private func content(_ tokens: Range<Int>) -> Set<Int> {
    Set(words.inside(tokens).lazy.filter { $0.kind != .function }.map(\.key))
  }

  // MARK: - Said before

  private mutating func repeats(_ sentences: [Sentences.Sentence], _ question: [Set<Int>]) {
    var contents: [Set<Int>] = []
    var places: [Int: [Int]] = [:]
    var exact: Set<[Int]> = []
    var clauses: Set<Set<Int>> = []
    for sentence in sentences {
      let own = content(sentence.tokens)
      let number = contents.count
      contents.append(own)
      defer { for key in own { places[key, default: []].append(number) } }
      let isExact = !exact.insert(stream.tokens[sentence.tokens].map(\.id)).inserted
      if isQuestion(sentence.tokens, question, fewest: 1) {
        add(sentence.tokens, .question)
      } else if isExact || isContained(own, contents, places) {
        add(sentence.tokens, .repeated)
      } else {
        for clause in sentence.clauses {
          let inner = content(clause)
          if inner.count >= 2, !clauses.insert(inner).inserted {
            add(clause, .repeated)
          } else if isQuestion(clause, question, fewest: 2) {
            add(clause, .question)
          }
        }
        continue
      }
      for clause in sentence.clauses {
        let inner = content(clause)
        if inner.count >= 2 { clauses.insert(inner) }
      }
    }
  }

  private func isContained(_ own: Set<Int>, _ contents: [Set<Int>], _ places: [Int: [Int]]) -> Bool {
    guard own.count >= 3 else { return false }
    var shared: [Int: Int] = [:]
    for key in own { for place in (places[key] ?? []).suffix(Self.looksBack) { shared[place, default: 0] += 1 } }
    return shared.contains { Double($0.value) >= Self.containment * Double(own.count) }
  }

  /// Words of content that are all the question's, and none the speaker's own.
  private func isQuestion(_ tokens: Range<Int>, _ question: [Set<Int>], fewest: Int) -> Bool {
    let said = Set(words.inside(tokens).lazy.filter { $0.kind.isContent }.map(\.key))
    return said.count >= fewest && question.contains { said.isSubset(of: $0) }
  }

  // MARK: - Frames

  /// 我有需求。我有方案。: the same function words around other words of the role's, and nothing of the speaker's own.
  private mutating func frames(_ sentences: [Sentences.Sentence]) {
    var seen: Set<[Int]> = []
    for clause in sentences.lazy.flatMap(\.clauses) where isNew[clause.lowerBound] {
      var frame: [Int] = []
      var (slots, fixed, isOwn) = (0, 0, false)
      for word in words.inside(clause) {
        if word.kind == .own { isOwn = true }
        if word.kind == .function {
          frame.append(word.key)
          fixed += 1
        } else if frame.last != -1 {
          frame.append(-1)
          slots += 1
        }
      }
      guard !isOwn, slots > 0, fixed > 0 else { continue }
      if !seen.insert(frame).inserted { add(clause, .frame) }
    }
  }

  // MARK: - Lists

  /// Words of the role's with nothing between them but commas, connectors and ordinals: as many as make a list, or a whole
  /// sentence of nothing else.
  private mutating func lists(_ sentences: [Sentences.Sentence], _ lexicon: Lexicon, _ hits: [Range<Int>]) {
    let ordinals = lexicon.structure.filter { $0.scheme == "ordinal" }.flatMap(\.markers)
    let connectors = PhraseTable((lexicon.connectors + ordinals).map { ($0, true) }, stream)
    var isConnector = [Bool](repeating: false, count: stream.tokens.count)
    for index in stream.tokens.indices {
      if let found = connectors.matches(at: index).first { for place in found.span { isConnector[place] = true } }
    }
    // Of whatever words a keyword consists: timed out, 之前.
    var isHit = [Bool](repeating: false, count: stream.tokens.count)
    for hit in hits { for place in hit { isHit[place] = true } }
    for sentence in sentences where isNew[sentence.tokens.lowerBound] {
      var run: [SpokenWords.Word] = []
      var (items, role, isOpen) = (0, 0, false)
      func close(_ isWhole: Bool) -> Range<Int>? {
        guard let first = run.first, let last = run.last, role > 0, items >= Self.listed || isWhole else { return nil }
        return first.span.lowerBound..<last.span.upperBound
      }
      var lists: [Range<Int>] = []
      var broken = false
      for word in words.inside(sentence.tokens) {
        let isKeyword = isHit[word.span.lowerBound]
        let isLink = isConnector[word.span.lowerBound] && !isKeyword
        if isLink || stream.tokens[word.span.lowerBound].breakBefore >= .segment { isOpen = false }
        if isLink { continue }
        if !isKeyword, word.kind == .function || word.kind == .own {
          broken = true
          if let list = close(false) { lists.append(list) }
          run = []
          (items, role, isOpen) = (0, 0, false)
          continue
        }
        if !isOpen { items += 1 }
        isOpen = true
        role += isKeyword || word.kind == .role ? 1 : 0
        run.append(word)
      }
      if let list = close(!broken) { lists.append(broken ? list : sentence.tokens) }
      for list in lists { add(list, .list) }
    }
  }
}
