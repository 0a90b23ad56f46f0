import Interview

/// Collects a baseline from a stream of answers, in memory that does not grow with their number.
public struct BaselineBuilder: Sendable {
  private struct Collected: Sendable {
    var sketch = QuantileSketch()
    var sum = 0.0
  }

  private var collected: [String: [Measure: Collected]] = [:]
  public private(set) var answers = 0

  public init() {}

  /// - Parameter measures: of the attempt that counts; unknown ones are passed over.
  public mutating func add(_ measures: [Measure: Measured<Double>], question: String) {
    answers += 1
    for (measure, measured) in measures {
      guard let value = measured.value else { continue }
      for name in [question, Baseline.allQuestions] {
        collected[name, default: [:]][measure, default: Collected()].sketch.add(value)
        collected[name, default: [:]][measure, default: Collected()].sum += value
      }
    }
  }

  public func baseline(role: String, version: Int, engine: String, frozen: String, fewest: Int = Baseline.minimumSampleSize) -> Baseline {
    let shares = (0...100).map { Double($0) / 100 }
    let questions = collected.mapValues { measures in
      var spreads: [String: PercentileTable] = [:]
      for (measure, one) in measures where one.sketch.count >= fewest {
        spreads[measure.rawValue] = PercentileTable(
          n: one.sketch.count, mean: (one.sum / Double(one.sketch.count)).rounded(decimals: measure.decimals + 1),
          percentiles: one.sketch.quantiles(shares).map { $0.rounded(decimals: measure.decimals) })
      }
      return spreads
    }
    return Baseline(
      role: role, version: version, engine: engine, frozen: frozen, fewest: fewest, answers: answers,
      questions: questions.filter { !$0.value.isEmpty })
  }
}
