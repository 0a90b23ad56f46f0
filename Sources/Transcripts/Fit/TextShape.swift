import Interview

/// The outline of a text: how long its clauses are, and where a speaker would pause. What is held against the sound where a
/// transcript has no times.
public struct TextShape: Sendable, Equatable {
  /// What stands between two marks of punctuation, or between two line ends in a text without punctuation.
  public struct Clause: Sendable, Equatable {
    /// How long it takes to say, in Mandarin syllables; only the ratio of two lengths means something.
    public var length: Double
    public var syllables: Int
    /// Whether a sentence ends with it.
    public var endsSentence: Bool

    public init(length: Double, syllables: Int, endsSentence: Bool) {
      self.length = length
      self.syllables = syllables
      self.endsSentence = endsSentence
    }
  }

  public var clauses: [Clause]
  /// Whether the second half of the text is its first half again, word for word or nearly.
  public var standsTwice: Bool

  public init(clauses: [Clause], standsTwice: Bool = false) {
    self.clauses = clauses
    self.standsTwice = standsTwice
  }

  public var syllables: Int { clauses.reduce(0) { $0 + $1.syllables } }

  /// A part of the text.
  func part(_ range: Range<Int>) -> TextShape { TextShape(clauses: Array(clauses[range])) }
}

extension TextShape {
  init(_ stream: TokenStream) {
    let tokens = stream.tokens
    let marks = tokens.dropFirst().count { $0.breakBefore == .sentence }
    let lines = tokens.dropFirst().count { $0.breakBefore == .segment }
    // In a text with full stops a bare line end is where the page was full. A stray mark among many lines is no punctuation.
    let linesAreSentences = lines > 3 * marks
    var clauses: [Clause] = []
    var clause = Clause(length: 0, syllables: 0, endsSentence: true)
    func close(_ gap: TextScanner.Break) {
      guard clause.syllables > 0 else { return }
      clause.endsSentence = gap != .clause
      clauses.append(clause)
      clause = Clause(length: 0, syllables: 0, endsSentence: true)
    }
    for (index, token) in tokens.enumerated() {
      if index > 0, token.breakBefore >= .clause || token.breakBefore == .segment && linesAreSentences { close(token.breakBefore) }
      clause.syllables += token.syllables
      clause.length += Self.length(token)
    }
    close(.sentence)
    self.init(clauses: clauses, standsTwice: Self.standsTwice(tokens.map(\.id)))
  }

  /// An English word takes longer the more syllables and the more letters it has, and something for itself; weights chosen
  /// on 24 speakers of the development set (docs/method.md), so that a word of running text has about its syllables.
  private static func length(_ token: SpokenToken) -> Double {
    guard token.kind == .latin else { return Double(token.syllables) }
    return 0.45 * Double(token.syllables) + 0.11 * Double(token.folded.unicodeScalars.count) + 0.3
  }

  /// Nine words of ten at the same place in both halves. Halves of fewer than ten words are nobody's slip.
  private static func standsTwice(_ words: [Int]) -> Bool {
    let half = words.count / 2
    guard half >= 10 else { return false }
    let same = (0..<half).count { words[$0] == words[words.count - half + $0] }
    return Double(same) >= 0.9 * Double(half)
  }
}
