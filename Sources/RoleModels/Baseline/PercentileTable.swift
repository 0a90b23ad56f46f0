import Interview

/// How the answers of a cohort spread in one measure: 101 percentiles, with what they rest on.
public struct PercentileTable: Sendable, Hashable, Codable {
  /// Answers in which the measure is known.
  public let n: Int
  public let mean: Double
  /// Values at 0, 1, …, 100 % of the answers, ascending.
  public let percentiles: [Double]

  public init(n: Int, mean: Double, percentiles: [Double]) {
    self.n = n
    self.mean = mean
    self.percentiles = percentiles
  }

  public var median: Double { percentiles[50] }

  /// Share of the cohort below `value`, in percent 0…100: the middle of the percentiles that lie at the value, or between
  /// two of them in proportion.
  public func percentile(of value: Double) -> Double {
    let below = percentiles.firstIndex { $0 >= value } ?? percentiles.count
    let upTo = percentiles.firstIndex { $0 > value } ?? percentiles.count
    if upTo > below { return Double(below + upTo - 1) / 2 }
    guard below > 0 else { return 0 }
    guard below < percentiles.count else { return 100 }
    let (low, high) = (percentiles[below - 1], percentiles[below])
    return Double(below - 1) + (value - low) / (high - low)
  }
}
