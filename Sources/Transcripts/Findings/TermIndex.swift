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

  private let stream: TokenStream
  /// By the number of the word in the stream's vocabulary.
  private let keys: [TextMemo.Keys]
  /// Positions by `slots` of `TextMemo.Keys.loose`.
  private var places: [[Int]] = []
  private var slots: [Int: Int] = [:]
  private var memo: TextMemo

  /// - Parameter terms: the terms that will be looked for by sound; others may be looked for by characters.
  init(_ stream: TokenStream, terms: [String]) {
    var memo = TextMemo()
    if !terms.isEmpty {
      memo.hear(terms.flatMap { stream.folding.scalars($0) } + stream.vocabulary.words.compactMap { $0.unicodeScalars.first })
    }
    self.init(stream, &memo)
  }

  /// - Parameter memo: knows the sounds of the text and of the terms that will be looked for by sound.
  init(_ stream: TokenStream, _ memo: inout TextMemo) {
    self.stream = stream
    keys = stream.vocabulary.words.map { memo.keys(of: $0) }
    self.memo = memo
    let slotOf = keys.map { key in
      if let slot = slots[key.loose] { return slot }
      slots[key.loose] = places.count
      places.append([])
      return places.count - 1
    }
    for (index, token) in stream.tokens.enumerated() { places[slotOf[token.id]].append(index) }
  }

  /// Every place of a term, in order. A place may hold no punctuation.
  ///
  /// - Parameter isLoose: also by stem and by sound. Two characters must have the same tones, because two syllables without
  ///   tones have too many homophones; longer terms need the same syllables only.
  mutating func find(_ term: String, isLoose: Bool) -> [Found] {
    let wanted = memo.phrases[term]?.keys ?? stream.folding.tokens(term).map { memo.keys(of: $0) }
    guard let first = wanted.first, let slot = slots[first.loose] else { return [] }
    let hans = wanted.count { $0.isHan }
    var found: [Found] = []
    for start in places[slot] where start + wanted.count <= stream.tokens.count {
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
