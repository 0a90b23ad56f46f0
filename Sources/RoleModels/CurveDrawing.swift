import Interview

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
