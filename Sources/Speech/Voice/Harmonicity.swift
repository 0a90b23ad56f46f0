import RealModule
import Signal

/// Harmonics-to-noise ratio and a finer period, from the normalised cross-correlation of neighbouring periods
/// (Boersma 1993; the form of Praat's "To Harmonicity (cc)").
struct Harmonicity {
  /// Ratio in dB.
  var decibel: Float
  /// Hz.
  var f0: Float

  /// Samples per second of the signal it is measured on: 16 kHz.
  static let rate: Float = 16_000
  /// One period of the lowest pitch of Praat's default, 75 Hz, or one of the voice's own if that is longer.
  private static let shortestWindow: Float = rate / 75
  /// Steps of one sample that the period may be away from the tracked one, in shares of it.
  private static let slackShare: Float = 0.06

  /// - Parameters:
  ///   - samples: The signal around the frame.
  ///   - centre: Index in `samples` of the frame's middle.
  ///   - f0: The tracked pitch.
  ///   - scratch: Holds the mean-free samples; its content afterwards is of no use.
  /// - Returns: nil near the signal's ends or where no peak lies near the tracked period.
  static func measure(_ samples: Span<Float>, centre: Int, f0: Float, scratch: inout [Float]) -> Harmonicity? {
    let period = rate / f0
    let window = Int(max(period, shortestWindow).rounded(.up))
    let slack = Int(period * slackShare) + 2
    let lag = Int(period.rounded())
    let start = centre - (window + lag) / 2
    let length = window + lag + slack + 2
    guard lag > slack + 1, start >= 0, start + length <= samples.count else { return nil }
    let stretch = samples.extracting(start..<start + length)
    let mean = Arithmetic.sum(stretch) / Float(length)
    if scratch.count < length { scratch = [Float](repeating: 0, count: length * 2) }
    for i in 0..<length { scratch[i] = stretch[i] - mean }
    let x = scratch.span
    let head = x.extracting(0..<window)
    let energy = Arithmetic.energy(head)
    func correlation(_ lag: Int) -> Float {
      let shifted = x.extracting(lag..<lag + window)
      return Arithmetic.dot(head, shifted) / (energy * Arithmetic.energy(shifted) + 1e-20).squareRoot()
    }
    guard let found = CorrelationPeak(near: lag, slack: slack, correlation) else { return nil }
    let peak = limit(found.height - 0.25 * (found.left - found.right) * found.shift, 1e-3, 0.999_99)
    return Harmonicity(decibel: 10 * .log10(peak / (1 - peak)), f0: rate / (Float(found.lag) + found.shift))
  }
}

/// The peak of a correlation near the tracked period, where it has one: uphill from there, then the top of the parabola through the
/// highest value and its neighbours.
struct CorrelationPeak {
  private(set) var lag: Int
  /// The values at the lag and beside it.
  private(set) var (left, height, right): (Float, Float, Float)
  /// From the lag to the parabola's top, −0.5…0.5.
  let shift: Float

  /// Nil where the climb ends at the slack and not on a peak.
  init?(near start: Int, slack: Int, _ correlation: (Int) -> Float) {
    lag = start
    (left, height, right) = (correlation(start - 1), correlation(start), correlation(start + 1))
    while right > height, lag - start < slack {
      lag += 1
      (left, height, right) = (height, right, correlation(lag + 1))
    }
    while left > height, start - lag < slack {
      lag -= 1
      (left, height, right) = (correlation(lag - 1), left, height)
    }
    guard height >= left, height >= right else { return nil }
    let curvature = left - 2 * height + right
    shift = curvature < 0 ? limit(0.5 * (left - right) / curvature, -0.5, 0.5) : 0
  }
}
