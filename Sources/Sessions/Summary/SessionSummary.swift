import Interview

/// One counted answer as the session's summary needs it.
public struct SessionAnswer: Sendable {
  public let question: String
  public let scorecard: Scorecard
  public let measures: [Measure: Measured<Double>]

  public init(question: String, scorecard: Scorecard, measures: [Measure: Measured<Double>] = [:]) {
    self.question = question
    self.scorecard = scorecard
    self.measures = measures
  }
}

/// Two answers of one session that say the same; how alike they are is measured by the text analysis.
public struct RepeatedAnswer: Sendable, Hashable {
  public let first: String
  public let second: String
  /// 0…1.
  public let similarity: Double
  /// The matching passage in each, where its times are known.
  public let firstSpan: TimeRange?
  public let secondSpan: TimeRange?

  public init(first: String, second: String, similarity: Double, firstSpan: TimeRange? = nil, secondSpan: TimeRange? = nil) {
    self.first = first
    self.second = second
    self.similarity = similarity
    self.firstSpan = firstSpan
    self.secondSpan = secondSpan
  }
}

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
  public let followUps: [FollowUp]
  public let notes: [Bilingual]
}

extension SessionSummary {
  /// Share of the questions that need a score before the session has one.
  static let leastScored = 0.5

  /// - Parameters:
  ///   - state: with its manifest and attempts.
  ///   - answers: the counted attempt of each question that has been analysed.
  ///   - repeated: from the text analysis.
  /// - Complexity: linear in answers and their dimensions.
  public init(_ state: SessionState, answers: [SessionAnswer], repeated: [RepeatedAnswer] = []) {
    let order = state.questions
    let answers = answers.sorted {
      (order.firstIndex(of: $0.question) ?? order.count, $0.question) < (order.firstIndex(of: $1.question) ?? order.count, $1.question)
    }
    let scored = answers.filter { $0.scorecard.overall != nil }
    let models = Set(answers.map(\.scorecard.roleModel))
    self.scored = scored.count
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
    let needed = Double(questions ?? answers.count) * Self.leastScored
    if scored.isEmpty || Double(scored.count) < needed || models.count > 1 {
      (overall, low, high) = (nil, nil, nil)
    } else {
      let mean = Self.mean(scored.compactMap(\.scorecard.overall))
      let halves = scored.map { answer -> Double in
        guard let low = answer.scorecard.confidence.low, let high = answer.scorecard.confidence.high else { return 0 }
        return Double((high - low).hundredths) / 2
      }
      let half = Int((halves.map { $0 * $0 }.reduce(0, +).squareRoot() / Double(scored.count)).rounded(.up))
      overall = mean
      low = Points(hundredths: max(0, mean.hundredths - half))
      high = Points(hundredths: min(10_000, mean.hundredths + half))
    }
    notes = Self.notes(state, skipped: skipped, scored: scored.count, needed: needed, models: models.count, repeated: repeated)
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

  private static func notes(
    _ state: SessionState, skipped: [String], scored: Int, needed: Double, models: Int, repeated: [RepeatedAnswer]
  ) -> [Bilingual] {
    var notes: [Bilingual] = []
    if models > 1 {
      notes.append(
        Bilingual(
          zh: "各题由不同的岗位模型或版本评分，无法合成总分；请先重新评分。",
          en: "The answers were scored by different models or versions, so there is no overall score; score them again first."))
    } else if scored == 0 || Double(scored) < needed {
      notes.append(
        Bilingual(zh: "仅 \(scored) 题有得分，数据不足，不给总分。", en: "Only \(scored) answers have a score: insufficient data for an overall score."))
    }
    if !skipped.isEmpty {
      notes.append(
        Bilingual(
          zh: "未作答的题目：\(skipped.joined(separator: "、"))（不计为 0 分）。",
          en: "Skipped questions: \(skipped.joined(separator: ", ")) (not counted as 0)."))
    }
    notes += repeated.map { pair in
      let percent = JSON.rounded(pair.similarity * 100, 0).text
      return Bilingual(
        zh: "题目 \(pair.first) 与 \(pair.second) 的回答内容相似度 \(percent) %。",
        en: "The answers to \(pair.first) and \(pair.second) are \(percent) % alike in content.")
    }
    return notes + state.flags.map(\.message)
  }
}
