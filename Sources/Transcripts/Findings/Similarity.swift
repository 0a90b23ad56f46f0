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

  /// Tokens in the shared passages as a share of the shorter answer, 0…1.
  public let share: Double
  /// In the order of the first answer.
  public let passages: [Passage]

  /// Tokens (characters, words) that must agree in a row: shorter agreements are phrases that everybody uses. Shingles of
  /// five to ten tokens are usual (Broder 1997, "On the resemblance and containment of documents").
  public static let shingle = 8
}

extension TextAnalyzer {
  /// Compares two answers; punctuation, case, fillers and script (traditional, simplified) do not matter.
  ///
  /// - Complexity: linear in both lengths, for texts that do not consist of one phrase.
  public func similarity(_ first: Transcript, _ second: Transcript) -> Similarity {
    let one = Spoken(first, lexicon)
    let two = Spoken(second, lexicon)
    let matches = one.matches(two, isSame: false)
    let shorter = min(one.words.count, two.words.count)
    return Similarity(
      share: shorter == 0 ? 0 : min(1, Double(matches.reduce(0) { $0 + $1.length }) / Double(shorter)),
      passages: matches.map { match in
        Similarity.Passage(
          text: one.text(match.first, match.length), first: one.range(match.first, match.length),
          second: two.range(match.second, match.length), length: match.length)
      })
  }

  /// What an answer says again of itself.
  public func repeatedPassages(_ transcript: Transcript) -> Similarity {
    let one = Spoken(transcript, lexicon)
    let matches = one.matches(one, isSame: true)
    return Similarity(
      share: one.words.isEmpty ? 0 : Double(matches.reduce(0) { $0 + $1.length }) / Double(one.words.count),
      passages: matches.map { match in
        Similarity.Passage(
          text: one.text(match.first, match.length), first: one.range(match.first, match.length),
          second: one.range(match.second, match.length), length: match.length)
      })
  }

  /// The tokens of an answer without its fillers.
  private struct Spoken {
    let stream: TokenStream
    let order: [Int]
    let words: [String]

    init(_ transcript: Transcript, _ lexicon: Lexicon) {
      let stream = TokenStream(transcript, speech: [], duration: 0, lexicon: lexicon)
      let fillers = DisfluencyFinder(stream, lexicon).fillerTokens
      order = stream.tokens.indices.filter { !fillers.contains($0) }
      words = order.map { stream.tokens[$0].folded }
      self.stream = stream
    }

    func text(_ start: Int, _ length: Int) -> String { stream.text(order[start]..<order[start + length - 1] + 1) }

    func range(_ start: Int, _ length: Int) -> TimeRange? { stream.range(order[start]..<order[start + length - 1] + 1) }

    /// Longest common passages, greedily from the front; none shares a token of either side with another.
    func matches(_ other: Spoken, isSame: Bool) -> [(first: Int, second: Int, length: Int)] {
      let size = Similarity.shingle
      guard words.count >= size, other.words.count >= size else { return [] }
      var places: [[String]: [Int]] = [:]
      for start in 0...(other.words.count - size) { places[Array(other.words[start..<start + size]), default: []].append(start) }
      var used: Set<Int> = []
      var found: [(first: Int, second: Int, length: Int)] = []
      var index = 0
      while index + size <= words.count {
        var best: (second: Int, length: Int) = (0, 0)
        // A phrase said hundreds of times is compared with its first places only, which bounds the time.
        for place in (places[Array(words[index..<index + size])] ?? []).prefix(16) where !isSame || place >= index + size {
          var length = 0
          while index + length < words.count, place + length < other.words.count, words[index + length] == other.words[place + length],
            !used.contains(place + length), !isSame || index + length < place, !isSame || !used.contains(index + length)
          {
            length += 1
          }
          if length > best.length { best = (place, length) }
        }
        guard best.length >= size else {
          index += 1
          continue
        }
        found.append((index, best.second, best.length))
        used.formUnion(best.second..<best.second + best.length)
        index += best.length
      }
      return found
    }
  }
}
