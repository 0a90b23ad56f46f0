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
  /// The same of any words, the speaker's own too.
  private static let enumerated = 5
  /// Fillings of one frame with the speaker's own words that make it a trick: two may be rhetoric.
  private static let filled = 3
  /// Earlier sentences looked at for each word: answers have some ten, and long recordings stay linear.
  private static let lookback = 32

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
    enumerations(lexicon)
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
    var positions: [Int: [Int]] = [:]
    var exact: Set<[Int]> = []
    var clauses: Set<Set<Int>> = []
    for sentence in sentences {
      let own = content(sentence.tokens)
      let number = contents.count
      contents.append(own)
      defer { for key in own { positions[key, default: []].append(number) } }
      let isExact = !exact.insert(stream.tokens[sentence.tokens].map(\.id)).inserted
      if isQuestion(sentence.tokens, question, minimum: 1) {
        add(sentence.tokens, .question)
      } else if isExact || isContained(own, contents, positions) {
        add(sentence.tokens, .repeated)
      } else {
        for clause in sentence.clauses {
          let inner = content(clause)
          if inner.count >= 2, !clauses.insert(inner).inserted {
            add(clause, .repeated)
          } else if isQuestion(clause, question, minimum: 2) {
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

  private func isContained(_ own: Set<Int>, _ contents: [Set<Int>], _ positions: [Int: [Int]]) -> Bool {
    guard own.count >= 3 else { return false }
    var shared: [Int: Int] = [:]
    for key in own { for position in (positions[key] ?? []).suffix(Self.lookback) { shared[position, default: 0] += 1 } }
    return shared.contains { Double($0.value) >= Self.containment * Double(own.count) }
  }

  /// Words of content that are all the question's, and none the speaker's own.
  private func isQuestion(_ tokens: Range<Int>, _ question: [Set<Int>], minimum: Int) -> Bool {
    let said = Set(words.inside(tokens).lazy.filter { $0.kind.isContent }.map(\.key))
    return said.count >= minimum && question.contains { said.isSubset(of: $0) }
  }

  // MARK: - Frames

  /// 我有需求。我有方案。: the same function words around other words of the role's, and nothing of the speaker's own. With the speaker's
  /// own words (I used Kafka, I used Redis), from the third filling of one or two words on; then all but the first add nothing.
  private mutating func frames(_ sentences: [Sentences.Sentence]) {
    // How often a frame was filled, and with what since the first time that is not told yet.
    var seen: [[Int]: (count: Int, pending: [Range<Int>])] = [:]
    var empty: Set<[Int]> = []
    for clause in sentences.lazy.flatMap(\.clauses) where isNew[clause.lowerBound] {
      var frame: [Int] = []
      var (slots, fixed, isOwn, longest, length) = (0, 0, false, 0, 0)
      for word in words.inside(clause) {
        if word.kind == .own { isOwn = true }
        if word.kind == .function {
          frame.append(word.key)
          fixed += 1
          length = 0
          continue
        }
        length += 1
        longest = max(longest, length)
        if frame.last != -1 {
          frame.append(-1)
          slots += 1
        }
      }
      guard slots > 0, fixed > 0, !isOwn || longest <= 2 else { continue }
      var fillings = seen.removeValue(forKey: frame) ?? (0, [])
      fillings.count += 1
      if fillings.count > 1 { fillings.pending.append(clause) }
      if !isOwn, !empty.insert(frame).inserted {
        add(clause, .frame)
      } else if fillings.count >= Self.filled {
        for clause in fillings.pending where isNew[clause.lowerBound] { add(clause, .frame) }
        fillings.pending = []
      }
      seen[frame] = fillings
    }
  }

  // MARK: - Lists

  /// Items of one or two words in a row, whoever's words they are (JMeter、Arthas、Prometheus、Grafana 和火焰图): whoever tells
  /// something names three or four, and a parade of products has no end. The first and the last item may stand in a clause
  /// (we used Kafka, …); they are counted, and the clause stays.
  private mutating func enumerations(_ lexicon: Lexicon) {
    let connectors = PhraseTable(lexicon.connectors.map { ($0, true) }, stream)
    // What stands between commas and connectors.
    var pieces: [[SpokenWords.Word]] = [[]]
    // Before which of them a sentence begins.
    var openers: Set<Int> = []
    for word in words.words {
      let apart = stream.tokens[word.span.lowerBound].breakBefore
      let isLink = word.kind == .function && !connectors.matches(at: word.span.lowerBound).isEmpty
      if apart >= .segment || isLink, pieces.last?.isEmpty == false { pieces.append([]) }
      if apart >= .sentence { openers.insert(pieces.count - 1) }
      if !isLink { pieces[pieces.count - 1].append(word) }
    }
    func isItem(_ position: Int) -> Bool { (1...2).contains(pieces[position].count) && pieces[position].allSatisfy(\.kind.isContent) }
    var position = 0
    while position < pieces.count {
      var end = position
      while end < pieces.count, isItem(end), end == position || !openers.contains(end) { end += 1 }
      defer { position = max(end, position + 1) }
      guard end > position, let first = pieces[position].first, let last = pieces[end - 1].last else { continue }
      let before = position > 0 && !openers.contains(position) && pieces[position - 1].last?.kind.isContent == true ? 1 : 0
      let behind = end < pieces.count && !openers.contains(end) && pieces[end].first?.kind.isContent == true ? 1 : 0
      if end - position + before + behind >= Self.enumerated, isNew[first.span.lowerBound] {
        add(first.span.lowerBound..<last.span.upperBound, .list)
      }
    }
  }

  /// Words of the role's with nothing between them but commas, connectors and ordinals: as many as make a list, or a whole
  /// sentence of nothing else.
  private mutating func lists(_ sentences: [Sentences.Sentence], _ lexicon: Lexicon, _ hits: [Range<Int>]) {
    let ordinals = lexicon.structure.filter { $0.scheme == "ordinal" }.flatMap(\.markers)
    let connectors = PhraseTable((lexicon.connectors + ordinals).map { ($0, true) }, stream)
    var isConnector = [Bool](repeating: false, count: stream.tokens.count)
    for index in stream.tokens.indices {
      if let found = connectors.matches(at: index).first { for position in found.span { isConnector[position] = true } }
    }
    // Of whatever words a keyword consists: timed out, 之前.
    var isHit = [Bool](repeating: false, count: stream.tokens.count)
    for hit in hits { for position in hit { isHit[position] = true } }
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
