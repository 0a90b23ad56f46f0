import Interview

extension TokenStream {
  /// Filled pauses, in order. Words that may be fillers count only where a pause stands on both sides, or where they are
  /// said twice in a row.
  func fillers(_ lexicon: Lexicon) -> [TextHit] {
    var hits: [TextHit] = []
    var index = 0
    while index < tokens.count {
      let word = tokens[index].folded
      if lexicon.fillers.contains(word) {
        hits.append(TextHit(text: tokens[index].text, term: word, match: .exact, range: tokens[index].range))
        index += 1
        continue
      }
      let length = [3, 2, 1].first { length in
        index + length <= tokens.count && lexicon.isolatedFillers.contains(joined(index..<index + length))
          && isIsolated(index..<index + length)
      }
      if let length {
        let span = index..<index + length
        hits.append(TextHit(text: text(span), term: joined(span), match: .exact, range: range(span)))
      }
      index += length ?? 1
    }
    return hits
  }

  private func joined(_ span: Range<Int>) -> String {
    tokens[span].reduce("") { $0 + ($0.isEmpty || $1.isHan ? "" : " ") + $1.folded }
  }

  /// A pause that is heard as one, before and behind; times that were laid out evenly show no such gap.
  private func isIsolated(_ span: Range<Int>) -> Bool {
    let least = 0.25
    let before = span.lowerBound == 0 ? nil : gap(span.lowerBound - 1, span.lowerBound)
    let after = span.upperBound == tokens.count ? nil : gap(span.upperBound - 1, span.upperBound)
    if let before, let after { return before >= least && after >= least }
    return (before ?? after).map { $0 >= least } ?? false
  }

  private func gap(_ left: Int, _ right: Int) -> Double? {
    guard let end = tokens[left].range?.end, let start = tokens[right].range?.start else { return nil }
    return start - end
  }

  /// Words and phrases said twice in a row, of up to four tokens. Lawful reduplication and emphasis are no repetitions.
  func repetitions(_ lexicon: Lexicon) -> [TextHit] {
    var hits: [TextHit] = []
    var index = 0
    while index + 1 < tokens.count {
      let length = (1...4).reversed().first { length in
        index + 2 * length <= tokens.count && isRepeated(index, length, lexicon)
      }
      guard let length else {
        index += 1
        continue
      }
      let span = index + length..<index + 2 * length
      hits.append(TextHit(text: text(span), term: "repetition", match: .exact, range: range(span)))
      index += length
    }
    return hits
  }

  private func isRepeated(_ start: Int, _ length: Int, _ lexicon: Lexicon) -> Bool {
    let first = tokens[start..<start + length]
    let second = tokens[start + length..<start + 2 * length]
    guard zip(first, second).allSatisfy({ $0.folded == $1.folded }), !first.contains(where: \.isNumber) else { return false }
    guard !first.contains(where: { lexicon.fillers.contains($0.folded) }) else { return false }
    let words = first.map(\.folded)
    // 一二三三: figures read out are no repetition.
    if words.allSatisfy({ "零一二三四五六七八九十两".contains($0) }) { return false }
    guard first.allSatisfy(\.isHan) else {
      return length > 1
        || !["very", "so", "really", "no", "yes", "bye", "many", "much", "more", "far", "long", "had", "that", "again", "on"].contains(
          words[0])
    }
    // A repeated phrase of three characters or more is one; shorter ones are verbs doubled by grammar (讨论讨论, 看看)
    // unless they hold a word that grammar never doubles.
    let neverDoubled = "我你他她它们就是这那的在有因为所以但和跟被把对于如果可以会要"
    if length >= 3 { return Set(words).count > 1 }
    if lexicon.reduplications.contains(words.joined() + words.joined()) { return false }
    return words.contains { neverDoubled.contains($0) }
  }

  func repairs(_ matcher: TermMatcher, _ lexicon: Lexicon) -> [TextHit] {
    let found = lexicon.repairs.flatMap { term in
      matcher.find(term, homophones: false, stems: false).map { (term, $0.span) }
    }
    return found.sorted { $0.1.lowerBound < $1.1.lowerBound }
      .map { TextHit(text: text($0.1), term: $0.0, match: .exact, range: range($0.1)) }
  }
}
