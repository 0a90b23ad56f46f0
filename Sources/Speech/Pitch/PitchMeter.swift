import Interview
import RealModule
import Signal

/// The speaker's pitch in numbers: all spreads in semitones, so they compare between voices.
enum PitchMeter {
  /// Voiced frames below which nothing is said about the pitch (half a second).
  static let minimumFrames = 50
  /// Seconds of span below which no trend is given.
  static let shortestTrend = 10.0

  /// - Parameters:
  ///   - f0: Hz per frame, 0 where unvoiced.
  ///   - speech: Whether each frame lies in speech.
  ///   - times: Where the frames stand in the recording, which matters to the trend alone.
  static func pitch(_ f0: [Float], speech: [Bool], times: TimeMap, phonation: Measured<Double>) -> SpeechProfile.Pitch {
    guard let seconds = phonation.value else { return unknown(.speechNone) }
    var frames: [Int] = []
    for t in f0.indices where f0[t] > 0 && speech[t] { frames.append(t) }
    let ratio = Measured.value(min(1, Double(frames.count) * FrameStore.hop / max(seconds, FrameStore.hop)))
    guard frames.count >= minimumFrames else {
      var pitch = unknown(seconds < 1 ? .speechTooLittle : .pitchTooFewFrames)
      pitch.voicedRatio = ratio
      return pitch
    }
    var semitones = frames.map { 12 * Float.log2(f0[$0] / 100) }
    let n = Double(semitones.count)
    let mean = semitones.reduce(0.0) { $0 + Double($1) } / n
    let variance = semitones.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / n
    let trend = trend(frames.map(times.frame), semitones, mean)
    let median = Double(Quantile.select(&semitones, 0.5))
    let range = Double(Quantile.select(&semitones, 0.95)) - Double(Quantile.select(&semitones, 0.05))
    return SpeechProfile.Pitch(
      medianHz: .value(100 * .exp2(median / 12)), sdSemitones: .value(variance.squareRoot()), rangeSemitones: .value(range),
      voicedRatio: ratio, trendSemitonesPerMinute: trend)
  }

  /// Slope of the straight line through pitch over time (least squares).
  private static func trend(_ frames: [Int], _ semitones: [Float], _ mean: Double) -> Measured<Double> {
    guard let first = frames.first, let last = frames.last, Double(last - first) * FrameStore.hop >= shortestTrend else {
      return .unknown(.speechTooLittle)
    }
    let middle = frames.reduce(0.0) { $0 + Double($1) } / Double(frames.count)
    var (together, spread) = (0.0, 0.0)
    for (t, value) in zip(frames, semitones) {
      let x = Double(t) - middle
      together += x * (Double(value) - mean)
      spread += x * x
    }
    return .value(together / spread / FrameStore.hop * 60)
  }

  static func unknown(_ reason: UnknownReason) -> SpeechProfile.Pitch {
    SpeechProfile.Pitch(
      medianHz: .unknown(reason), sdSemitones: .unknown(reason), rangeSemitones: .unknown(reason), voicedRatio: .unknown(reason),
      trendSemitonesPerMinute: .unknown(reason))
  }
}
