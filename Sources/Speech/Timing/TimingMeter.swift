import Interview

/// Timing from the segments of speech.
enum TimingMeter {
  /// Gaps between segments of at least `threshold` seconds.
  static func pauses(_ segments: [TimeRange], threshold: Double) -> [TimeRange] {
    zip(segments, segments.dropFirst()).compactMap { before, after in
      // The boundaries are multiples of 10 ms; half a microsecond keeps a gap of just the threshold on its side.
      after.start - before.end >= threshold - 5e-7 ? TimeRange(before.end, after.start) : nil
    }
  }

  static func timing(_ segments: [TimeRange], pauses: [TimeRange], duration: Double, threshold: Double) -> SpeechProfile.Timing {
    guard let first = segments.first, let last = segments.last else {
      let none = Measured<Double>.unknown(.speechNone)
      return SpeechProfile.Timing(leadIn: none, tail: none, span: none, phonation: none, pauseThreshold: threshold)
    }
    let span = last.end - first.start
    let silent = pauses.reduce(0) { $0 + $1.duration }
    return SpeechProfile.Timing(
      leadIn: .value(first.start), tail: .value(max(0, duration - last.end)), span: .value(span),
      phonation: .value(span - silent), pauseThreshold: threshold)
  }
}
