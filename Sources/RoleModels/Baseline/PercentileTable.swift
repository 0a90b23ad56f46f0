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

  /// One bar of a histogram.
  public struct Bar: Sendable, Hashable {
    /// From `low`, below `high`; the last one's `high` is in it.
    public let low: Double
    public let high: Double
    /// Of the cohort, 0…1.
    public let share: Double
  }

  /// The cohort in bars of equal width from its least value to its greatest; between two percentiles values are taken to lie evenly. One bar
  /// where all are equal.
  public func histogram(bars: Int) -> [Bar] {
    guard let minimum = percentiles.first, let maximum = percentiles.last, bars > 1, maximum > minimum else {
      return percentiles.first.map { [Bar(low: $0, high: $0, share: 1)] } ?? []
    }
    let width = (maximum - minimum) / Double(bars)
    var shares = [Double](repeating: 0, count: bars)
    for (low, high) in zip(percentiles, percentiles.dropFirst()) {
      let first = min(bars - 1, Int((low - minimum) / width))
      let last = min(bars - 1, Int((high - minimum) / width))
      guard high > low, first < last else {
        shares[first] += 0.01
        continue
      }
      for bar in first...last {
        let (left, right) = (minimum + Double(bar) * width, minimum + Double(bar + 1) * width)
        shares[bar] += 0.01 * max(0, min(high, right) - max(low, left)) / (high - low)
      }
    }
    return shares.indices.map { Bar(low: minimum + Double($0) * width, high: minimum + Double($0 + 1) * width, share: shares[$0]) }
  }
}
