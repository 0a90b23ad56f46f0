import Interview
import RealModule

/// Weighs whether a text without times was said into a recording: how many syllables, and how they lie between the pauses.
///
/// The figures are logarithms of likelihood ratios (nats): above zero they speak for the text, below zero for another one.
/// The distributions behind them, and how often they err, are in docs/method.md, "Whose words are these?".
struct WordsAgainstSound: Equatable {
  /// Syllables heard for each syllable of the text.
  let ratio: Double
  /// What the alignment gains over the same clauses in any order, as a share of what a text made after the sound would gain:
  /// 1 where every clause lies between its pauses, about 0 for the text of something else. Nil where nothing can be told.
  let clausesInPlace: Double?
  let fromCount: Double
  /// 0 where nothing can be told.
  let fromPauses: Double
  /// Below this the words are somebody else's.
  let limit: Double

  var evidence: Double { fromCount + fromPauses }
  var isRefused: Bool { evidence < limit }

  /// How sure the counts and pauses are.
  enum Sound { case clear, noisy }

  /// A text of fewer syllables, or less speech in seconds, is not judged.
  static let minimum = (syllables: 20, speech: 5.0)
  /// Seconds of speech a pause, on average, beyond which the sound is no speech whose syllables were heard: talkers breathe
  /// every three to five seconds (Winkworth et al. 1995), and noise or music fills pauses.
  static let maximumBreath = 12.0

  /// Nil where there is too little to judge by.
  init?(_ text: TextShape, _ sound: SpeechRuns, _ quality: Sound) {
    let syllables = Double(text.syllables)
    guard text.syllables >= Self.minimum.syllables, sound.duration >= Self.minimum.speech, sound.nuclei >= 1 else { return nil }
    guard sound.duration <= Self.maximumBreath * Double(sound.runs.count) else { return nil }
    ratio = sound.nuclei / syllables
    fromCount = Self.count(ratio: ratio, syllables: syllables, quality)
    let pauses = Pauses(text, sound)
    clausesInPlace = pauses.map { $0.gain / $0.largestGain }
    fromPauses = pauses?.evidence ?? 0
    limit = Self.limit(quality, hasPauses: pauses != nil)
  }

  /// With pauses to compare, even odds; the counts alone are biased by up to a quarter for a voice (docs/method.md), and in
  /// noise pauses are missed: there it takes more.
  private static func limit(_ quality: Sound, hasPauses: Bool) -> Double {
    guard hasPauses else { return -3 }
    switch quality {
    case .clear: return 0
    case .noisy: return -2
    }
  }

  /// Right: log-normal, 4 % more heard than written (recognisers leave out fillers), standard deviation 13 %, more for short
  /// texts and in noise. Wrong: another answer is half to twice as long, standard deviation 40 %.
  private static func count(ratio: Double, syllables: Double, _ quality: Sound) -> Double {
    let spread = quality == .clear ? 0.13 : 0.2
    let variance = spread * spread + 1 / syllables
    let log = Double.log(ratio)
    let right = -(log - 0.04) * (log - 0.04) / (2 * variance) - Double.log(variance) / 2
    let wrong = -log * log / (2 * 0.16) - Double.log(0.16) / 2
    return right - wrong
  }
}

extension WordsAgainstSound {
  /// The alignment of a text, held against those of the same clauses in other orders.
  struct Pauses: Equatable {
    /// Nats that the best alignment gains over shuffled clauses, on average.
    let gain: Double
    /// Nats that a text made after the sound gains.
    let largestGain: Double
    /// Standard deviation of the cost of shuffled clauses.
    let spread: Double
    /// Runs of speech for each clause: a hesitant speaker's pauses say less of the clauses.
    let runsPerClause: Double

    /// Below this nothing can be told: all orders cost nearly the same.
    static let minimumEvidence = 3.0
    static let shuffles = 96
    static let minimumShuffles = 16
    /// Groups that are looked at in all, some tens of milliseconds' work; long answers get fewer shuffles.
    static let work = 2e7
    /// Groups that one alignment may look at, and runs times clauses that it may keep (32 MB): above, nothing is told.
    static let affordable = (groups: 1e7, cells: 4_000_000)

