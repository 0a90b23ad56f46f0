import Interview

/// Passages that two answers share, word for word, and how much of the shorter one they make up.
public struct Similarity: Sendable, Equatable {
  /// One passage said in both.
  public struct Passage: Sendable, Equatable {
    /// As the first answer writes it.
    public let text: String
    public let first: TimeRange?
    public let second: TimeRange?
    /// Characters and words in it.
    public let length: Int
  }

  /// Tokens in the shared passages as a share of the shorter answer, 0…1; within one answer, the tokens that were said before.
  public let share: Double
  /// In the order of the first answer.
  public let passages: [Passage]

  /// Tokens (characters, words) that must agree in a row: shorter agreements are phrases that everybody uses. Shingles of
  /// five to ten tokens are usual (Broder 1997, "On the resemblance and containment of documents").
  public static let shingle = 8
}

extension TextAnalyzer {
  /// What was said in one answer, and where in the sound there is speech.
  public struct TimedTranscript: Sendable {
    let transcript: Transcript
    let speech: [TimeRange]
    let duration: Double

    /// - Parameters:
    ///   - speech: words without times are laid over it; without it their passages have none.
    ///   - duration: of the recording, in seconds.
    public init(_ transcript: Transcript, speech: [TimeRange] = [], duration: Double = 0) {
      self.transcript = transcript
      self.speech = speech
      self.duration = duration
    }
  }

  /// Passages that two of several answers share, or that one says twice.
  public struct Shared: Sendable, Equatable {
    /// Places in the list of answers; equal where an answer repeats itself.
    public let first: Int
    public let second: Int
    public let similarity: Similarity
  }

  /// Compares every answer with itself and with those before it that were the first to say something of it; punctuation, case,
  /// fillers and script (traditional, simplified) do not matter. What was said three times is told of the second and the third
  /// answer, against the first.
  ///
  /// - Complexity: linear in the answers' lengths, and for each pair that shares a passage in theirs. Both are bounded, since a
  ///   session may have any number of answers: of a session that is larger, the later answers are compared with themselves
  ///   alone; of pairs that are too many, those that share least are left out.
  public func sharedPassages(_ answers: [TimedTranscript]) -> [Shared] {
    var vocabulary: [String: Int32] = [:]
    let spoken = answers.map { Spoken($0, lexicon, &vocabulary) }
    let pairs = Self.pairs(spoken.map(\.runs))
    let own = spoken.indices.map { [$0, $0] }
    return (own + pairs).sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.compactMap { pair in
      let similarity = spoken[pair[0]].similarity(spoken[pair[1]], isSame: pair[0] == pair[1])
      return similarity.passages.isEmpty ? nil : Shared(first: pair[0], second: pair[1], similarity: similarity)
    }
  }

  /// Tokens of a session that are looked at for what answers share: two hundred answers of ten minutes each.
  static let maximumTokens = 500_000
  /// Tokens of all pairs that are compared: some seconds of work.
  static let maximumCompared = 20 * maximumTokens

  /// The pairs that are worth comparing, by their runs of words: each run belongs to the first answer that has it.
  static func pairs(_ runs: [[UInt64]], maximumTokens: Int = maximumTokens, maximumCompared: Int = maximumCompared) -> [[Int]] {
    var first: [UInt64: Int] = [:]
    var shared: [[Int]: Int] = [:]
    var tokens = 0
    for (index, runs) in runs.enumerated() {
      tokens += runs.count
      guard tokens <= maximumTokens else { break }
      for run in runs {
        let owner = first[run]
        if let owner, owner != index { shared[[owner, index], default: 0] += 1 }
        if owner == nil { first[run] = index }
      }
    }
    var compared = 0
    return shared.sorted { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }.map(\.key).prefix { pair in
      compared += runs[pair[0]].count + runs[pair[1]].count
      return compared <= maximumCompared
    }
  }

  /// The tokens of an answer without its fillers.
  private struct Spoken {
    let stream: TokenStream
    let order: [Int]
    /// Each word by its number in the session's vocabulary.
    let words: [Int32]
    /// For each word, the run of as many words as a passage has at least that begins with it, as one number.
    let runs: [UInt64]

