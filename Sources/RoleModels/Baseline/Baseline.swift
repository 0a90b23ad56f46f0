import Interview

/// A baseline: how the answers in a store spread when it was frozen. It never changes; a newer one is another version.
public struct Baseline: Sendable, Hashable, Codable {
  /// Fewest answers on which a percentile rests; below it is unknown, `cohort.too-small`. With 30 the 95 % interval of a
  /// median is already some ±18 percentiles wide (binomial: 1.96 · √(0.25/30)); a starting point that may be raised.
  public static let minimumSampleSize = 30
  /// In place of a question's id: all questions of the role together.
  public static let allQuestions = "*"

  public static let currentSchema = "intone.baseline/1"

  public let schema: String
  /// The role model's id.
  public let role: String
  /// From 1.
  public let version: Int
  /// Measures of another engine are not comparable.
  public let engine: String
  /// When it was frozen, `2026-11-21T10:00:00Z`.
  public let frozen: String
  public let fewest: Int
  /// Answers that it was made of; only attempts that count.
  public let answers: Int
  /// By question and measure; only what at least `fewest` answers know.
  public let questions: [String: [String: PercentileTable]]

  public init(
    role: String, version: Int, engine: String, frozen: String, fewest: Int = Self.minimumSampleSize, answers: Int,
    questions: [String: [String: PercentileTable]]
  ) {
    schema = Self.currentSchema
    self.role = role
    self.version = version
    self.engine = engine
    self.frozen = frozen
    self.fewest = fewest
    self.answers = answers
    self.questions = questions
  }

  /// Whether every spread has its 101 percentiles, ascending: a file may have been written by hand.
  public var isWhole: Bool {
    questions.values.joined().allSatisfy { $0.value.percentiles.count == 101 && $0.value.percentiles == $0.value.percentiles.sorted() }
  }

  /// How a measure spreads over the answers to a question; where too few answered it, over all questions.
  public func spread(_ measure: Measure, question: String) -> Measured<PercentileTable> {
    if let spread = questions[question]?[measure.rawValue] ?? questions[Self.allQuestions]?[measure.rawValue] { return .value(spread) }
    return .unknown(.cohortTooSmall)
  }
}
