import Interview

/// Finds terms in a token stream: the same characters, the same English stem, or the same pinyin.
///
/// Tokens are numbered once and their places kept by number, so that looking up a term costs as much as its first token is
/// frequent, and a hundred terms over 100,000 words take well under a second.
struct TermIndex {
  struct Found {
    var span: Range<Int>
    var match: TextHit.Match
  }

  private struct Keys {
    var exact: Int
    var loose: Int
    var toned: Int
    var isHan: Bool
  }

  private let stream: TokenStream
  /// By the number of the word in the stream's vocabulary.
  private var keys: [Keys] = []
  /// Positions by `Keys.loose`.
  private var places: [[Int]] = []
  private var numbers: [String: Int] = [:]
  private var stems: [String: String] = [:]
  private let memo: ScalarMemo

  /// - Parameter terms: the terms that will be looked for by sound; others may be looked for by characters.
  init(_ stream: TokenStream, terms: [String]) {
    var memo = ScalarMemo()
    if !terms.isEmpty {
      memo.hear(terms.flatMap { stream.folding.scalars($0) } + stream.vocabulary.words.compactMap { $0.unicodeScalars.first })
    }
    self.init(stream, memo)
  }

  /// - Parameter memo: knows the sounds of the text and of the terms that will be looked for by sound.
  init(_ stream: TokenStream, _ memo: ScalarMemo) {
    self.stream = stream
    self.memo = memo
    keys = [Keys](repeating: Keys(exact: -1, loose: -1, toned: -1, isHan: false), count: stream.vocabulary.count)
    for (id, word) in stream.vocabulary.words.enumerated() { keys[id] = key(word) }
    places = [[Int]](repeating: [], count: numbers.count)
    for (index, token) in stream.tokens.enumerated() { places[keys[token.id].loose].append(index) }
  }

  private mutating func number(_ text: String) -> Int {
    if let number = numbers[text] { return number }
    numbers[text] = numbers.count
    return numbers.count - 1
  }

  private mutating func key(_ folded: String) -> Keys {
    guard let first = folded.unicodeScalars.first, first.isHan else {
      let stem = stems[folded] ?? EnglishStem.stem(folded)
      stems[folded] = stem
      let loose = number("~" + stem)
      return Keys(exact: number(folded), loose: loose, toned: loose, isHan: false)
    }
    let sound = memo.pinyin[first]
    let loose = sound.flatMap { memo.toneless[$0] } ?? folded
    return Keys(exact: number(folded), loose: number("~" + loose), toned: number("^" + (sound ?? folded)), isHan: true)
  }

  /// Every place of a term, in order. A place may hold no punctuation.
  ///
  /// - Parameter isLoose: also by stem and by sound. Two characters must have the same tones, because two syllables without
  ///   tones have too many homophones; longer terms need the same syllables only.
  mutating func find(_ term: String, isLoose: Bool) -> [Found] {
    let wanted = (memo.terms[term] ?? stream.folding.tokens(term)).map { key($0) }
    guard let first = wanted.first else { return [] }
    let hans = wanted.count { $0.isHan }
    var found: [Found] = []
    guard first.loose < places.count else { return [] }
    for start in places[first.loose] where start + wanted.count <= stream.tokens.count {
      var match: TextHit.Match = .exact
      var isSame = true
      for (offset, want) in wanted.enumerated() {
        let have = keys[stream.tokens[start + offset].id]
        if have.exact == want.exact { continue }
        let sounds = want.isHan && have.isHan && hans >= 2 && (hans > 2 ? have.loose == want.loose : have.toned == want.toned)
        let stems = !want.isHan && !have.isHan && have.loose == want.loose
        guard isLoose, sounds || stems else {
          isSame = false
          break
        }
        match = sounds || match == .homophone ? .homophone : .stem
      }
      let span = start..<start + wanted.count
      if isSame, stream.strongestBreak(inside: span) < .clause { found.append(Found(span: span, match: match)) }
    }
    return found
  }

  /// The places of several terms without overlaps: the earlier first, of two at one place the longer.
  mutating func find(_ terms: [String], isLoose: Bool) -> [(found: Found, term: String)] {
    let all = terms.enumerated().flatMap { order, term in find(term, isLoose: isLoose).map { (found: $0, term: term, order: order) } }
    // Exact before alike, so that a homophone never hides the word itself.
    let ranked = all.sorted {
      ($0.found.match == .exact ? 0 : 1, -$0.found.span.count, $0.found.span.lowerBound, $0.order)
        < ($1.found.match == .exact ? 0 : 1, -$1.found.span.count, $1.found.span.lowerBound, $1.order)
    }
    var taken: Set<Int> = []
    var kept: [(found: Found, term: String)] = []
    for candidate in ranked where taken.isDisjoint(with: candidate.found.span) {
      taken.formUnion(candidate.found.span)
      kept.append((candidate.found, candidate.term))
    }
    return kept.sorted { $0.found.span.lowerBound < $1.found.span.lowerBound }
  }
}
