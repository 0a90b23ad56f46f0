import Interview

/// Weights that would follow a later outcome better than the current ones, and how sure that is.
public struct WeightSuggestion: Sendable, Hashable {
  public struct Weight: Sendable, Hashable {
    public let dimension: String
    /// In points of 100.
    public let current: Points
    public let suggested: Points
    /// The 95 % interval of the weight that follows the outcome best, in points of 100; 0…100 where the outcome says nothing.
    public let low: Double
    public let high: Double
  }

  public let weights: [Weight]
  public let n: Int
  /// By how much the correlation with the outcome grows for people that the weights were not fitted to.
  public let gain: Double
  /// The 95 % interval of the gain (Zou 2007 for two correlations that share a side).
  public let gainLow: Double
  public let gainHigh: Double

  /// Whether there is anything to adopt: the gain is above 0 with 95 % sureness, and a weight moves by a point at least.
  public var isChange: Bool { gainLow > 0 && weights.contains { $0.suggested != $0.current } }

  /// Fewest people. Below it the interval of a correlation of 0.3 reaches from about −0.05 to 0.6 and more: nothing could be
  /// suggested that chance would not explain.
  public static let minimumSampleSize = 40
  /// Parts for cross-validation.
  static let folds = 5

  /// - Parameters:
  ///   - current: adding up to 100 points.
  ///   - rows: for each person the score in each dimension of `current`.
  /// - Returns: nil below `fewest` people, or where the outcome or the scores never vary.
  /// - Complexity: folds² × strengths × p² and linear in people.
  public init?(_ current: [(dimension: String, weight: Points)], rows: [[Double]], outcomes: [Double]) {
    let size = current.count
    guard size > 1, rows.count == outcomes.count, rows.count >= max(Self.minimumSampleSize, size * 4) else { return nil }
    let sum = Double(current.map(\.weight.hundredths).reduce(0, +))
    guard sum > 0 else { return nil }
    let fit = WeightFit(current: current.map { Double($0.weight.hundredths) / sum })
    func composite(_ row: [Double], _ weights: [Double]) -> Double { zip(row, weights).map { $0 * $1 }.reduce(0, +) }

    let folds = (0..<Self.folds).map { part -> WeightFit.Fold in
      let members = rows.indices.filter { $0 % Self.folds == part }
      return WeightFit.Fold(members.map { rows[$0] }, members.map { outcomes[$0] }, columns: size)
    }
    var (fresh, old, truth): ([Double], [Double], [Double]) = ([], [], [])
    for part in folds.indices {
      let others = folds.indices.filter { $0 != part }.map { folds[$0] }
      let training = others.dropFirst().reduce(others[0].moments) { $0.adding($1.moments) }
      let weights = fit.weights(fit.slopes(training, strength: fit.strength(others)))
      fresh += folds[part].rows.map { composite($0, weights) }
      old += folds[part].rows.map { composite($0, fit.current) }
      truth += folds[part].outcomes
    }
    guard let new = Correlation(.pearson, fresh, truth), let before = Correlation(.pearson, old, truth),
      let between = Correlation(.pearson, fresh, old)
    else { return nil }
    (gain, gainLow, gainHigh) = Self.difference(new, before, between.value)

    let all = Moments(rows, outcomes, columns: size)
    let shares = fit.weights(fit.slopes(all, strength: fit.strength(folds)))
    let isSure = gainLow > 0
    // Whole points: a model is read and written by people.
    let points = apportion(Points(hundredths: 100), by: shares, keys: current.map(\.dimension)).map {
      Points(hundredths: $0.hundredths * 100)
    }
    let intervals = Self.intervals(all)
    n = rows.count
    weights = current.indices.map { index in
      Weight(
        dimension: current[index].dimension, current: current[index].weight, suggested: isSure ? points[index] : current[index].weight,
        low: intervals[index].low, high: intervals[index].high)
    }
  }

  /// The difference of r(a, y) and r(b, y) with its 95 % interval, when a and b correlate by `between`: Zou (2007), "Toward
  /// using confidence intervals to compare correlations", Psychological Methods 12, eq. 16.
  static func difference(_ a: Correlation, _ b: Correlation, _ between: Double) -> (value: Double, low: Double, high: Double) {
    let (r, s) = (a.value, b.value)
    let below = (1 - r * r) * (1 - s * s)
    let c =
      below > 0
      ? ((between - r * s / 2) * (1 - between * between - r * r - s * s) + between * between * between) / below : 1
    func half(_ left: Double, _ right: Double) -> Double { max(0, left * left + right * right - 2 * c * left * right).squareRoot() }
    return (r - s, r - s - half(r - a.low, b.high - s), r - s + half(a.high - r, s - b.low))
  }

  /// The 95 % interval of each weight as the ratio of a slope to the sum of slopes, free of any shrinking: least squares and
  /// Fieller's theorem (Fieller 1954), cut to 0…100. All of 0…100 where the sum of slopes may be 0.
  static func intervals(_ moments: Moments) -> [(low: Double, high: Double)] {
    let size = moments.x.count
    let open = [(low: Double, high: Double)](repeating: (0, 100), count: size)
    let (xx, xy, yy) = moments.covariances
    let freedom = moments.n - Double(size) - 1
    guard freedom > 0, let inverse = inverse(xx) else { return open }
    let slopes = inverse.map { row in zip(row, xy).map { $0 * $1 }.reduce(0, +) }
    let rest = max(0, yy - zip(slopes, xy).map { $0 * $1 }.reduce(0, +))
    let scale = rest / freedom
    let sum = slopes.reduce(0, +)
    // Student's t from the normal quantile (Cornish and Fisher 1938, first terms).
    let z = 1.959_964
    let t = z + (z * z * z + z) / (4 * freedom)
    let sumVariance = inverse.joined().reduce(0, +) * scale
    let g = t * t * sumVariance / (sum * sum)
    guard sum > 0, g < 1 else { return open }
    return slopes.indices.map { j in
      let ratio = slopes[j] / sum
      let (own, shared) = (inverse[j][j] * scale, inverse[j].reduce(0, +) * scale)
      let inner = own - 2 * ratio * shared + ratio * ratio * sumVariance - g * (own - (sumVariance > 0 ? shared * shared / sumVariance : 0))
      let half = t / sum * max(0, inner).squareRoot()
      let centre = ratio - (sumVariance > 0 ? g * shared / sumVariance : 0)
      func cut(_ share: Double) -> Double { min(100, max(0, 100 * share / (1 - g))) }
      return (cut(centre - half), cut(centre + half))
    }
  }
}
