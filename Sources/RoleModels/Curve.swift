import Interview

/// How a measured value turns into a share of an indicator's points: straight lines between named points, flat beyond
/// the first and the last. The stretch at 100 is the dead band, in which nothing is lost.
public struct Curve: Sendable, Hashable {
  public struct Point: Sendable, Hashable {
    /// In the measure's unit.
    public let value: Double
    /// 0…100.
    public let score: Double

    public init(_ value: Double, _ score: Double) {
      self.value = value
      self.score = score
    }
  }

  /// At least one, ascending in `value`, at least one of them at 100.
  public let points: [Point]

  /// - Precondition: as `points` says; the decoder checks it with line and column.
  public init(_ points: [Point]) {
    precondition(!points.isEmpty && zip(points, points.dropFirst()).allSatisfy { $0.value < $1.value })
    self.points = points
  }

  /// 0…1.
  public func share(at value: Double) -> Double {
    guard let next = points.firstIndex(where: { $0.value >= value }) else { return points[points.count - 1].score / 100 }
    guard next > 0 else { return points[0].score / 100 }
    let (left, right) = (points[next - 1], points[next])
    let part = (value - left.value) / (right.value - left.value)
    return (left.score + part * (right.score - left.score)) / 100
  }

  /// The values between which nothing is lost; nil at a side where the curve stays at 100 to its end.
  public var band: (low: Double?, high: Double?) {
    guard let first = points.firstIndex(where: { $0.score >= 100 }), let last = points.lastIndex(where: { $0.score >= 100 }) else {
      return (nil, nil)
    }
    return (first == 0 ? nil : points[first].value, last == points.count - 1 ? nil : points[last].value)
  }
}

/// A curve drawn with characters, for `intone model show --curve`.
public struct CurveDrawing: Sendable {
  private let measure: Measure
  private let curve: Curve

  public init(_ measure: Measure, _ curve: Curve) {
    self.measure = measure
    self.curve = curve
  }

  /// Ten rows of `width` columns, with the scores at the left and the values below.
  public func text(in language: Language, width: Int = 60) -> String {
    let first = curve.points[0].value
    let last = curve.points[curve.points.count - 1].value
    let margin = max((last - first) * 0.1, 0.001)
    let (low, high) = (first >= 0 ? max(0, first - margin) : first - margin, last + margin)
    let columns = (0..<width).map { curve.share(at: low + (high - low) * Double($0) / Double(width - 1)) }
    var rows = stride(from: 10, through: 1, by: -1).map { row -> String in
      let label = row % 5 == 0 ? "\(row * 10)" : ""
      return label.padded(left: 5) + " │" + columns.map { $0 * 10 + 0.5 >= Double(row) ? "█" : " " }.joined()
    }
    rows.append("    0 └" + String(repeating: "─", count: width))
    let right = measure.shown(high)[language]
    rows.append("       " + measure.shown(low)[language].padded(to: max(1, width - right.displayWidth)) + right)
    return rows.joined(separator: "\n")
  }
}
