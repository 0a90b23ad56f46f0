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
  private var positions: [[Int]] = []
  private var slots: [Int: Int] = [:]
  private var memo: TextMemo

  /// - Parameter terms: the terms that will be looked for by sound; others may be looked for by characters.
  init(_ stream: TokenStream, terms: [String]) {
    var memo = TextMemo()
    if !terms.isEmpty {
      memo.loadPinyin(terms.flatMap { stream.folding.scalars($0) } + stream.vocabulary.words.compactMap { $0.unicodeScalars.first })
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
      slots[key.loose] = positions.count
      positions.append([])
      return positions.count - 1
    }
    for (index, token) in stream.tokens.enumerated() { positions[slotOf[token.id]].append(index) }
  }

  private mutating func wanted(_ term: String) -> [TextMemo.Keys] {
    memo.phrases[term]?.keys ?? stream.folding.tokens(term).map { memo.keys(of: $0) }
  }

  /// How a term stands at a place; nil where it does not. A place may hold no punctuation.
  ///
  /// - Parameter isLoose: also by stem and by sound. Two characters must have the same tones, because two syllables without
  ///   tones have too many homophones; longer terms need the same syllables only.
  private func match(_ wanted: [TextMemo.Keys], _ hans: Int, at start: Int, isLoose: Bool) -> TextHit.Match? {
    guard start + wanted.count <= stream.tokens.count else { return nil }
    var match: TextHit.Match = .exact
    for (offset, want) in wanted.enumerated() {
      let have = keys[stream.tokens[start + offset].id]
      if have.exact == want.exact { continue }
      let sounds = want.isHan && have.isHan && hans >= 2 && (hans > 2 ? have.loose == want.loose : have.toned == want.toned)
      let stems = !want.isHan && !have.isHan && have.loose == want.loose
      guard isLoose, sounds || stems else { return nil }
      match = sounds || match == .homophone ? .homophone : .stem
    }
    return stream.strongestBreak(inside: start..<start + wanted.count) < .clause ? match : nil
  }

  /// The places of several terms without overlaps: the earlier first, of two at one place the longer.
  ///
  /// Exact before alike, so that a homophone never hides the word itself; of terms that are equal in all of that the first. Nothing is
  /// held but what is kept and the places of one length: terms without number that stand everywhere cost time, and no memory.
  mutating func find(_ terms: [String], isLoose: Bool) -> [(found: Found, term: String)] {
    var byLength: [Int: [(term: String, wanted: [TextMemo.Keys], hans: Int, slot: Int)]] = [:]
    for term in terms {
      let wanted = wanted(term)
      guard let first = wanted.first, let slot = slots[first.loose] else { continue }
      byLength[wanted.count, default: []].append((term, wanted, wanted.count { $0.isHan }, slot))
    }
    var taken = [Bool](repeating: false, count: byLength.isEmpty ? 0 : stream.tokens.count)
    var kept: [(found: Found, term: String)] = []
    for isExact in isLoose ? [true, false] : [true] {
      for (length, terms) in byLength.sorted(by: { $0.key > $1.key }) {
        var best: [Int: (found: Found, term: String)] = [:]
        for (term, wanted, hans, slot) in terms {
          for start in positions[slot] where !taken[start] && best[start] == nil {
            guard let match = match(wanted, hans, at: start, isLoose: !isExact) else { continue }
            best[start] = (Found(span: start..<start + length, match: match), term)
          }
        }
        for (_, candidate) in best.sorted(by: { $0.key < $1.key }) where !candidate.found.span.contains(where: { taken[$0] }) {
          for index in candidate.found.span { taken[index] = true }
          kept.append(candidate)
        }
      }
    }
    return kept.sorted { $0.found.span.lowerBound < $1.found.span.lowerBound }
  }
}
