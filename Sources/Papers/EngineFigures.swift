import Documents
import Interview
import RoleModels

/// What the engine was made from and held against: the one file (`Resources/engine.json`) from which its card and `docs/engine-card.md` are
/// made. Counts and correlations are kept raw; their intervals are computed here.
package struct EngineFigures: Document {
  /// Recordings that something was made from or measured on, and their licence.
  package struct Source: Document {
    package let `for`: Bilingual
    package let recordings: Bilingual
    package let licence: Bilingual
  }

  /// One figure: a count of n, a correlation over n, a range over two halves, or a value without an interval.
  package struct Figure: Document {
    package let what: Bilingual
    package let group: Bilingual
    package let condition: Bilingual
    package let unit: String
    package let n: Int?
    package let count: Int?
    package let correlation: Double?
    package let low: Double?
    package let high: Double?
    package let value: Double?
  }

  package let engine: String
  package let as_of: String
  package let data: [Source]
  package let figures: [Figure]
  /// What to know of these figures.
  package let figure_limits: [Bilingual]
  /// What to know of the engine, whatever is made with it.
  package let limits: [Bilingual]
  package let never: [Bilingual]

  package static let builtIn: EngineFigures? = try? EngineFigures(
    reading: String(decoding: PackageResources.engine_json, as: UTF8.self))
}

extension EngineFigures.Figure {
  /// The figure and its interval as they are printed; the interval is nil where none is known.
  package func shown(_ language: Language) -> (value: String, interval: String?) {
    let unit = self.unit.isEmpty || self.unit == "r" ? "" : " " + self.unit
    func text(_ value: Double, _ decimals: Int) -> String { JSON.rounded(value, decimals).text }
    if let count, let n {
      let share = Self.wilson(count, of: n)
      return ("\(count) / \(n)", "\(text(share.low * 100, 1))–\(text(share.high * 100, 1)) %")
    }
    if let correlation, let n {
      let range = Correlation.interval(of: correlation, n: n)
      return (text(correlation, 2), text(range.low, 2) + (language == .zh ? " 至 " : " to ") + text(range.high, 2))
    }
    if let low, let high { return (text(low, 3) + "–" + text(high, 3) + unit, nil) }
    return (value.map { text($0, 1) + unit } ?? "—", nil)
  }

  /// The 95 % interval of a share (Wilson 1927).
  package static func wilson(_ count: Int, of n: Int) -> (low: Double, high: Double) {
    let (z, n, p) = (1.959_964, Double(n), Double(count) / Double(max(1, n)))
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return (max(0, middle - half), min(1, middle + half))
  }

}
