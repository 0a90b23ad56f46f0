import Interview

/// How this speaker speaks over the session: the median of each measure over the answers. Each answer can then be seen
/// against its own speaker instead of against everybody.
public struct SpeakerBaseline: Sendable, Hashable {
  /// Fewest answers on which a baseline rests: the median of two is only their mean.
  public static let minimumAnswers = 3

  /// Rates, pauses and pitch movement; measures of the recording or of length say nothing of a manner of speaking.
  public static let measures: [Measure] = [
    .speechRate, .articulationRate, .charactersPerMinute, .wordsPerMinute, .pausesPerMinute, .pauseRatio, .pauseMean, .meanLengthOfRun,
    .f0SD, .leadIn, .fillersPerMinute,
  ]

  public let medians: [Measure: Double]
  /// Whether rates are compared that were counted in texts, or those estimated from the sound: not one with the other.
  private let areCounted: Bool

  public init(_ answers: [SessionAnswer]) {
    let known = answers.filter { $0.measures[.speechRate]?.value != nil }
    let areCounted = known.count { $0.measures.areCounted } * 2 >= known.count
    self.areCounted = areCounted
    var medians: [Measure: Double] = [:]
    for measure in Self.measures {
      let like = measure.restsOnSyllables ? answers.filter { $0.measures.areCounted == areCounted } : answers
      let values = like.compactMap { $0.measures[measure]?.value }.sorted()
      guard values.count >= Self.minimumAnswers else { continue }
      let middle = values.count / 2
      medians[measure] = values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
    self.medians = medians
  }

  /// Answers whose speech rate leaves the speaker's own median by more than `share`, in their order.
  ///
  /// - Parameter share: 0.25 as default, five times the just noticeable difference in tempo of running speech (about 5 %, Quené
  ///   2007). A starting point, not validated here.
  public func departures(_ answers: [SessionAnswer], share: Double = 0.25) -> [PaceDeparture] {
    guard let median = medians[.speechRate], median > 0 else { return [] }
    return answers.compactMap { answer in
      guard answer.measures.areCounted == areCounted, let rate = answer.measures[.speechRate]?.value, abs(rate / median - 1) > share else {
        return nil
      }
      return PaceDeparture(question: answer.question, rate: rate, baseline: median)
    }
  }
}

/// An answer spoken at a pace unlike the speaker's own.
public struct PaceDeparture: Sendable, Hashable {
  public let question: String
  /// Syllables per second.
  public let rate: Double
  public let baseline: Double

  public init(question: String, rate: Double, baseline: Double) {
    self.question = question
    self.rate = rate
    self.baseline = baseline
  }

  /// −0.3 is 30 % slower than the speaker's own median.
  public var change: Double { rate / baseline - 1 }

  public var message: Bilingual {
    let percent = JSON.rounded(abs(change) * 100, 0).text
    return Bilingual(
      zh: "题目 \(question) 的语速比本人其他回答\(change < 0 ? "慢" : "快") \(percent) %。",
      en: "Question \(question) is spoken \(percent) % \(change < 0 ? "slower" : "faster") than this speaker's other answers.")
  }
}
