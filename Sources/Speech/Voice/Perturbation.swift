import RealModule
import Signal

/// Local jitter and shimmer over the marks of all voiced stretches, with Praat's definitions and limits.
struct Perturbation {
  private var periodChange = 0.0
  private var periodPairs = 0
  private var periodSum = 0.0
  private var periods = 0
  private var amplitudeChange = 0.0
  private var amplitudePairs = 0
  private var amplitudeSum = 0.0
  private var amplitudes = 0

  // Praat's defaults: periods of 0.1–20 ms, neighbours within a factor of 1.3, amplitudes within 1.6.
  private static let minimumPeriod = 0.0001 * Double(Harmonicity.rate)
  private static let maximumPeriod = 0.02 * Double(Harmonicity.rate)
  private static let periodFactor = 1.3
  private static let amplitudeFactor = 1.6
  /// Pairs of periods below which nothing is said.
  static let minimumPairs = 30

  mutating func add(_ marks: PeriodMarks, of samples: Span<Float>) {
    let t = marks.times
    guard t.count > 2 else { return }
    let lengths = (1..<t.count).map { t[$0] - t[$0 - 1] }
    let sound = lengths.map { $0 >= Self.minimumPeriod && $0 <= Self.maximumPeriod }
    for i in lengths.indices where sound[i] {
      periodSum += lengths[i]
      periods += 1
      if i > 0, sound[i - 1], Self.near(lengths[i], lengths[i - 1], Self.periodFactor) {
        periodChange += abs(lengths[i] - lengths[i - 1])
        periodPairs += 1
      }
    }
    var last: Double?
    for i in 1..<t.count - 1 {
      guard sound[i - 1], sound[i], Self.near(lengths[i - 1], lengths[i], Self.periodFactor) else { last = nil; continue }
      let height = Self.amplitude(samples, at: t[i], before: 0.2 * lengths[i - 1], after: 0.2 * lengths[i])
      amplitudeSum += height
      amplitudes += 1
      if let last, Self.near(height, last, Self.amplitudeFactor) {
        amplitudeChange += abs(height - last)
        amplitudePairs += 1
      }
      last = height
    }
  }

  /// Mean absolute difference of neighbouring periods over the mean period; nil with too few of them.
  var jitter: Double? {
    periodPairs >= Self.minimumPairs ? periodChange / Double(periodPairs) / (periodSum / Double(periods)) : nil
  }

  /// The same of the periods' amplitudes.
  var shimmer: Double? {
    guard amplitudePairs >= Self.minimumPairs, amplitudeSum > 0 else { return nil }
    return amplitudeChange / Double(amplitudePairs) / (amplitudeSum / Double(amplitudes))
  }

  private static func near(_ a: Double, _ b: Double, _ factor: Double) -> Bool {
    a > 0 && b > 0 && max(a, b) <= factor * min(a, b)
  }

  /// Root mean square under a Hann window that reaches two tenths of a period to each side.
  private static func amplitude(_ x: Span<Float>, at time: Double, before: Double, after: Double) -> Double {
    let first = max(0, Int((time - before).rounded(.up)))
    let last = min(x.count - 1, Int(time + after))
    guard first <= last else { return 0 }
    var (sum, weight) = (0.0, 0.0)
    // Each half of the window is a cosine in equal steps: a rotation.
    func add(_ range: Range<Int>, _ half: Double) {
      guard !range.isEmpty else { return }
      let (step, start) = (Double.pi / half, .pi * (Double(range.lowerBound) - time) / half)
      let (turnCos, turnSin) = (Double.cos(step), Double.sin(step))
      var (c, s) = (Double.cos(start), Double.sin(start))
      for i in range {
        let w = 0.5 + 0.5 * c
        sum += w * w * Double(x[i]) * Double(x[i])
        weight += w * w
        (c, s) = (c * turnCos - s * turnSin, s * turnCos + c * turnSin)
      }
    }
    let middle = min(max(first, Int(time.rounded(.up))), last + 1)
    add(first..<middle, before)
    add(middle..<last + 1, after)
    return weight > 0 ? (sum / weight).squareRoot() : 0
  }
}
