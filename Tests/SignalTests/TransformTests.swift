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

  /// The folded half-length transform of two rows against the sums that define them; the second row is a millionth as loud.
  @Test func `lags are the cosine series of each spectrum`() {
    let bins = 257
    let one = Synthetic.noise(bins, level: 1).map { abs($0) }
    let two = Synthetic.noise(bins, level: 1e-6, seed: 2).map { abs($0) }
    let ones = [Float](repeating: 1, count: bins)
    let halves = [Float](repeating: 0.5, count: 449)
    let unit = [Float](repeating: 1, count: 449)
    var transform = LagTransform(weights: [ones, ones, ones, ones], correction: [unit, unit, unit, halves])
    for channel in 0..<4 { transform.load(one, two, channel: channel) }
    var (a, b) = ([Float](repeating: 0, count: 4 * 449), [Float](repeating: 0, count: 4 * 449))
    transform.execute(&a, &b)
    for (spectrum, lags) in [(one, a), (two, b)] {
      let whole = Double(spectrum[0]) + 2 * spectrum[1...].reduce(0) { $0 + Double($1) }
      for l in 0..<449 {
        var sum = Double(spectrum[0])
        for k in 1..<bins { sum += 2 * Double(spectrum[k]) * cosine(Double(k * l) / 1024) }
        #expect(abs(Double(lags[l]) - sum / whole) < 1e-5)
        #expect(abs(Double(lags[3 * 449 + l]) - 0.5 * sum / whole) < 1e-5)
      }
    }
  }

  /// Two windows through one transform against each through its own.
  @Test(arguments: [0, 3, 77])
  func `two windows share a transform without hearing each other`(shift: Int) {
    let samples = Synthetic.noise(600, level: 0.1).enumerated().map { $1 + Float(0.3 * Double($0 % 40) / 40) }
    var pair = WindowPair(length: 512, long: SampleWindow.hann(320), short: SampleWindow.hann(256))
    var (long, short) = ([Float](repeating: -1, count: 300), [Float](repeating: -1, count: 300))
    pair.powers(samples, centre: 200 + shift, least: 1e-12, long: &long, short: &short, at: 40)
    for (found, length) in [(long, 320), (short, 256)] {
      var plain = RealTransform(length: 512)
      var power = [Float](repeating: 0, count: 257)
      plain.windowedPower(samples, from: 200 + shift - length / 2, window: SampleWindow.hann(length), into: &power)
      let most = power.max() ?? 0
      #expect(zip(found[40..<297], power).allSatisfy { abs($0 - $1) < 1e-5 * $1 + 1e-7 * most })
      #expect(found[39] == -1 && found[297] == -1)
    }
  }

  private func cosine(_ turns: Double) -> Double {
    Double(Synthetic.tone(1, seconds: 1, rate: 1024, amplitude: 1)[(Int((turns * 1024).rounded()) + 256) % 1024])
  }
}
