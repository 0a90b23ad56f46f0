import Signal
import TestSupport
import Testing

struct TransformTests {
  private func spectrum(_ x: [Float]) -> [Float] {
    var transform = RealTransform(length: x.count)
    var out = [Float](repeating: 0, count: x.count + 2)
    transform.forward(x, into: &out)
    return out
  }

  @Test func `a constant has all its energy in bin 0`() {
    let s = spectrum([Float](repeating: 0.5, count: 64))
    #expect(s[0] == 32)
    #expect(s[1...].allSatisfy { abs($0) < 1e-5 })
  }

  @Test func `a sine of five periods stands in bin 5, minus half the length in its imaginary part`() {
    let s = spectrum(Synthetic.tone(5, seconds: 1, rate: 64, amplitude: 1))
    #expect(abs(s[11] + 32) < 1e-4)
    #expect(s.indices.filter { $0 != 11 }.allSatisfy { abs(s[$0]) < 1e-4 })
  }

  @Test func `alternating samples stand in the last bin`() {
    let s = spectrum((0..<64).map { $0.isMultiple(of: 2) ? 1 : -1 })
    #expect(abs(s[64] - 64) < 1e-4)
    #expect(s[..<64].allSatisfy { abs($0) < 1e-4 })
  }

  @Test func `an impulse is flat`() {
    var x = [Float](repeating: 0, count: 64)
    x[0] = 1
    let s = spectrum(x)
    #expect(stride(from: 0, through: 64, by: 2).allSatisfy { abs(s[$0] - 1) < 1e-6 })
    #expect(stride(from: 1, through: 65, by: 2).allSatisfy { abs(s[$0]) < 1e-6 })
  }

  @Test func `there and back multiplies by the length`() {
    let x = Synthetic.noise(128, level: 0.3)
    var transform = RealTransform(length: 128)
    var back = InverseRealTransform(length: 128)
    var s = [Float](repeating: 0, count: 130)
    var y = [Float](repeating: 0, count: 128)
    transform.forward(x, into: &s)
    back.execute(s, into: &y)
    #expect(zip(x, y).allSatisfy { abs($0 * 128 - $1) < 1e-4 })
  }

  /// The folded half-length transform against the sum that defines it.
  @Test func `lags are the cosine series of the spectrum`() {
    let bins = 257
    let spectrum = Synthetic.noise(bins, level: 1).map { abs($0) }
    let ones = [Float](repeating: 1, count: bins)
    var transform = LagTransform(
      weights: [ones, ones], correction: [[Float](repeating: 1, count: 449), [Float](repeating: 1, count: 449)])
    transform.load(spectrum, channel: 0)
    transform.load(spectrum.map { $0 * 3 }, channel: 1)
    var lags = [Float](repeating: 0, count: 898)
    transform.execute(into: &lags)
    let whole = Double(spectrum[0]) + 2 * spectrum[1...].reduce(0) { $0 + Double($1) }
    for l in [0, 1, 2, 3, 100, 101, 447, 448] {
      var sum = Double(spectrum[0])
      for k in 1..<bins { sum += 2 * Double(spectrum[k]) * cosine(Double(k * l) / 1024) }
      #expect(abs(Double(lags[l]) - sum / whole) < 1e-5)
      #expect(abs(lags[449 + l] - lags[l]) < 1e-5)
    }
  }

  private func cosine(_ turns: Double) -> Double {
    Double(Synthetic.tone(1, seconds: 1, rate: 1024, amplitude: 1)[(Int((turns * 1024).rounded()) + 256) % 1024])
  }
}
