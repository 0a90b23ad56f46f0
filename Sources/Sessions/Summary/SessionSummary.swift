import Interview

/// The scorecard of a whole session: the mean over its scored answers, each question alike.
///
/// A skipped question is said and does not count as 0. Below half of the questions there is no overall score.
public struct SessionSummary: Sendable {
  /// One dimension over the answers in which it could be judged.
  public struct DimensionMean: Sendable, Hashable {
    public let id: String
    public let name: Bilingual
    public let score: Points
    /// Answers that it rests on.
    public let answers: Int
  }

  /// A question that a person may want to come back to.
  public struct FollowUp: Sendable, Hashable {
    public let question: String
    public let message: Bilingual
    public let spans: [TimeRange]
  }

  /// 0…100; nil where too few answers have a score, or where answers were scored by different models.
  public let overall: Points?
  /// The interval around it; the answers' own intervals, taken as independent.
  public let low: Points?
  public let high: Points?
  public let scored: Int
  /// Nil where no manifest says how many questions there are.
  public let questions: Int?
  public let dimensions: [DimensionMean]
  public let skipped: [String]
  public let baseline: SpeakerBaseline
  public let departures: [PaceDeparture]
  public let repeated: [RepeatedAnswer]
  public let followUps: [FollowUp]
  /// What a person should know, in order: why there is no score, skipped questions, attempts, repeated content, pace,
  /// accommodations.
  public let notes: [Bilingual]
}

extension SessionSummary {
  /// Share of the questions that need a score before the session has one.
  static let minimumScoredShare = 0.5

  /// - Parameters:
  ///   - state: with its manifest and attempts.
  ///   - answers: the counted attempt of each question that has been analysed.
  ///   - policy: by which they were picked among several attempts.
  ///   - repeated: from the text analysis.
  ///   - accommodations: of the manifest.
  /// - Complexity: linear in answers and their dimensions.
  public init(
    _ state: SessionState, answers: [SessionAnswer], policy: AttemptPolicy = .last, repeated: [RepeatedAnswer] = [],
    accommodations: [String] = []
  ) {
    let order = state.questions
    let answers = answers.sorted {
      (order.firstIndex(of: $0.question) ?? order.count, $0.question) < (order.firstIndex(of: $1.question) ?? order.count, $1.question)
    }
    let scored = answers.filter { $0.scorecard.overall != nil }
    let models = Set(answers.map(\.scorecard.roleModel))
    self.scored = scored.count
    self.repeated = repeated
    questions = state.progress.of
    skipped = state.skipped
    dimensions = Self.means(scored)
    baseline = SpeakerBaseline(answers)
    departures = baseline.departures(answers)
    followUps = answers.flatMap { answer in
      answer.scorecard.advisory.filter { $0.kind == .suggestFollowUp }.map {
        FollowUp(question: answer.question, message: $0.message, spans: $0.spans)
      }
    }
    let needed = Double(questions ?? answers.count) * Self.minimumScoredShare
    var lacking: Bilingual?
    if models.count > 1 {
      lacking = Self.severalModels
    } else if scored.isEmpty || Double(scored.count) < needed {
      lacking = Self.tooFew(scored.count, of: questions)
    }
    if lacking != nil {
      (overall, low, high) = (nil, nil, nil)
    } else {
      let mean = MeanScore(scored.map(\.scorecard))
      (overall, low, high) = (mean?.overall, mean?.low, mean?.high)
    }
    // Before anything has come there is nothing to lack.
    notes =
      (state.attempts.isEmpty ? [] : [lacking].compactMap(\.self)) + Self.passedOver(skipped) + state.retakes(policy)
      + state.flags.map(\.message) + repeated.map(\.message) + departures.map(\.message) + Self.switchedOff(accommodations)
  }

  private static func mean(_ points: [Points]) -> Points {
    let sum = points.map(\.hundredths).reduce(0, +)
    return Points(hundredths: Int((Double(sum) / Double(points.count)).rounded()))
  }

  private static func means(_ answers: [SessionAnswer]) -> [DimensionMean] {
    var order: [String] = []
    var found: [String: (name: Bilingual, scores: [Points])] = [:]
    for dimension in answers.flatMap(\.scorecard.dimensions) {
      guard let score = dimension.score else { continue }
      if found[dimension.id] == nil { order.append(dimension.id) }
      found[dimension.id, default: (dimension.name, [])].scores.append(score)
    }
    return order.compactMap { id in
      found[id].map { DimensionMean(id: id, name: $0.name, score: mean($0.scores), answers: $0.scores.count) }
    }
  }
}

/// The score of several answers together: their mean, with its interval.
public struct MeanScore: Sendable, Hashable {
  public let overall: Points
  /// Nil where one of the answers has no interval, as history from elsewhere has none: nobody knows how sure it is.
  public let low: Points?
  public let high: Points?

  /// One voice in one room errs the same way in every answer, and what is unknown in one is unknown in most: the interval is
  /// the mean of theirs, and does not shrink with their number.
  ///
  /// - Returns: nil without answers, or where one of them has no score.
  public init?(_ cards: [Scorecard]) {
    let scores = cards.compactMap(\.overall)
    guard !scores.isEmpty, scores.count == cards.count else { return nil }
    func mean(_ points: [Points]) -> Double { Double(points.map(\.hundredths).reduce(0, +)) / Double(points.count) }
    overall = Points(hundredths: Int(mean(scores).rounded()))
    let (lows, highs) = (cards.compactMap(\.confidence.low), cards.compactMap(\.confidence.high))
    let isKnown = lows.count == cards.count && highs.count == cards.count
    low = isKnown ? min(overall, Points(hundredths: Int(mean(lows).rounded(.down)))) : nil
    high = isKnown ? max(overall, Points(hundredths: Int(mean(highs).rounded(.up)))) : nil
  }
}
