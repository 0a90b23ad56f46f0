import Signal
import TestSupport
import Testing

struct QuantileTests {
  @Test func `quantiles interpolate between ranks`() {
    #expect(Quantile.of([4, 1, 3, 2], 0.5) == 2.5)
    #expect(Quantile.of([4, 1, 3, 2], 0) == 1)
    #expect(Quantile.of([4, 1, 3, 2], 1) == 4)
    #expect(Quantile.of([7], 0.3) == 7)
  }

  @Test func `selection finds what sorting finds`() {
    let x = Synthetic.noise(1001, level: 1).map { ($0 * 8).rounded() }
    let sorted = x.sorted()
    for rank in [0, 1, 50, 500, 950, 1000] { #expect(Quantile.of(x, Double(rank) / 1000) == sorted[rank]) }
  }

  @Test func `the logarithm is right to 0.00003`() {
    var x: [Float] = [1, 2, 0.001, 3.7e-12, 123_456]
    Arithmetic.log2(&x)
    let truth: [Float] = [0, 1, -9.965_784, -37.975_7, 16.913_64]
    #expect(zip(x, truth).allSatisfy { abs($0 - $1) < 1e-4 })
  }
}
