import Interview

/// One person's scores by one role model, as means over the answers that count; what audits and calibration work on.
/// It holds sums and no answer, so that a million of them fit into memory.
/// The sums are written to the last bit, so that what is made of them elsewhere is the same.
public struct ScoredCandidate: Sendable, Hashable, Codable {
  private struct Sum: Sendable, Hashable, Codable {
    var total = 0.0
    var n = 0.0
  }

  private enum CodingKeys: String, CodingKey {
    case id, answers
    case overallSum = "overall_sum"
    case dimensionSums = "dimension_sums"
    case lostSums = "lost_sums"
    case unknown
    case isPartial = "partial"
  }

  public let id: String
  /// Answers with a score.
  public private(set) var answers = 0
  private var overallSum = 0.0
  private var dimensionSums: [String: Sum] = [:]
  private var lostSums: [String: Double] = [:]
  /// Indicators that could be judged in no answer.
  public private(set) var unknown: Set<String> = []

  /// Whether a dimension could not be judged in one answer or more: such an overall score is no equal of a whole one.
  public private(set) var isPartial = false

  public init(id: String) { self.id = id }

  /// Takes one more answer in; one without a score changes nothing.
  public mutating func add(_ card: Scorecard) {
    guard let overall = card.overall else { return }
    overallSum += overall.value
    for dimension in card.dimensions {
      guard let score = dimension.score else { continue }
      dimensionSums[dimension.id, default: Sum()].total += score.value
      dimensionSums[dimension.id, default: Sum()].n += 1
    }
    for point in card.lostPoints { lostSums[point.dimension + "." + point.indicator, default: 0] += point.points.value }
    if !card.missing.isEmpty { isPartial = true }
    unknown = answers == 0 ? Set(card.unknown.keys) : unknown.intersection(card.unknown.keys)
    answers += 1
  }

  /// 0…100; 0 without an answer.
  public var overall: Double { answers > 0 ? overallSum / Double(answers) : 0 }

  /// Mean score of each dimension over the answers in which it could be judged, 0…100.
  public var dimensions: [String: Double] { dimensionSums.mapValues { $0.total / $0.n } }

  /// Mean points lost at each indicator (`<dimension>.<indicator>`) over all answers; they add up to 100 − overall.
  public var lost: [String: Double] { lostSums.mapValues { $0 / Double(answers) } }
}
