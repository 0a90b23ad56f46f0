import Interview

/// Filled pauses, repetitions, self-repairs and broken-off words.
struct DisfluencyFinder {
  /// Longest phrase, in tokens, whose repetition is looked for.
  private static let maximumPhraseLength = 8

  private let stream: TokenStream
  private let lexicon: Lexicon
  private(set) var fillers: [TextHit] = []
  private(set) var repetitions: [TextHit] = []
  private(set) var repairs: [TextHit] = []
  /// Which tokens are fillers.
  private(set) var fillerTokens: Set<Int> = []
  let hasCutOffWords: Bool

  init(_ stream: TokenStream, _ lexicon: Lexicon) {
    self.stream = stream
    self.lexicon = lexicon
    hasCutOffWords = stream.tokens.contains(where: \.isCutOff)
    findFillers()
    findRepetitions()
    findRepairs()
  }

  /// A word that is a filler only alone counts where it stands between separations, or is said twice in a row.
  private mutating func findFillers() {
    let table = PhraseTable(lexicon.fillers.map { ($0.text, $0) }, stream)
    var index = 0
    while index < stream.tokens.count {
      let found = table.matches(at: index).first { match in
        guard match.value.isolatedOnly else { return true }
        return stream.isIsolated(match.span) || isSaidAgain(match.span)
      }
      guard let found else {
        index += 1
        continue
      }
      fillers.append(stream.hit(found.span, term: found.value.text))
      fillerTokens.formUnion(found.span)
      index = found.span.upperBound
    }
  }

  private func isSaidAgain(_ span: Range<Int>) -> Bool {
    func same(_ other: Range<Int>) -> Bool {
      guard other.lowerBound >= 0, other.upperBound <= stream.tokens.count else { return false }
      return zip(stream.tokens[span], stream.tokens[other]).allSatisfy { $0.id == $1.id }
    }
    return same(span.upperBound..<span.upperBound + span.count)
      || fillerTokens.contains(span.lowerBound - 1) && same(span.lowerBound - span.count..<span.lowerBound)
  }

  /// A word or phrase said again at once, fillers between passed over; the hit is the first copy, the longest phrase wins.
  private mutating func findRepetitions() {
    let order = stream.tokens.indices.filter { !fillerTokens.contains($0) }
    var index = 0
    while index + 1 < order.count {
      let longest = min(Self.maximumPhraseLength, (order.count - index) / 2)
      let length = stride(from: longest, through: 1, by: -1).first { isRepetition(order, index, $0) }
      guard let length else {
        index += 1
        continue
      }
      let span = order[index]..<order[index + length - 1] + 1
      repetitions.append(stream.hit(span, term: stream.tokens[span].map(\.folded).joined(separator: " ")))
      index += length
    }
  }

  private func isRepetition(_ order: [Int], _ start: Int, _ length: Int) -> Bool {
    let tokens = stream.tokens
    for offset in 0..<length where tokens[order[start + offset]].id != tokens[order[start + length + offset]].id {
      return false
    }
    let first = order[start]
    let second = order[start + length]
    // 是不是不行 holds no repetition: the copies must be whole words.
    guard tokens[first].isWordStart, tokens[second].isWordStart else { return false }
    if start + 2 * length < order.count, !tokens[order[start + 2 * length]].isWordStart { return false }
    let copy = order[start..<start + length].map { tokens[$0] }
    guard copy.contains(where: { $0.kind != .number }) else { return false }
    // A new sentence may begin as the last one ended.
    let breaks = order[(start + 1)..<(start + 2 * length)].map { tokens[$0].breakBefore }
    guard !breaks.contains(.sentence) else { return false }
    return !isLegitimate(copy, isBroken: tokens[second].breakBefore >= .clause || second > order[start + length - 1] + 1)
  }

  /// Doubling that belongs to the language: very very, 看看, 一个一个, 研究研究.
  private func isLegitimate(_ copy: [SpokenToken], isBroken: Bool) -> Bool {
    let word = copy.map(\.folded).joined()
    if copy.count == 1, copy[0].kind != .han { return lexicon.doubledWords.contains(word) && !isBroken || copy[0].kind == .number }
    guard copy.allSatisfy(\.isHan) else { return false }
    if lexicon.repeatedWords.contains(word) { return false }
    if isBroken { return false }
    if copy.count == 1 { return true }
    return word.hasPrefix("一") && copy.count <= 3 || lexicon.reduplications.contains(word + word)
  }

  private mutating func findRepairs() {
    let table = PhraseTable(lexicon.repairs.map { ($0.text, $0) }, stream)
    var index = 1
    while index < stream.tokens.count {
      // Something must have been said that is repaired, in the same sentence for the short markers.
      let found = table.matches(at: index).first { match in
        !match.value.isolatedOnly || stream.isIsolated(match.span) && stream.tokens[index].breakBefore < .sentence
      }
      if let found { repairs.append(stream.hit(found.span, term: found.value.text)) }
      index = found?.span.upperBound ?? index + 1
    }
  }
}
