import Interview
import RealModule

/// How two figures go together over people, with what the number of people leaves open.
public struct Correlation: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, Codable { case pearson, spearman }

  public let kind: Kind
  /// −1…1.
  public let value: Double
  /// The 95 % interval.
  public let low: Double
  public let high: Double
  public let n: Int

  /// Fewest pairs for which an interval exists: its width goes with 1/√(n − 3).
  public static let minimumSampleSize = 4

  /// Nil below `fewest` pairs, or where one side never varies. O(n log n).
  ///
  /// The interval is Fisher's (1921) z ± 1.96/√(n − 3); for ranks with Bonett and Wright's (2000) wider error
  /// √((1 + r²/2)/(n − 3)).
  public init?(_ kind: Kind, _ left: [Double], _ right: [Double]) {
    let n = min(left.count, right.count)
    guard n >= Self.minimumSampleSize else { return nil }
    let (x, y) = (Array(left.prefix(n)), Array(right.prefix(n)))
    guard let r = kind == .pearson ? Self.pearson(x, y) : Self.pearson(Self.ranks(x), Self.ranks(y)) else { return nil }
    self.kind = kind
    self.n = n
    value = r
    (low, high) = Self.interval(of: r, n: n, kind)
  }

  /// The 95 % interval around a correlation over so many pairs; all that is possible below `fewest`.
  public static func interval(of r: Double, n: Int, _ kind: Kind = .pearson) -> (low: Double, high: Double) {
    guard n >= minimumSampleSize else { return (-1, 1) }
    guard abs(r) < 1 else { return (r, r) }
    let z = 0.5 * Double.log((1 + r) / (1 - r))
    let error = ((kind == .pearson ? 1 : 1 + r * r / 2) / Double(n - 3)).squareRoot()
    return (back(z - 1.959_964 * error), back(z + 1.959_964 * error))
  }

  private static func back(_ z: Double) -> Double {
    let e = Double.exp(2 * z)
    return e.isInfinite ? 1 : (e - 1) / (e + 1)
  }

  private static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
    guard varies(x), varies(y) else { return nil }
    let n = Double(x.count)
    let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - mx) * (a - mx)
      yy += (b - my) * (b - my)
      xy += (a - mx) * (b - my)
    }
    guard xx > 0, yy > 0 else { return nil }
    return min(1, max(-1, xy / (xx * yy).squareRoot()))
  }

  /// The mean of equal numbers is not always the number: what is left of the rounding is no spread.
  private static func varies(_ values: [Double]) -> Bool {
    guard let low = values.min(), let high = values.max() else { return false }
    return high - low > 1e-9 * max(abs(low), abs(high))
  }

  /// From 1; equal values share the mean of their ranks.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for index in start...end { ranks[order[index]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }
}
