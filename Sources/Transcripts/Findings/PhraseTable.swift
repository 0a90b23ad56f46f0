/// Phrases to be recognised at a position, by their exact tokens; the longest first.
struct PhraseTable<Value> {
  private struct Phrase {
    let ids: [Int]
    let value: Value
  }

  private let stream: TokenStream
  /// By the number of the first token. Phrases with a token that is not said at all are left out.
  private let phrases: [[Phrase]]

  /// - Parameter memo: knows phrases' tokens from texts before, or nothing.
  init(_ entries: [(text: String, value: Value)], _ stream: TokenStream, _ memo: TextMemo = TextMemo()) {
    self.init(entries.lazy.map { (memo.phrases[$0.text]?.tokens ?? stream.folding.tokens($0.text), $0.value) }, stream)
  }

  /// - Parameter entries: each phrase's tokens, folded.
  init(_ entries: some Sequence<([String], Value)>, _ stream: TokenStream) {
    self.stream = stream
    var phrases = [[Phrase]](repeating: [], count: stream.vocabulary.count)
    for (tokens, value) in entries {
      let ids = tokens.compactMap { stream.vocabulary[$0] }
      guard let first = ids.first, ids.count == tokens.count else { continue }
      phrases[first].append(Phrase(ids: ids, value: value))
    }
    self.phrases = phrases.map { $0.count < 2 ? $0 : $0.sorted { $0.ids.count > $1.ids.count } }
  }

  /// The phrases that stand at a position, without punctuation inside, the longest first.
  func matches(at index: Int) -> [(span: Range<Int>, value: Value)] {
    let candidates = phrases[stream.tokens[index].id]
    guard !candidates.isEmpty else { return [] }
    return candidates.compactMap { candidate in
      let span = index..<index + candidate.ids.count
      guard span.upperBound <= stream.tokens.count, zip(stream.tokens[span], candidate.ids).allSatisfy({ $0.id == $1 }),
        stream.strongestBreak(inside: span) < .clause
      else { return nil }
      return (span, candidate.value)
    }
  }
}
