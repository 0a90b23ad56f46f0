import RealModule
import Signal

/// Smoothed cepstral peak prominence (Hillenbrand & Houde 1996, with the settings of Praat's CPPS: 5 kHz, pre-emphasis from
/// 50 Hz, peaks of 60–330 Hz over a line through 1–50 ms of quefrency).
///
/// 1. 100 ms under a Gaussian window at 16 kHz, pre-emphasised, one spectrum of 2048 points.
/// 2. The logarithm of its power up to 5 kHz, transformed back: a cepstrum in steps of 0.1 ms.
/// 3. Its power smoothed over 0.5 ms of quefrency. Each window spans 100 ms, so averaging over 20 ms of time as well (as
///    Praat does at a step of 2 ms) changes little, and the prominence is averaged over all frames in the end.
/// 4. The peak's height in dB over the straight line fitted to level against log quefrency.
///
/// It is measured in voiced frames only; Praat averages over silence too, so its figure for running speech is about 6 dB less.
struct CepstralPeak: ~Copyable {
  private static let window = 1600
  private static let length = 2048
  /// Bins of 7.8125 Hz up to 5 kHz; the cepstrum is that of a signal at 10 kHz.
  private static let bins = 641
  private static let quefrencies = 1280
  private static let rate = 10_000.0
  private static let trend = 10...500
  private static let smoothing = 2

  private var forward = RealTransform(length: length)
  private var backward = InverseRealTransform(length: quefrencies)
  private let taper: [Float] = SampleWindow.gaussian(window)
  private let emphasis = Float(Double.exp(-2 * .pi * 50 / Double(Harmonicity.rate)))
  private var emphasised = [Float](repeating: 0, count: window)
  private var power = [Float](repeating: 0, count: bins)
  private var spectrum = [Float](repeating: 0, count: quefrencies + 2)
  private var cepstrum = [Float](repeating: 0, count: quefrencies)
  private var level = [Float](repeating: 0, count: trend.upperBound + 1)
  /// log₂ of each quefrency less the mean over the trend's range, and the sum of their squares.
  private let position: [Float]
  private let spread: Float

  /// Samples that are needed on each side of a frame's centre.
  static let reach = window / 2 + 1

  init() {
    let logs = Self.trend.map { Double.log2(Double($0)) }
    let mean = logs.reduce(0, +) / Double(logs.count)
    position = logs.map { Float($0 - mean) }
    spread = Float(logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
  }

  /// The prominence in dB; nil near the signal's ends.
  mutating func measure(_ samples: [Float], centre: Int) -> Float? {
    let start = centre - Self.window / 2
    guard start >= 1, start + Self.window <= samples.count else { return nil }
    for i in 0..<Self.window { emphasised[i] = samples[start + i] - emphasis * samples[start + i - 1] }
    forward.windowedPower(emphasised, window: taper, into: &power)
    for k in 0..<Self.bins { power[k] += 1e-12 }
    Arithmetic.log2(&power)
    for k in 0..<Self.bins { spectrum[2 * k] = power[k] }
    backward.execute(spectrum, into: &cepstrum)
    smooth()
    return prominence()
  }

  /// Power of the cepstrum averaged over five quefrencies, in units of log₂.
  private mutating func smooth() {
    for n in Self.trend {
      var sum: Float = 0
      for k in n - Self.smoothing...n + Self.smoothing { sum += cepstrum[k] * cepstrum[k] }
      level[n] = sum + 1e-20
    }
    level[0] = 1
    for n in 1..<Self.trend.lowerBound { level[n] = 1 }
    Arithmetic.log2(&level)
  }

  private func prominence() -> Float {
    let height = level.span.extracting(Self.trend)
    let slope = Arithmetic.dot(height, position.span) / spread
    let mean = Arithmetic.sum(height) / Float(height.count)
    var best = 30
    for n in 30...166 where level[n] > level[best] { best = n }
    let (a, b, c) = (level[best - 1], level[best], level[best + 1])
    let curvature = a - 2 * b + c
    let shift = curvature < 0 ? limit(0.5 * (a - c) / curvature, -0.5, 0.5) : 0
    let peak = b - 0.25 * (a - c) * shift
    let line = mean + slope * position[best - Self.trend.lowerBound]
    // From log₂ of power to dB.
    return (peak - line) * 3.010_3
  }
}
