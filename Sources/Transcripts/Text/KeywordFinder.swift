import Interview

extension TokenStream {
  /// The hits of each group: longest terms first, each place counted once for a group, denied places left out.
  func keywords(_ groups: [KeywordGroup], _ matcher: TermMatcher, _ lexicon: Lexicon) -> [KeywordFinding] {
    groups.map { group in
      var taken: Set<Int> = []
      var hits: [(Int, TextHit)] = []
      for term in group.terms.sorted(by: { ($1.count, $0) < ($0.count, $1) }) {
        for found in matcher.find(term) where !found.span.contains(where: taken.contains) && !isDenied(found.span.lowerBound, lexicon) {
          taken.formUnion(found.span)
          hits.append((found.span.lowerBound, TextHit(text: text(found.span), term: term, match: found.match, range: range(found.span))))
        }
      }
      return KeywordFinding(group: group.name, hits: hits.sorted { $0.0 < $1.0 }.map(\.1))
    }
  }

  /// Whether a negation stands close before: within two characters or three words of the same segment.
  private func isDenied(_ start: Int, _ lexicon: Lexicon) -> Bool {
    let reach = tokens[start].isHan ? 4 : 3
    let first = max(0, start - reach)
    guard first < start else { return false }
    for index in (first..<start).reversed() where tokens[index].segment == tokens[start].segment {
      let word = tokens[index].folded
      if word.hasSuffix("n't") { return true }
      let pair = index + 1 < start ? word + tokens[index + 1].folded : word
      guard lexicon.negations.contains(word) || lexicon.negations.contains(pair) else { continue }
      // 不断, 不仅, 不但, 不只, 不少, 不同, 无论 … begin words that deny nothing.
      let next = index + 1 < tokens.count ? tokens[index + 1].folded : ""
      if word == "不", ["断", "仅", "但", "只", "少", "同", "过", "错", "久", "光"].contains(next) { continue }
      if word == "无", ["论", "数", "疑", "非"].contains(next) { continue }
      if word == "未", ["来"].contains(next) { continue }
      // 从来没有: 没 at the end of another clause is seldom this close; a distance of more than two characters needs 没有.
      if tokens[start].isHan, start - index > 2, pair != "没有", pair != "缺乏", pair != "缺少" { continue }
      return true
    }
    return false
  }

  /// Markers of structure, in the order said.
  func structure(_ matcher: TermMatcher, _ lexicon: Lexicon) -> [StructureFinding] {
    var found: [(Int, StructureFinding)] = []
    for marker in lexicon.markers {
      var taken: Set<Int> = []
      for term in marker.terms.sorted(by: { ($1.count, $0) < ($0.count, $1) }) {
        for place in matcher.find(term, homophones: false, stems: false) where !place.span.contains(where: taken.contains) {
          taken.formUnion(place.span)
          let hit = TextHit(text: text(place.span), term: term, match: place.match, range: range(place.span))
          found.append((place.span.lowerBound, StructureFinding(scheme: marker.scheme, step: marker.step, hit: hit)))
        }
      }
    }
    return found.sorted { ($0.0, $0.1.scheme) < ($1.0, $1.1.scheme) }.map(\.1)
  }

  /// Figures, percentages, quantities, dates, named results: what makes an answer checkable.
  func specificity(_ matcher: TermMatcher, _ lexicon: Lexicon) -> [TextHit] {
    var hits: [(Int, TextHit)] = []
    var index = 0
    while index < tokens.count {
      let start = index
      while index < tokens.count, tokens[index].isNumber || Self.isNumeral(tokens[index].folded) { index += 1 }
      guard index > start else {
        index += 1
        continue
      }
      let unit = index < tokens.count && lexicon.units.contains(tokens[index].folded)
      let figure = tokens[start].isNumber
      let vague = index - start == 1 && ["一", "两", "几", "one", "零", "百", "千", "万", "十"].contains(tokens[start].folded)
      guard figure || unit && !vague else { continue }
      let kind =
        tokens[start..<index].contains { $0.folded.hasSuffix("%") }
        ? "percentage" : unit ? (["年", "月", "号", "日"].contains(tokens[index].folded) ? "date" : "quantity") : "figure"
      let span = start..<(unit ? index + 1 : index)
      hits.append((start, TextHit(text: text(span), term: kind, match: .exact, range: range(span))))
    }
    for result in lexicon.results {
      hits += matcher.find(result, homophones: false).map { found in
        (found.span.lowerBound, TextHit(text: text(found.span), term: "result", match: found.match, range: range(found.span)))
      }
    }
    return hits.sorted { ($0.0, $0.1.term) < ($1.0, $1.1.term) }.map(\.1)
  }

  private static let numerals: Set<String> = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "亿", "零", "两", "半", "几", "two", "three", "four", "five", "six",
    "seven",
    "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "hundred", "thousand",
    "million", "billion", "half", "one",
  ]

  private static func isNumeral(_ word: String) -> Bool { numerals.contains(word) }
}
