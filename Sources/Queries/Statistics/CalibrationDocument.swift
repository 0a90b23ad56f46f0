import Documents
import Interview
import RoleModels

/// How a role model's scores went with how people did later, as `intone calibrate --json` and `POST /v1/calibration` give it.
package struct CalibrationDocument: Document {
  /// −1…1, with its 95 % interval.
  package struct Value: Document {
    package let value: Double
    package let low: Double
    package let high: Double
    package let n: Int

    init(_ r: Correlation) {
      (value, low, high, n) = (r.value.rounded(decimals: 4), r.low.rounded(decimals: 4), r.high.rounded(decimals: 4), r.n)
    }
  }

  package struct Factor: Document {
    package let name: String
    /// Nil where too few people have it, or where it never varies.
    package let pearson: Value?
    package let spearman: Value?

    init(_ factor: Calibration.Factor) {
      (name, pearson, spearman) = (factor.name, factor.pearson.map(Value.init), factor.spearman.map(Value.init))
    }
  }

  /// People of like score, from `low`, below `high`.
  package struct Band: Document {
    package let low: Int
    package let high: Int
    package let n: Int
    /// That met the outcome, 0…1, with its 95 % interval; nil without anybody.
    package let share: Double?
    package let share_low: Double
    package let share_high: Double

    init(_ band: Calibration.Band) {
      (low, high, n) = (band.low, band.high, band.n)
      share = band.n > 0 ? band.share.figure(4) : nil
      (share_low, share_high) = (band.shareLow.rounded(decimals: 4), band.shareHigh.rounded(decimals: 4))
    }
  }

  package struct Weight: Document {
    package let dimension: String
    package let current: Points
    package let suggested: Points
    /// The 95 % interval of what the data say, in points of 100.
    package let low: Double
    package let high: Double
  }

  package struct Suggestion: Document {
    /// Whether there is anything to adopt.
    package let change: Bool
    package let gain: Double
    package let gain_low: Double
    package let gain_high: Double
    package let n: Int
    package let weights: [Weight]

    init(_ suggestion: WeightSuggestion) {
      (change, n) = (suggestion.isChange, suggestion.n)
      gain = suggestion.gain.rounded(decimals: 4)
      (gain_low, gain_high) = (suggestion.gainLow.rounded(decimals: 4), suggestion.gainHigh.rounded(decimals: 4))
      weights = suggestion.weights.map {
        Weight(
          dimension: $0.dimension, current: $0.current, suggested: $0.suggested, low: $0.low.rounded(decimals: 1),
          high: $0.high.rounded(decimals: 1))
      }
    }
  }

  package let n: Int
  package let without_outcome: Int
  package let meets: Double
  package let overall: Factor
  package let dimensions: [Factor]
  package let indicators: [Factor]
  package let bands: [Band]
  package let suggestion: Suggestion?
  package let warnings: [Bilingual]

  package static let component: String? = "Calibration"

  package init(_ calibration: Calibration) {
    (n, without_outcome) = (calibration.n, calibration.withoutOutcome)
    meets = calibration.meets.rounded(decimals: 4)
    overall = Factor(calibration.overall)
    dimensions = calibration.dimensions.map(Factor.init)
    indicators = calibration.indicators.map(Factor.init)
    bands = calibration.bands.map(Band.init)
    suggestion = calibration.suggestion.map(Suggestion.init)
    warnings = calibration.warnings
  }
}
