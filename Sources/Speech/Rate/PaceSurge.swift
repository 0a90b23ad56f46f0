import Interview
import Signal

/// A stretch where the pace leaves the speaker's own baseline. It is a measurement; its cause is left to people.
public struct PaceSurge: Sendable, Equatable {
  public let range: TimeRange
  /// Syllables per second in the stretch over the baseline, less 1: +0.5 is half as fast again, −0.4 is slower.
  public let change: Double

  /// How stretches are found.
  public struct Rule: Sendable {
    /// Seconds of a window: long enough for 30 to 50 syllables, so that chance moves its rate by less than the threshold.
    public var window = 10.0
    /// Seconds between windows.
    public var step = 1.0
    /// Departure from the baseline that counts.
    public var threshold = 0.3
    /// Share of a window that must be phonation for its rate to be known.
    public var minimumPhonation = 0.4

    public init() {}
  }

  /// Finds the surges in an answer.
  ///
  /// 1. Articulation rate (syllables per second of phonation, so that pauses do not count as slowness) in windows.
  /// 2. The baseline is the median over the windows: up to half of the answer may be a surge.
  /// 3. Neighbouring windows beyond the threshold on the same side are one surge. Its span is narrowed to where the
  ///    windows' centres lie, its change is the extreme one.
  ///
  /// - Parameters:
  ///   - syllables: Times in seconds, ascending.
  ///   - segments: Stretches of speech.
  /// - Returns: In order; none in an answer shorter than three windows of speech.
  public static func find(syllables: [Double], segments: [TimeRange], rule: Rule = Rule()) -> [PaceSurge] {
    guard let first = segments.first?.start, let last = segments.last?.end, last - first >= 3 * rule.window else { return [] }
    var rates: [(centre: Double, rate: Double)] = []
    var start = first
    while start + rule.window <= last + 1e-9 {
      let range = TimeRange(start, start + rule.window)
      let phonation = segments.reduce(0) { $0 + $1.overlap(range) }
      if phonation >= rule.minimumPhonation * rule.window {
        let count = lower(syllables, range.end) - lower(syllables, range.start)
        rates.append((start + rule.window / 2, Double(count) / phonation))
      }
      start += rule.step
    }
    guard rates.count >= 3 else { return [] }
    let baseline = Double(Quantile.median(rates.map { Float($0.rate) }))
    guard baseline > 0 else { return [] }
    var surges: [PaceSurge] = []
    var run: (from: Double, to: Double, change: Double)?
    for (centre, rate) in rates {
      let change = rate / baseline - 1
      let beyond = abs(change) >= rule.threshold
      if let open = run, beyond, (change > 0) == (open.change > 0), centre - open.to < 2 * rule.step {
        run = (open.from, centre, abs(change) > abs(open.change) ? change : open.change)
      } else {
        if let open = run { surges.append(surge(open, rule, first, last)) }
        run = beyond ? (centre, centre, change) : nil
      }
    }
    if let open = run { surges.append(surge(open, rule, first, last)) }
    return surges
  }

  private static func surge(_ run: (from: Double, to: Double, change: Double), _ rule: Rule, _ first: Double, _ last: Double) -> PaceSurge {
    // A window at the answer's edge stands for all that lies beyond its centre.
    let half = rule.window / 2
    let start = run.from - half <= first + rule.step ? first : run.from
    let end = run.to + half >= last - rule.step ? last : run.to
    return PaceSurge(range: TimeRange(min(start, end), max(start, end)), change: run.change)
  }

  /// Index of the first time that is not before `time`.
  private static func lower(_ times: [Double], _ time: Double) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