    /// Nil where nothing can be told: one clause, no pause, clauses all alike, or more than can be computed.
    init?(_ text: TextShape, _ sound: SpeechRuns) {
      let clauses = text.clauses
      guard clauses.count >= 2, sound.runs.count >= 2 else { return nil }
      let alignment = PauseAlignment(sound, clauses)
      guard alignment.work <= Self.affordable.groups, alignment.runs.count * clauses.count <= Self.affordable.cells,
        let own = alignment.cost()
      else { return nil }
      let shuffles = max(Self.minimumShuffles, Int(min(Double(Self.shuffles), Self.work / max(1, alignment.work))))
      var order = Shuffler()
      let costs = (0..<shuffles).compactMap { _ in PauseAlignment(sound, order.shuffled(clauses)).cost() }
      guard costs.count >= shuffles / 2, let ideal = PauseAlignment(sound, Self.ideal(clauses, sound)).cost() else { return nil }
      let mean = costs.reduce(0, +) / Double(costs.count)
      spread = .sqrt(costs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(costs.count))
      gain = mean - own
      largestGain = mean - ideal
      runsPerClause = Double(sound.runs.count) / Double(clauses.count)
      guard largestGain > Self.minimumEvidence, spread > 0 else { return nil }
    }

    /// As many clauses as the text has, cut where the longest pauses are.
    static func ideal(_ clauses: [TextShape.Clause], _ sound: SpeechRuns) -> [TextShape.Clause] {
      let shares = sound.shares(of: clauses.reduce(0) { $0 + $1.length })
      let sentences = clauses.dropLast().count(where: \.endsSentence)
      let longest = sound.gaps.indices.sorted { (-sound.gaps[$0], $0) < (-sound.gaps[$1], $1) }
      let strong = Set(longest.prefix(min(sentences, clauses.count - 1)))
      var made: [TextShape.Clause] = []
      var length = 0.0
      let cuts = Set(longest.prefix(clauses.count - 1))
      for (index, share) in shares.enumerated() {
        length += share
        guard cuts.contains(index) || index == shares.count - 1 else { continue }
        let isLast = index == shares.count - 1
        made.append(TextShape.Clause(length: max(0.01, length), syllables: 1, endsSentence: isLast || strong.contains(index)))
        length = 0
      }
      return made
    }

    /// Right: most of what can be gained, 82 % and less where a speaker hesitates. Wrong: next to nothing (3 %). At most 4
    /// nats may speak for a text, so that pauses never outweigh a count of half or twice.
    var evidence: Double {
      let right = largestGain * min(0.82, max(0.4, 0.82 - 0.1 * max(0, runsPerClause - 1)))
      let wrong = largestGain * 0.03
      let rightSpread = Self.length(0.5 * spread + 0.5, 0.18 * largestGain)
      let wrongSpread = Self.length(1.05 * spread + 0.5, 0.1 * largestGain)
      let seen = min(right, max(wrong, gain))
      func logDensity(_ mean: Double, _ deviation: Double) -> Double {
        -(seen - mean) * (seen - mean) / (2 * deviation * deviation) - Double.log(deviation)
      }
      return min(4, logDensity(right, rightSpread) - logDensity(wrong, wrongSpread))
    }

    private static func length(_ a: Double, _ b: Double) -> Double { .sqrt(a * a + b * b) }
  }

  /// Orders that are the same in every run: SplitMix64 (Steele, Lea and Flood 2014) from a fixed seed, Fisher and Yates.
  private struct Shuffler {
    private var state: UInt64 = 0x5EED

    private mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
      var result = elements
      for last in stride(from: result.count - 1, to: 0, by: -1) {
        result.swapAt(last, Int(next() % UInt64(last + 1)))
      }
      return result
    }
  }
}

extension TextAnalyzer {
  /// Holds a text against the sound of a recording, as `TranscriptFit` holds a transcript without times.
  ///
  /// - Parameters:
  ///   - text: a line for each segment of its transcript.
  ///   - segments: speech in the sound.
  ///   - nuclei: when a syllable was heard, in seconds.
  /// - Returns: nats for the text (above 0) or against it; nil where one of them is too short to judge by.
  /// - Complexity: that of the alignment with the pauses, some tens of milliseconds.
  public func evidence(for text: String, segments: [TimeRange], nuclei: [Double]) -> Double? {
    let transcript = Transcript(
      format: "intone.analysis/1", declaredLanguage: nil,
      segments: text.split(separator: "\n").map { TranscriptSegment(text: String($0)) }, timing: .none)
    let stream = TokenStream(transcript, speech: [], duration: 0, lexicon: lexicon)
    return WordsAgainstSound(TextShape(stream), SpeechRuns(segments: segments, nuclei: nuclei), .clear)?.evidence
  }
}

extension Array<Double> {
  /// The place of the greatest number that is at least `least`, and greater than every other by as much; nil where none is.
  public func outstanding(by margin: Double) -> Int? {
    guard let best = indices.max(by: { self[$0] < self[$1] }), self[best] >= margin else { return nil }
    return indices.allSatisfy { $0 == best || self[best] - self[$0] >= margin } ? best : nil
  }
}
