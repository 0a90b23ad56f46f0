import Interview

/// Finds terms in a token stream: the same characters, the same English stem, or the same pinyin.
///
/// Tokens are numbered once, so that a comparison is one of integers; a hundred terms over 100,000 words take well under
/// a second.
struct TermMatcher {
  private let stream: TokenStream
  private let exact: [Int]
  private let loose: [Int]
  private var exactIDs: [String: Int]
  private var looseIDs: [String: Int]

  init(_ stream: TokenStream) {
    self.stream = stream
    var exactIDs: [String: Int] = [:]
    var looseIDs: [String: Int] = [:]
    var looseForms: [String: String] = [:]
    func number(_ key: String, _ ids: inout [String: Int]) -> Int {
      if let id = ids[key] { return id }
      ids[key] = ids.count
      return ids.count - 1
    }
    exact = stream.tokens.map { number($0.folded, &exactIDs) }
    loose = stream.tokens.map { token in
      let form = looseForms[token.folded] ?? Self.loose(token.folded)
      looseForms[token.folded] = form
      return number(form, &looseIDs)
    }
    self.exactIDs = exactIDs
    self.looseIDs = looseIDs
  }

  /// Pinyin of a Han character, stem of an English word.
  private static func loose(_ folded: String) -> String {
    if let first = folded.first, first.isHan { return ChineseText.pinyin(first) }
    return EnglishStem.stem(folded)
  }

  struct Found {
    var span: Range<Int>
    var match: TextHit.Match
  }

  /// Every place of a term, without overlaps, in order. `homophones` also takes characters that sound alike, for terms
  /// of two characters or more: one syllable alone has too many.
  func find(_ term: String, homophones: Bool = true, stems: Bool = true) -> [Found] {
    let pieces = Tokens.split(term).map(ChineseText.folded)
    guard !pieces.isEmpty else { return [] }
    let wanted = pieces.map { (exactIDs[$0], looseIDs[Self.loose($0)], $0.first?.isHan ?? false) }
    guard wanted.allSatisfy({ $0.0 != nil || $0.1 != nil }) else { return [] }
    let hans = wanted.count { $0.2 }
    var found: [Found] = []
    var index = 0
    while index + wanted.count <= exact.count {
      var match: TextHit.Match? = .exact
      for (offset, want) in wanted.enumerated() {
        if exact[index + offset] == want.0 { continue }
        let alike = loose[index + offset] == want.1 && stream.tokens[index + offset].isHan == want.2
        if alike, want.2, homophones, hans >= 2 {
          match = .homophone
        } else if alike, !want.2, stems {
          match = match == .homophone ? .homophone : .stem
        } else {
          match = nil
          break
        }
      }
      if let match {
        found.append(Found(span: index..<index + wanted.count, match: match))
        index += wanted.count
      } else {
        index += 1
      }
    }
    return found
  }
}

/// A light English stemmer: plural, past, progressive, adverbs. Enough to make customers match customer.
enum EnglishStem {
  static func stem(_ word: String) -> String {
    var text = word.hasSuffix("'s") ? String(word.dropLast(2)) : word
    func cut(_ suffix: String, _ replacement: String = "", keeping least: Int = 3) -> Bool {
      guard text.hasSuffix(suffix), text.count - suffix.count >= least else { return false }
      text = String(text.dropLast(suffix.count)) + replacement
      return true
    }
    if !cut("ies", "y", keeping: 2), !cut("sses", "ss"), !cut("ches", "ch"), !cut("shes", "sh"), !cut("xes", "x"), !text.hasSuffix("ss"),
      !text.hasSuffix("us")
    {
      _ = cut("s")
    }
    if cut("ing") || cut("ed") {
      if let last = text.last, text.dropLast().last == last, !"lsz".contains(last) { text.removeLast() }
    }
    _ = cut("ly")
    _ = cut("e")
    return text
  }
}
