import Interview

/// Where a transcript's clauses end in time: what tells a pause between two clauses, where everybody plans what to say next, from one inside a clause,
/// where a word is sought. Second-language speakers differ from first-language ones inside clauses, hardly between them (De Jong 2016; Huensch 2023).
///
/// A clause ends at punctuation, and in Mandarin behind a final particle (吗呢吧嘛) as well. Only the recogniser's own times of words count: estimated
/// ones are laid around the pauses and would say nothing. The pauses themselves are the sound's.
public struct ClauseEnds: Sendable {
  /// Middle of the gap between two words in seconds, ascending, and whether a clause ends there.
  private var gaps: [(middle: Double, endsClause: Bool)] = []
  private let reason: UnknownReason?

  /// More words than this for each comma or stop, and the recogniser wrote no punctuation: the longest clauses of running speech have about 40.
  private static let wordsWithoutPunctuation = 40
  /// Particles that stand at a clause's end alone (Li & Thompson 1981, ch. 7). 了, 的 and 啊 stand inside clauses too.
  private static let finalParticles: Set<String> = ["吗", "呢", "吧", "嘛"]

  init(_ stream: TokenStream) {
    let tokens = stream.tokens
    let marks = tokens.dropFirst().count { $0.breakBefore >= .clause }
    if !stream.hasWordTimes {
      reason = .transcriptUntimed
    } else if tokens.count > Self.wordsWithoutPunctuation, marks * Self.wordsWithoutPunctuation < tokens.count {
      reason = .transcriptUnpunctuated
    } else {
      reason = nil
    }
    guard reason == nil else { return }
    var last: (end: Double, word: String)?
    for token in tokens {
      guard let range = token.range else { continue }
      if let last {
        let ends = token.breakBefore >= .clause || Self.finalParticles.contains(last.word)
        gaps.append((max(gaps.last?.middle ?? 0, (last.end + range.start) / 2), ends))
      }
      last = (range.end, token.folded)
    }
  }

  /// The pauses of the sound inside a clause, and all the others; each belongs to the gap between two words that lies nearest to its middle.
  ///
  /// - Complexity: linear in the words, and for each pause logarithmic.
  public func positions(of pauses: [TimeRange]) -> Measured<(inside: [TimeRange], between: [TimeRange])> {
    if let reason { return .unknown(reason) }
    guard !gaps.isEmpty else { return .unknown(.speechTooLittle) }
    var (inside, between): ([TimeRange], [TimeRange]) = ([], [])
    for pause in pauses {
      let middle = (pause.start + pause.end) / 2
      var (low, high) = (0, gaps.count)
      while low < high {
        let half = (low + high) / 2
        if gaps[half].middle < middle { low = half + 1 } else { high = half }
      }
      let after = min(low, gaps.count - 1)
      let before = max(0, after - 1)
      let nearest = middle - gaps[before].middle < gaps[after].middle - middle ? before : after
      if gaps[nearest].endsClause { between.append(pause) } else { inside.append(pause) }
    }
    return .value((inside, between))
  }
}
