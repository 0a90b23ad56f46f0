import Foundation
import Interview
import RealModule
import Testing

@testable import RoleModels

@Suite struct `A baseline` {
  /// Values that spread over many sizes and both signs, as measures do: log-normal, uniform around 0, and counts.
  private static func streams(_ n: Int) -> [[Double]] {
    var dice = Dice(state: 11)
    return [
      (0..<n).map { _ in Double.exp(dice.normal() * 1.5) },
      (0..<n).map { _ in Double.random(in: -60...20, using: &dice) },
      (0..<n).map { _ in Double(Int.random(in: 0..<9, using: &dice)) },
    ]
  }

  @Test func `every quantile of the sketch is within a quarter of a percent of the exact one`() {
    let shares = (0...100).map { Double($0) / 100 }
    for values in Self.streams(20_000) {
      var sketch = QuantileSketch()
      for value in values { sketch.add(value) }
      let sorted = values.sorted()
      for (share, estimate) in zip(shares, sketch.quantiles(shares)) {
        let exact = sorted[Int((share * Double(values.count - 1)).rounded(.down))]
        // 1e-9 for the logarithm at a bucket's very edge.
        #expect(
          abs(estimate - exact) <= abs(exact) * (QuantileSketch.accuracy + 1e-9) + QuantileSketch.smallest,
          "\(share): \(estimate), \(exact)")
      }
      #expect(sketch.buckets < 7000)
    }
  }

  @Test func `the sketch does not depend on order, nor on how its values were split`() {
    for values in Self.streams(3000) {
      var (forwards, backwards, left, right) = (QuantileSketch(), QuantileSketch(), QuantileSketch(), QuantileSketch())
      for value in values { forwards.add(value) }
      for value in values.reversed() { backwards.add(value) }
      for (index, value) in values.enumerated() { if index % 3 == 0 { left.add(value) } else { right.add(value) } }
      left.merge(right)
      #expect(forwards == backwards)
      #expect(forwards == left)
    }
  }

  @Test func `memory is bounded whatever comes`() {
    var sketch = QuantileSketch()
    for exponent in stride(from: -300.0, through: 300, by: 0.001) {
      sketch.add(Double.pow(10, exponent))
      sketch.add(-Double.pow(10, exponent))
    }
    // Fifteen decades at 0.5 % a bucket, of both signs, and the one of 0: 2 · ln(1e15)/ln γ + 3.
    #expect(sketch.buckets <= 2 * 6909 + 1)
    #expect(sketch.quantiles([0, 1]) == [sketch.minimum, sketch.maximum])
  }

  @Test func `a percentile is read off the spread as by hand`() throws {
    var builder = BaselineBuilder()
    // 0…200 s: each percentile is at twice its number.
    for value in 0...200 { builder.add([.duration: .value(Double(value)), .f0SD: .unknown(.speechTooLittle)], question: "q1") }
    for _ in 0..<29 { builder.add([.duration: .value(7)], question: "q2") }
    let baseline = builder.baseline(role: "sales", version: 1, engine: "1", frozen: "2026-11-21T00:00:00Z")
    #expect(baseline.answers == 230)
    let own = try #require(baseline.spread(.duration, question: "q1").value)
    #expect(own.n == 201)
    #expect(own.mean == 100)
    for (value, percentile) in [(-1.0, 0.0), (0, 0), (100, 50), (141, 70.5), (200, 100), (999, 100)] {
      // A quarter of a percent of the value, in percentiles of 2 s each.
      #expect(abs(own.percentile(of: value) - percentile) <= 0.0025 * max(0, value.magnitude) / 2 + 0.5, "\(value)")
    }
    // 29 answers are too few for a spread of their own: all questions together stand in.
    #expect(baseline.spread(.duration, question: "q2").value?.n == 230)
    #expect(baseline.spread(.f0SD, question: "q1").reason == .cohortTooSmall)
  }

  @Test func `a value that many share stands in the middle of them`() {
    let spread = PercentileTable(n: 100, mean: 1, percentiles: (0...100).map { $0 < 20 ? 0 : $0 <= 60 ? 1 : 2 })
    #expect(spread.percentile(of: 1) == 40)
    #expect(spread.percentile(of: 1.5) == 60.5)
  }

  @Test func `a histogram's bars hold the shares of the cohort, ties in the bar of their value`() {
    // Evenly from 0 to 100: a tenth in each bar.
    let even = PercentileTable(n: 100, mean: 50, percentiles: (0...100).map(Double.init)).histogram(bars: 10)
    let shares: [Double] = even.map { $0.share.rounded(decimals: 6) }
    #expect(shares == [Double](repeating: 0.1, count: 10))
    #expect(even.map(\.low) == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90])
    // Half of the answers share the value 1 of 0 to 2.
    let below = (0..<25).map { Double($0) / 25 }
    let above = (76...100).map { Double($0 - 50) / 25 }
    let tied = PercentileTable(n: 100, mean: 1, percentiles: below + [Double](repeating: 1, count: 51) + above).histogram(bars: 4)
    #expect(tied.map(\.share).reduce(0, +).rounded(decimals: 6) == 1)
    // The half that is tied, and the 12 % up to 1.5 that stand beside it.
    #expect(abs(tied[2].share - 0.625) <= 0.011)
    #expect(PercentileTable(n: 40, mean: 3, percentiles: [Double](repeating: 3, count: 101)).histogram(bars: 8).map(\.share) == [1])
  }
}
