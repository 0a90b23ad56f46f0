import Interview
import Reports

/// How a measured value turns into points, drawn as an SVG element: the value from left to right, the points from 0 to 100 upwards; the
/// stretch in which nothing is lost is shaded.
struct CurveFigure {
  let measure: Measure
  /// Value and score of 100, ascending in value; flat beyond the first and the last.
  let points: [(value: Double, score: Double)]

  private static let (left, right, top, bottom) = (30.0, 310.0, 8.0, 96.0)
  /// Units that a label of the axis takes.
  private static let labelWidth = 34.0

  private var range: (low: Double, high: Double) {
    let (first, last) = (points.first?.value ?? 0, points.last?.value ?? 1)
    let margin = max((last - first) * 0.12, 0.001)
    return (first >= 0 ? max(0, first - margin) : first - margin, last + margin)
  }

  private func x(_ value: Double) -> Double {
    let (low, high) = range
    return Self.left + (value - low) / (high - low) * (Self.right - Self.left)
  }

  private func y(_ score: Double) -> Double { Self.bottom - score / 100 * (Self.bottom - Self.top) }

  /// - Parameter title: what a screen reader says in its place; the figures stand in a table beside it.
  func svg(title: String) -> String {
    guard let first = points.first, let last = points.last else { return "" }
    var parts = ["<svg class=\"curve\" viewBox=\"0 0 320 118\" role=\"img\" aria-label=\"\(escaped(title))\">"]
    if let begin = points.first(where: { $0.score >= 100 }), let end = points.last(where: { $0.score >= 100 }) {
      let from = begin.value == first.value ? Self.left : x(begin.value)
      let to = end.value == last.value ? Self.right : x(end.value)
      parts.append(
        "<rect class=\"band\" x=\"\(tenth(from))\" y=\"\(tenth(Self.top))\" width=\"\(tenth(max(1, to - from)))\" height=\"\(tenth(Self.bottom - Self.top))\"/>"
      )
    }
    for score in [0.0, 50, 100] {
      parts.append(
        "<line class=\"grid\" x1=\"\(tenth(Self.left))\" x2=\"\(tenth(Self.right))\" y1=\"\(tenth(y(score)))\" y2=\"\(tenth(y(score)))\"/>")
      parts.append(
        "<text x=\"\(tenth(Self.left - 4))\" y=\"\(tenth(y(score) + 3.5))\" text-anchor=\"end\">\(Shown.decimals(score, 0))</text>")
    }
    let line =
      ["\(tenth(Self.left)),\(tenth(y(first.score)))"] + points.map { "\(tenth(x($0.value))),\(tenth(y($0.score)))" }
      + ["\(tenth(Self.right)),\(tenth(y(last.score)))"]
    parts.append("<polyline points=\"\(line.joined(separator: " "))\"/>")
    parts += points.map { "<circle cx=\"\(tenth(x($0.value)))\" cy=\"\(tenth(y($0.score)))\" r=\"3\"/>" }
    return (parts + labels() + ["</svg>"]).joined()
  }

  /// The values of the points, as many as fit beside one another; the first and the last first.
  private func labels() -> [String] {
    var taken: [Double] = []
    let order = [points.first, points.last].compactMap(\.self) + points.dropFirst().dropLast()
    return order.compactMap { point in
      let position = x(point.value)
      guard taken.allSatisfy({ abs($0 - position) >= Self.labelWidth }) else { return nil }
      taken.append(position)
      return "<text x=\"\(tenth(position))\" y=\"110\" text-anchor=\"middle\">\(escaped(Self.number(point.value, measure)))</text>"
    }
  }

  /// The value without its unit.
  static func number(_ value: Double, _ measure: Measure) -> String {
    measure.isShare ? Shown.short(value * 100) + " %" : Shown.short(value)
  }
}

/// Coordinates to a tenth, so that equal figures give equal text.
func tenth(_ value: Double) -> String { JSON.rounded(value, 1).text }

extension Shown {
  /// As many decimals as are needed, three at most.
  static func short(_ value: Double) -> String { JSON.rounded(value, 3).text.replacing("-", with: "−") }
}
