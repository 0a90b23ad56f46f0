import Interview
import RealModule
import RoleModels
import Testing

/// Simulated people: scores between 30 and 90, an outcome that follows known weights as closely as `noise` lets it.
@Suite struct `Scores and later outcomes` {
  private static let truth = [0.5, 0.3, 0.15, 0.05]
  private static let current = ["a", "b", "c", "d"].map { (dimension: $0, weight: Points(hundredths: 2500)) }

  private static func people(_ n: Int, weights: [Double], noise: Double, _ dice: inout Dice) -> (rows: [[Double]], outcomes: [Double]) {
    var (rows, outcomes): ([[Double]], [Double]) = ([], [])
    for _ in 0..<n {
      let row = weights.map { _ in Double.random(in: 30...90, using: &dice) }
      rows.append(row)
      outcomes.append(zip(row, weights).map { $0 * $1 }.reduce(0, +) + noise * dice.normal())
    }
    return (rows, outcomes)
  }

  @Test func `the interval of a weight holds the true one at the stated rate`() throws {
    var dice = Dice(state: 20_261)
    var (held, tried) = (0, 0)
    for _ in 0..<75 {
      let (rows, outcomes) = Self.people(80, weights: Self.truth, noise: 10, &dice)
      let suggestion = try #require(WeightSuggestion(Self.current, rows: rows, outcomes: outcomes))
      for (weight, share) in zip(suggestion.weights, Self.truth) {
        tried += 1
        if weight.low <= share * 100, share * 100 <= weight.high { held += 1 }
      }
    }
    // 95 % of 300; one standard error of a rate over 75 independent samples of four is at most 2.5 %.
    #expect(tried == 300)
    #expect((0.9...0.99).contains(Double(held) / Double(tried)), "\(held) of \(tried)")
  }

  @Test func `known weights are found again, and their gain is sure`() throws {
    var dice = Dice(state: 7)
    let (rows, outcomes) = Self.people(1500, weights: [0.6, 0.4, 0, 0], noise: 8, &dice)
    let suggestion = try #require(WeightSuggestion(Self.current, rows: rows, outcomes: outcomes))
    #expect(suggestion.isChange)
    #expect(suggestion.weights.map(\.suggested).reduce(.zero, +) == .full)
    for (weight, truth) in zip(suggestion.weights, [60.0, 40, 0, 0]) {
      #expect(abs(weight.suggested.value - truth) <= 4, "\(weight)")
      #expect(weight.suggested >= .zero)
    }
    #expect(suggestion.gainLow > 0 && suggestion.gain < suggestion.gainHigh)
  }

  @Test func `on pure noise nothing is suggested`() throws {
    var dice = Dice(state: 99)
    var changes = 0
    for _ in 0..<40 {
      let (rows, _) = Self.people(100, weights: Self.truth, noise: 0, &dice)
      let noise = rows.map { _ in dice.normal() }
      let suggestion = try #require(WeightSuggestion(Self.current, rows: rows, outcomes: noise))
      if suggestion.isChange { changes += 1 } else { #expect(suggestion.weights.allSatisfy { $0.suggested == $0.current }) }
    }
    // An interval of 95 % lies above 0 by chance in 2.5 % of the trials: 1 of 40; 4 or more would come twice in 100 such tests.
    #expect(changes <= 3)
  }

  @Test func `where the current weights are right they stay`() throws {
    var dice = Dice(state: 3)
    var changes = 0
    for _ in 0..<20 {
      let (rows, outcomes) = Self.people(150, weights: [0.25, 0.25, 0.25, 0.25], noise: 10, &dice)
      if try #require(WeightSuggestion(Self.current, rows: rows, outcomes: outcomes)).isChange { changes += 1 }
    }
    #expect(changes <= 2)
  }

  @Test func `too few people, or an outcome that never varies, give no suggestion`() {
    var dice = Dice(state: 1)
    let (rows, outcomes) = Self.people(39, weights: Self.truth, noise: 1, &dice)
    #expect(WeightSuggestion(Self.current, rows: rows, outcomes: outcomes) == nil)
    let (more, _) = Self.people(60, weights: Self.truth, noise: 1, &dice)
    #expect(WeightSuggestion(Self.current, rows: more, outcomes: more.map { _ in 1 }) == nil)
  }

  @Test func `score bands tell who met the outcome, with Wilson's interval`() throws {
    let model = try #require(try shippedModels().first)
    // 10 people at 65, 3 of whom met it; 10 at 85, 9 of whom did.
    let people = (0..<20).map { scored("c\($0)", ["a.b": $0 < 10 ? 35 : 15]) }
    let outcomes = Dictionary(uniqueKeysWithValues: (0..<20).map { ("c\($0)", $0 < 3 || (10..<19).contains($0) ? 1.0 : 0) })
    let calibration = Calibration(people, outcomes, model: model)
    #expect(calibration.meets == 1)
    #expect(calibration.bands.map(\.low) == [60, 70, 80])
    #expect(calibration.bands.map(\.n) == [10, 0, 10])
    let first = calibration.bands[0]
    // Wilson for 3 of 10: 0.1078 to 0.6032 (Agresti and Coull 1998, by hand).
    #expect(first.share == 0.3)
    #expect(abs(first.shareLow - 0.1078) < 0.0005)
    #expect(abs(first.shareHigh - 0.6032) < 0.0005)
    // r of a two-valued score and a two-valued outcome, φ = (3·1 − 7·9)/√(10·10·12·8).
    #expect(abs(try #require(calibration.overall.pearson).value - 60 / (9600.0).squareRoot()) < 1e-9)
    #expect(calibration.suggestion == nil)
    #expect(calibration.warnings.count >= 2)
  }
}
