import Interview
import RoleModels
import Store

/// One answer's measures against a baseline.
public struct PlacedAnswer: Sendable {
  public struct One: Sendable {
    public let measure: Measure
    public let value: Double
    /// Of the question, or of all questions where too few answered this one; unknown below the fewest.
    public let spread: Measured<Spread>

    /// Relative to the cohort's median: −0.3 is 30 % less; nil where that says nothing, around a median of 0.
    public var change: Double? {
      guard let median = spread.value?.median, median > 0 else { return nil }
      return value / median - 1
    }
  }

  /// Known measures, in the order of `Measure.allCases`.
  public let measures: [One]

  public var members: [JSON.Member] {
    [
      .init(
        "measures",
        .object(
          measures.map { one in
            .init(
              one.measure.rawValue,
              .object([
                "value": .rounded(one.value, one.measure.decimals), "percentile": .rounded(one.spread.value?.percentile(of: one.value), 0),
                "median": .rounded(one.spread.value?.median, one.measure.decimals), "change": .rounded(one.change, 3),
                "n": .optional(one.spread.value?.n), "unknown": .optional(one.spread.reason?.rawValue),
              ]))
          }))
    ]
  }
}

extension Baseline {
  /// - Throws: `baseline.engine` where another engine measured the answer.
  public func placed(_ answer: StoredAnswer) throws(Fault) -> PlacedAnswer {
    guard answer.record.engine == engine else { throw Fault(.baselineEngine, "\(answer.id): \(answer.record.engine), \(engine)") }
    let question = answer.record.key.question.text
    return PlacedAnswer(
      measures: Measure.allCases.compactMap { measure in
        answer.record.measures[measure]?.value.map {
          PlacedAnswer.One(measure: measure, value: $0, spread: spread(measure, question: question))
        }
      })
  }
}
