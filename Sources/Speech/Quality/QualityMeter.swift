import Interview
import RealModule
import Signal

/// Reads the recording's quality off what the monitor and the front end kept.
struct QualityMeter {
  let store: FrameStore
  let segments: [TimeRange]
  /// Whether each frame is speech.
  let speech: [Bool]

  /// Whether each frame is a steady tone, which is neither speech nor noise.
  let tones: [Bool]

  /// Mean power over a frame of the Hann window to mean square of the signal: what turns band power into level.
  private let scale: Float

  init(store: FrameStore, segments: [TimeRange], tones: [Bool], window: Int) {
    self.store = store
    self.tones = tones
    self.segments = segments
    speech = Self.mask(segments, frames: store.count)
    // Parseval: the sum over the lower half of the spectrum is N/2 · Σ w² · mean square.
    let taper = SampleWindow.hann(window)
    scale = 10 * .log10(256 * Arithmetic.energy(taper.span))
  }

  /// Whether each frame's centre lies inside a segment.
  static func mask(_ segments: [TimeRange], frames: Int) -> [Bool] {
    var mask = [Bool](repeating: false, count: frames)
    for segment in segments {
      let first = max(0, Int((segment.start / FrameStore.hop).rounded(.up)))
      let last = min(frames - 1, Int((segment.end / FrameStore.hop).rounded(.up)) - 1)
      if first <= last { for t in first...last { mask[t] = true } }
    }
    return mask
  }

  /// Level of a frame in dB relative to full scale (a square wave of full scale is 0), 60–4000 Hz.
  func level(_ frame: Int) -> Float { store.energy[frame][5] - scale }

  /// Level of the speech frames together.
  var speechLevel: Double? { mean(where: { speech[$0] }).map { 10 * .log10($0.power) } }

  /// Speech over what is left in the pauses, in dB; never more than `largestRatio`.
  ///
  /// The noise is measured in frames at least 50 ms away from speech; where there is less than a quarter of a second of
  /// them, the noise floor stands for it.
  var signalToNoise: Double? {
    guard let loud = mean(where: { speech[$0] }) else { return nil }
    let away = Int(0.05 / FrameStore.hop)
    // A recording with an offset begins and ends with a step: its first and last frames say nothing of the noise.
    let inner = away..<max(away, store.count - away)
    let quiet = mean(where: { t in
      guard inner.contains(t), store.sounds(t), !tones[t] else { return false }
      return !speech[t] && !speech[t - away] && !speech[t + away]
    })
    let noise: Double
    if let quiet, quiet.frames >= 25 {
      noise = quiet.power
    } else {
      // The stored floor is twice a 15 % quantile: 3 dB less is the quantile itself.
      let floors = store.floors.map { Double.pow(10, (Double($0[5] - scale) - 3) / 10) }
      noise = floors.reduce(0, +) / Double(max(1, floors.count))
    }
    guard noise > 0 else { return Self.largestRatio }
    let ratio = (loud.power - noise) / noise
    return ratio > 0 ? min(10 * .log10(ratio), Self.largestRatio) : Self.smallestRatio
  }

  static let largestRatio = 80.0
  static let smallestRatio = -20.0
  /// What `level` gives of a frame without any sound.
  static let lowestLevel: Float = -144.9

  private func mean(where include: (Int) -> Bool) -> (power: Double, frames: Int)? {
    var (sum, frames) = (0.0, 0)
    for t in 0..<store.count where include(t) {
      sum += Double(Float.pow(10, level(t) / 10))
      frames += 1
    }
    return frames > 0 ? (sum / Double(frames), frames) : nil
  }

  /// Seconds of exact digital silence inside speech: samples that were lost on the way.
  func dropouts(_ zeros: [Range<Int>], rate: Int) -> Double {
    var total = 0.0
    var index = 0
    for run in zeros {
      let (start, end) = (Double(run.lowerBound) / Double(rate), Double(run.upperBound) / Double(rate))
      while index < segments.count, segments[index].end <= start { index += 1 }
      guard index < segments.count else { break }
      if segments[index].start < start, segments[index].end > end { total += end - start }
    }
    return total
  }
}
