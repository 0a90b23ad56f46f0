import RealModule
import Signal

/// Marks one moment in every glottal period of a voiced stretch by matching each period's waveform with the next
/// (the form of Praat's "To PointProcess (cc)").
struct PeriodMarks {
  /// Times of the marks in samples of the signal, ascending.
  private(set) var times: [Double] = []

  /// Correlation under which the next period counts as lost.
  private static let minimumCorrelation: Float = 0.3
  private static let slackShare = 0.2

  /// - Parameters:
  ///   - samples: The signal at `Harmonicity.rate`.
  ///   - stretch: Samples of the voiced stretch.
  ///   - period: The tracked period in samples at a sample.
  init(_ samples: Span<Float>, stretch: Range<Int>, period: (Int) -> Double) {
    let middle = (stretch.lowerBound + stretch.upperBound) / 2
    let half = Int(period(middle) / 2)
    guard middle - half >= 0, middle + half < samples.count, half > 2 else { return }
    var extreme = middle
    for i in middle - half...middle + half where abs(samples[i]) > abs(samples[extreme]) { extreme = i }
    var right: [Double] = []
    var at = Double(extreme)
    while let next = Self.step(from: at, forward: true, samples, period), Int(next) < stretch.upperBound {
      right.append(next)
      at = next
    }
    var left: [Double] = []
    at = Double(extreme)
    while let next = Self.step(from: at, forward: false, samples, period), Int(next) >= stretch.lowerBound {
      left.append(next)
      at = next
    }
    times = left.reversed() + [Double(extreme)] + right
  }

  /// The moment one period on that fits the waveform around `time` best.
  private static func step(from time: Double, forward: Bool, _ samples: Span<Float>, _ period: (Int) -> Double) -> Double? {
    let here = Int(time.rounded())
    guard here >= 0, here < samples.count else { return nil }
    let expected = period(here)
    let width = Int(expected.rounded())
    let slack = Int(expected * slackShare) + 1
    let start = here - width / 2
    guard width > 4, start - width - slack - 1 >= 0, start + 2 * width + slack + 1 <= samples.count else { return nil }
    let window = samples.extracting(start..<start + width)
    let energy = Arithmetic.energy(window)
    func correlation(_ lag: Int) -> Float {
      let from = forward ? start + lag : start - lag
      let other = samples.extracting(from..<from + width)
      return Arithmetic.dot(window, other) / (energy * Arithmetic.energy(other) + 1e-20).squareRoot()
    }
    guard let peak = CorrelationPeak(near: width, slack: slack, correlation), peak.height > minimumCorrelation else { return nil }
    let distance = Double(peak.lag) + Double(peak.shift)
    return forward ? time + distance : time - distance
  }
}
