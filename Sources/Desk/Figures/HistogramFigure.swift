import Interview
import Reports

/// How often values come, drawn as an SVG element: bars side by side, the highest as high as the drawing.
struct HistogramFigure {
  /// How often, one for each bar, none negative.
  let bars: [Double]
  /// What stands below: at the left end, in the middle, at the right end.
  let labels: [String]
  /// Where a vertical line stands, from 0 at the left to 1 at the right; nil for none.
  var mark: Double?

  private static let (width, top, bottom) = (200.0, 4.0, 56.0)

  /// - Parameter title: what a screen reader says in its place; the figures stand in a table beside it.
  func svg(title: String) -> String {
    guard let tallest = bars.max(), tallest > 0 else { return "" }
    var parts = ["<svg class=\"histogram\" viewBox=\"0 0 204 70\" role=\"img\" aria-label=\"\(escaped(title))\">"]
    let step = Self.width / Double(bars.count)
    for (index, count) in bars.enumerated() where count > 0 {
      let height = max(1, count / tallest * (Self.bottom - Self.top))
      parts.append(
        "<rect x=\"\(tenth(2 + Double(index) * step))\" y=\"\(tenth(Self.bottom - height))\" width=\"\(tenth(max(1, step - 1)))\" height=\"\(tenth(height))\"/>"
      )
    }
    parts.append("<line x1=\"2\" x2=\"202\" y1=\"\(tenth(Self.bottom))\" y2=\"\(tenth(Self.bottom))\"/>")
    if let mark {
      let x = tenth(2 + mark * Self.width)
      parts.append("<line class=\"mark\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"\(tenth(Self.bottom))\"/>")
    }
    for (index, label) in labels.enumerated() where !label.isEmpty {
      let (x, anchor) = index == 0 ? (2.0, "start") : index == labels.count - 1 ? (202.0, "end") : (102.0, "middle")
      parts.append("<text x=\"\(tenth(x))\" y=\"68\" text-anchor=\"\(anchor)\">\(escaped(label))</text>")
    }
    return (parts + ["</svg>"]).joined()
  }
}
