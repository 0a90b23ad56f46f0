import Documents
import Interview
import RoleModels

/// What `intone calibrate --json` prints. Correlations and shares to four decimals; null where too few people allow none.
struct CalibrationDocument: Document {
  /// A correlation with its interval of 95 %.
  struct Estimate: Document {
    let value, low, high: Double?
    let n: Int
  }

  /// What was correlated with the outcomes: the score, a dimension or an indicator.
  struct Factor: Document {
    let name: String
    let pearson, spearman: Estimate?
  }

  /// People whose scores lie in ten points of the scale.
  struct Band: Document {
    /// Points of the score, from the one to the other.
    let low, high: Int
    let n: Int
    /// Of those people, how many met the outcome, 0…1; and what 95 % certainty leaves open.
    let share, share_low, share_high: Double?
  }

  /// Weights that would have foretold the outcomes better.
  struct Suggestion: Document {
    struct Weight: Document {
      let dimension: String
      let current, suggested: Points
      /// What the data support with 95 % certainty.
      let low, high: Double?
    }

    let change: Bool
    /// By how much the correlation is expected to grow, for people that it was not fitted to.
    let gain, gain_low, gain_high: Double?
    let n: Int
    let weights: [Weight]
  }

  let n, without_outcome: Int
  let meets: Double?
  let overall: Factor
  let dimensions, indicators: [Factor]
  let bands: [Band]
  let suggestion: Suggestion?
  let warnings: [Bilingual]
}

extension CalibrationDocument {
  init(_ calibration: Calibration) {
    self.init(
      n: calibration.n, without_outcome: calibration.withoutOutcome, meets: calibration.meets.figure(4),
      overall: .init(calibration.overall),
      dimensions: calibration.dimensions.map(Factor.init), indicators: calibration.indicators.map(Factor.init),
      bands: calibration.bands.map { band in
        Band(
          low: band.low, high: band.high, n: band.n, share: band.n > 0 ? band.share.figure(4) : nil, share_low: band.shareLow.figure(4),
          share_high: band.shareHigh.figure(4))
      },
      suggestion: calibration.suggestion.map { suggestion in
        Suggestion(
          change: suggestion.isChange, gain: suggestion.gain.figure(4), gain_low: suggestion.gainLow.figure(4),
          gain_high: suggestion.gainHigh.figure(4), n: suggestion.n,
          weights: suggestion.weights.map {
            .init(dimension: $0.dimension, current: $0.current, suggested: $0.suggested, low: $0.low.figure(1), high: $0.high.figure(1))
          })
      }, warnings: calibration.warnings)
  }
}

extension CalibrationDocument.Factor {
  init(_ factor: Calibration.Factor) {
    func estimate(_ r: Correlation?) -> CalibrationDocument.Estimate? {
      r.map { .init(value: $0.value.figure(4), low: $0.low.figure(4), high: $0.high.figure(4), n: $0.n) }
    }
    self.init(name: factor.name, pearson: estimate(factor.pearson), spearman: estimate(factor.spearman))
  }
}
