import Signal
import TestSupport
import Testing

struct ResamplingTests {
  private func resample(_ x: [Float], _ from: Int, block: Int) -> [Float] {
    var resampler = Resampler(from: from, to: 16_000)
    var out: [Float] = []
    for start in stride(from: 0, to: x.count, by: block) { resampler.append(Array(x[start..<min(start + block, x.count)]), to: &out) }
    resampler.finish(into: &out)
    return out
  }

  private func level(_ x: [Float]) -> Double {
    let inner = x[x.count / 4..<x.count * 3 / 4]
    return (inner.reduce(0) { $0 + Double($1) * Double($1) } / Double(inner.count)).squareRoot()
  }

  @Test(arguments: [8000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000, 44_056])
  func `a tone in the pass band keeps its level, its length and its place`(rate: Int) {
    let hertz = 0.8 * min(8000, Double(rate) / 2)
    let y = resample(Synthetic.tone(hertz, seconds: 0.5, rate: rate, amplitude: 1), rate, block: 4096)
    #expect(y.count == (rate / 2 * 16_000 + rate - 1) / rate)
    let truth = Synthetic.tone(hertz, seconds: 0.5, amplitude: 1)
    let error = zip(y, truth).map { $0 - $1 }
    // −50 dB against the tone itself: level and phase both fit.
    #expect(level(error) < 0.0032 * level(truth))
  }

  @Test(arguments: [44_100, 48_000, 192_000])
  func `what would fold into the pass band is 65 dB down`(rate: Int) {
    let y = resample(Synthetic.tone(10_000, seconds: 0.5, rate: rate, amplitude: 1), rate, block: 1000)
    #expect(level(y) < 0.7071 * 0.00056)
  }

  @Test func `halving keeps 3.6 kHz within 0.02 dB and stops 4.4 kHz by 65 dB`() {
    func halved(_ hertz: Double) -> Double {
      var half = HalfBand()
      var out: [Float] = []
      half.append(Synthetic.tone(hertz, seconds: 1, amplitude: 1), to: &out)
      half.finish(into: &out)
      #expect(out.count == 8000)
      return level(out) / 0.5.squareRoot()
    }
    #expect(abs(halved(3600) - 1) < 0.0023)
    #expect(abs(halved(200) - 1) < 0.0023)
    #expect(halved(4400) < 0.00056)
  }

  @Test(arguments: [1, 7, 160, 100_000])
  func `blocks never change a bit`(block: Int) {
    let x = Synthetic.noise(9000, level: 0.2)
    #expect(resample(x, 44_100, block: block) == resample(x, 44_100, block: 512))
  }
}
