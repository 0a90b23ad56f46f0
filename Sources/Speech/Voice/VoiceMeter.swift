import Signal

/// Measures the voice while the samples of a chunk are at hand: harmonicity and a finer pitch of each voiced frame,
/// jitter and shimmer of each voiced stretch, the cepstral peak of every fourth voiced frame.
struct VoiceMeter: ~Copyable {
  /// Of every frame so far: HNR in dB (`unmeasured` where there is none), and F0 in Hz (0 where there is none).
  private(set) var harmonicity: [Float] = []
  private(set) var f0: [Float] = []
  private(set) var perturbation = Perturbation()
  private(set) var cepstralSum = 0.0
  private(set) var cepstralFrames = 0

  static let unmeasured: Float = -200
  /// Samples at 16 kHz per frame.
  static let hop = 160
  /// Samples wanted around every frame, so that all measures find theirs.
  static let margin = 2400
  private static let cepstralStep = 4

  private var cepstrum = CepstralPeak()
  private var scratch: [Float] = []

  /// - Parameters:
  ///   - pitch: F0 of the chunk's frames, 0 where unvoiced.
  ///   - samples: The signal at 16 kHz.
  ///   - centre: Index in `samples` of the first frame's middle; may lie outside near the recording's ends.
  mutating func add(pitch: [Float], samples wide: [Float], centre: Int) {
    let first = f0.count
    let samples = wide.span
    for t in pitch.indices {
      var (ratio, fine) = (Self.unmeasured, Float(0))
      if pitch[t] > 0 {
        let middle = centre + t * Self.hop
        if let found = Harmonicity.measure(samples, centre: middle, f0: pitch[t], scratch: &scratch) {
          (ratio, fine) = (found.decibel, found.f0)
        }
        if (first + t).isMultiple(of: Self.cepstralStep), let peak = cepstrum.measure(wide, centre: middle) {
          cepstralSum += Double(peak)
          cepstralFrames += 1
        }
      }
      harmonicity.append(ratio)
      f0.append(fine)
    }
    var start: Int?
    for t in 0...pitch.count {
      let voiced = t < pitch.count && pitch[t] > 0
      if voiced, start == nil { start = t }
      if !voiced, let from = start {
        mark(from..<t, pitch, samples, centre)
        start = nil
      }
    }
  }

  private mutating func mark(_ frames: Range<Int>, _ pitch: [Float], _ samples: Span<Float>, _ centre: Int) {
    let (low, high) = (centre + frames.lowerBound * Self.hop, centre + (frames.upperBound - 1) * Self.hop)
    guard frames.count > 3, low >= 0, high < samples.count else { return }
    let marks = PeriodMarks(samples, stretch: low..<high) { sample in
      let frame = (sample - centre + Self.hop / 2) / Self.hop
      return Double(Harmonicity.rate / pitch[min(max(frame, frames.lowerBound), frames.upperBound - 1)])
    }
    perturbation.add(marks, of: samples)
  }
}
