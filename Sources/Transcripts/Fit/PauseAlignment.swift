import RealModule

/// Lays the clauses of a text over the runs of speech and says what the best way costs.
///
/// Gale and Church (1993) align the sentences of a translation by nothing but their lengths: groups of neighbours on either
/// side belong together where their lengths agree, and dynamic programming finds the grouping of least cost. Here one side
/// is the text, the other the sound, and a border between groups also wants a pause, a long one at the end of a sentence.
/// Costs are negative logarithms of likelihood (nats).
struct PauseAlignment {
  /// Length of each run, in the unit of the clauses; both add up to the same.
  let runs: [Double]
  /// Class of the pause behind each run but the last, by its length against the pauses that end sentences.
  let pauses: [Int]
  let clauses: [Double]
  /// Whether a sentence ends with the clause.
  let endsSentence: [Bool]

  /// Upper ends of the classes of pauses. One is the k-th longest pause of the recording, where the text has k ends of
  /// sentences: what a speaker's pauses are like is known only from the speaker.
  static let classes = [0.2, 0.35, 0.55, 0.8, 1.0]

  /// A pause of each class inside a clause. These and the next were counted over best alignments of the tuning half; where
  /// the synthetic voices of that half never leave out a pause and people do, people's habit stands.
  static let inside = [4.9, 3.9, 3.9, 4.2, 5.5, 5.8]
  static let atSentence = [4.7, 4.7, 4.7, 4.2, 3.7, 0.14]
  static let atClause = [2.4, 1.5, 1.5, 2.5, 3.9, 4.35]
  /// The end of a sentence or of a clause without a pause.
  static let sentenceUnpaused = 2.8
  static let clauseUnpaused = 1.05
  /// Speech without text, text without speech: a price, and more for each syllable.
  static let left = (price: 8.0, perSyllable: 0.7)

  /// Variance of a group's length in the sound, about its length in the text.
  private static func variance(_ length: Double) -> Double { 0.07 * (1 + length) + 0.0025 * length * length }

  /// Beyond three standard deviations the cost grows in a straight line: one word that was not written must not decide.
  private static func misfit(_ square: Double) -> Double { square < 9 ? square / 2 : 4.5 + (.sqrt(square) - 3) * 3 }

  static func pauseClass(_ ratio: Double) -> Int { classes.count { ratio >= $0 } }

  /// How far the two may run apart, in syllables: half a minute, or a seventh of a long answer, at most a minute and a half.
  private var reach: Double { min(300, max(100, 0.15 * clauses.reduce(0, +))) }
  private var maximumClauses: Int { max(5, 2 * ((clauses.count - 1) / max(1, runs.count) + 1) + 2) }
  private var maximumRuns: Int { max(9, 2 * ((runs.count - 1) / max(1, clauses.count) + 1) + 4) }

  /// About how many groups are looked at.
  var work: Double {
    let total = max(1, clauses.reduce(0, +))
    return Double(runs.count * clauses.count) * min(1, 2 * reach / total) * Double(maximumClauses * maximumRuns)
  }

  /// The cost of the best alignment; nil where none lies within reach.
  ///
  /// 1. `best[i][j]` is what it costs to align the first i runs with the first j clauses.
  /// 2. The last group is one run alone, one clause alone, or some of each: the misfit of their lengths, the pauses inside,
  ///    the borders of clauses that have no pause, and the pause behind it.
  func cost() -> Double? {
    let (runCount, clauseCount) = (runs.count, clauses.count)
    let width = clauseCount + 1
    let heard = Self.sums(runs)
    let written = Self.sums(clauses)
    let insides = Self.sums(pauses.map { Self.inside[$0] })
    let unpaused = Self.sums(endsSentence.dropLast().map { $0 ? Self.sentenceUnpaused : Self.clauseUnpaused })
    let (maximumClauses, maximumRuns, reach) = (maximumClauses, maximumRuns, reach)
    var best = [Double](repeating: .infinity, count: (runCount + 1) * width)
    best[0] = 0
    var first = 1
    for i in 1...runCount {
      while first < clauseCount, written[first] < heard[i] - reach { first += 1 }
      var j = first
      while j <= clauseCount, written[j] <= heard[i] + reach {
        var cheapest = best[(i - 1) * width + j] + Self.left.price + Self.left.perSyllable * runs[i - 1]
        cheapest = min(cheapest, best[i * width + j - 1] + Self.left.price + Self.left.perSyllable * clauses[j - 1])
        let isInner = i < runCount && j < clauseCount
        let border = isInner ? (endsSentence[j - 1] ? Self.atSentence : Self.atClause)[pauses[i - 1]] : 0
        for some in 1...min(maximumClauses, j) {
          let length = written[j] - written[j - some]
          let variance = Self.variance(length)
          let fixed = Double.log(variance) / 2 + unpaused[j - 1] - unpaused[j - some] + border
          for many in 1...min(maximumRuns, i) {
            let before = best[(i - many) * width + j - some]
            // The logarithm of the smallest variance is about −2: nothing is cheaper by more than 1.
            guard before < cheapest + 1 else { continue }
            let off = heard[i] - heard[i - many] - length
            cheapest = min(cheapest, before + fixed + Self.misfit(off * off / variance) + insides[i - 1] - insides[i - many])
          }
        }
        best[i * width + j] = cheapest
        j += 1
      }
    }
    let cost = best[runCount * width + clauseCount]
    return cost.isFinite ? cost : nil
  }

  /// Sums of the first 0, 1, 2 … numbers.
  private static func sums(_ numbers: some Sequence<Double>) -> [Double] { numbers.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) } }
}

extension PauseAlignment {
  init(_ sound: SpeechRuns, _ clauses: [TextShape.Clause]) {
    let length = clauses.reduce(0) { $0 + $1.length }
    runs = sound.shares(of: length)
    let sentences = clauses.dropLast().count(where: \.endsSentence)
    let wanted = sentences > 0 ? sentences : max(1, clauses.count - 1)
    let ordered = sound.gaps.sorted(by: >)
    let long = ordered.isEmpty ? 1 : max(0.001, ordered[min(wanted, ordered.count) - 1])
    pauses = sound.gaps.map { Self.pauseClass($0 / long) }
    self.clauses = clauses.map(\.length)
    endsSentence = clauses.map(\.endsSentence)
  }
}
