/// Phrases to be recognised at a position, by their exact tokens; the longest first.
struct PhraseTable<Value> {
  private var phrases: [String: [(tokens: [String], value: Value)]] = [:]

  init(_ entries: [(text: String, value: Value)], _ folding: Folding) {
    for entry in entries {
      let tokens = folding.tokens(entry.text)
      guard let first = tokens.first else { continue }
      phrases[first, default: []].append((tokens, entry.value))
    }
    phrases = phrases.mapValues { $0.sorted { $0.tokens.count > $1.tokens.count } }
  }

  /// The phrases that stand at a position, without punctuation inside, the longest first.
  func matches(_ stream: TokenStream, at index: Int) -> [(span: Range<Int>, value: Value)] {
    guard let candidates = phrases[stream.tokens[index].folded] else { return [] }
    return candidates.compactMap { candidate in
      let span = index..<index + candidate.tokens.count
      guard span.upperBound <= stream.tokens.count, zip(stream.tokens[span], candidate.tokens).allSatisfy({ $0.folded == $1 }),
        stream.strongestBreak(inside: span) < .clause
      else { return nil }
      return (span, candidate.value)
    }
  }
}