    init(_ timed: TimedTranscript, _ lexicon: Lexicon, _ vocabulary: inout [String: Int32]) {
      let stream = TokenStream(timed.transcript, speech: timed.speech, duration: timed.duration, lexicon: lexicon)
      let fillers = DisfluencyFinder(stream, lexicon).fillerTokens
      let order = stream.tokens.indices.filter { !fillers.contains($0) }
      var words: [Int32] = []
      words.reserveCapacity(order.count)
      for token in order {
        let next = Int32(vocabulary.count)
        let word = stream.tokens[token].folded
        if let known = vocabulary[word] {
          words.append(known)
        } else {
          vocabulary[word] = next
          words.append(next)
        }
      }
      runs =
        words.count < Similarity.shingle
        ? []
        : (0...(words.count - Similarity.shingle)).map { start in
          words[start..<start + Similarity.shingle].reduce(0) { TextAnalyzer.mixed($0, UInt64(UInt32(bitPattern: $1))) }
        }
      (self.stream, self.order, self.words) = (stream, order, words)
    }

    func similarity(_ other: Spoken, isSame: Bool) -> Similarity {
      let matches = isSame ? repetitions() : matches(other)
      let shorter = min(words.count, other.words.count)
      return Similarity(
        share: shorter == 0 ? 0 : min(1, Double(matches.reduce(0) { $0 + $1.length }) / Double(shorter)),
        passages: matches.map { match in
          Similarity.Passage(
            text: text(match.first, match.length), first: range(match.first, match.length),
            second: other.range(match.second, match.length), length: match.length)
        })
    }

    func text(_ start: Int, _ length: Int) -> String { stream.text(order[start]..<order[start + length - 1] + 1) }

    func range(_ start: Int, _ length: Int) -> TimeRange? { stream.range(order[start]..<order[start + length - 1] + 1) }

    /// Longest common passages, greedily from the front; none shares a token of either side with another.
    func matches(_ other: Spoken) -> [Match] {
      let positions = other.positions
      var used: Set<Int> = []
      var found: [Match] = []
      var index = 0
      while index + Similarity.shingle <= words.count {
        let best = longest(at: index, among: positions) { position, length in
          position + length < other.words.count && words[index + length] == other.words[position + length]
            && !used.contains(position + length)
        }
        guard let best else {
          index += 1
          continue
        }
        found.append(Match(first: index, second: best.position, length: best.length))
        used.formUnion(best.position..<best.position + best.length)
        index += best.length
      }
      return found
    }

    /// What was said before, greedily from the front: each token counts once, however often it comes again. A sentence said
    /// ten times is nine passages.
    func repetitions() -> [Match] {
      let positions = positions
      var found: [Match] = []
      var index = 0
      while index + Similarity.shingle <= words.count {
        let best = longest(at: index, among: positions) { position, length in
          position < index && words[index + length] == words[position + length]
        }
        guard let best else {
          index += 1
          continue
        }
        // What is repeated at once, over and over, runs into itself: it is told in parts of its own period.
        let period = index - best.position
        let part = best.length <= period ? best.length : period * ((Similarity.shingle + period - 1) / period)
        for start in stride(from: 0, to: best.length, by: part) {
          found.append(Match(first: best.position, second: index + start, length: min(part, best.length - start)))
        }
        index += best.length
      }
      return found
    }

    /// Where each run of words stands.
    private var positions: [UInt64: [Int]] {
      var positions: [UInt64: [Int]] = [:]
      for (start, run) in runs.enumerated() { positions[run, default: []].append(start) }
      return positions
    }

    /// The longest passage from `index` on that stands at another place; nil where none is long enough.
    private func longest(
      at index: Int, among positions: [UInt64: [Int]], goesOn: (_ position: Int, _ length: Int) -> Bool
    ) -> (position: Int, length: Int)? {
      var best = (position: 0, length: 0)
      // A phrase said hundreds of times is compared with its first places only, which bounds the time.
      for position in (positions[runs[index]] ?? []).prefix(16) {
        var length = 0
        while index + length < words.count, goesOn(position, length) { length += 1 }
        if length > best.length { best = (position, length) }
      }
      return best.length >= Similarity.shingle ? best : nil
    }
  }

  /// One more number in a hash that nobody chooses collisions of by chance (the finalizer of SplitMix64); what it finds is
  /// compared word by word.
  private static func mixed(_ hash: UInt64, _ next: UInt64) -> UInt64 {
    var value = hash &+ next &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  private struct Match {
    let first: Int
    let second: Int
    let length: Int
  }
}
