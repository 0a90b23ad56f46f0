import Interview
import RealModule
import Signal

/// Finds filled pauses (嗯, 呃, uh, um) by their sound alone: a vowel or nasal that is held, in pitch as in spectrum, low in the speaker's own range.
///
/// While people look for words, the voice and the mouth stand still: the pitch of a filled pause is low and falls slowly (O'Shaughnessy 1992; Shriberg
/// 2001), and neither it nor the spectral envelope moves (Goto, Itou & Hayamizu 1999). So stretches are looked for in which both stand still, and a
/// weighted sum of five things says whether one is a filled pause: how long it is held, how low its pitch lies, how still its spectrum is, how much voice
/// goes before it, and how its spectrum differs from the speaker's own mean, so that no microphone and no telephone line matters. One in nine
/// is heard, and of what is heard every seventh is none, more in single read sentences: estimated, reported, never scored (`docs/method.md`).
enum FilledPauses {
  /// Frames on both sides over which nothing may move (60 ms), and frames on both sides of one over which its bands are averaged.
  private static let lag = 3
  private static let smoothing = 2
  /// Semitones, and decibels on average over the loud bands, that a held stretch moves at most from `lag` before to `lag` behind a frame.
  private static let move: Float = 1
  private static let flux: Float = 4
  /// Half decibels under the loudest band down to which a band is loud.
  private static let loud: UInt16 = 60
  /// Frames that a stretch has at least, and frames of voice between two that make one of them.
  private static let shortest = 8
  private static let bridge = 2
  /// Frames between two filled pauses that make one of them: the mean of a syllable's length in fluent speech.
  private static let apart = 15
  /// The share of the voiced frames that is held without being a filled pause, from which on nothing is told: a speaker who draws out every word has
  /// them everywhere. Of 800 recordings of debates 25 are not told for it or for noise, of 67 slow readers 24.
  private static let drawnOut = 0.12

  /// Weights of log length, semitones over the speaker's median, flux in dB, log length of the voice before, and of the sixteen bands in units of 10 dB;
  /// and the bias, with which a sum over 0 is 1.5 over even chances: there the read speech of speakers not fitted to gives one in 37 minutes. A logistic
  /// regression by `training/fillers.py` on vowels that a vocoder held, in sentences read by 47 speakers.
  private static let weights = SIMD4<Float>(2.421, -0.546, -0.174, -1.275)
  private static let bandWeights = SIMD16<Float>(
    -0.369, -1.11, -0.248, 0.506, 0.315, 0.499, -0.054, -0.575, 0.255, 0.707, 0.466, 0.481, 0.447, 0.444, -0.043, -1.046)
  private static let bias: Float = -2.28

  /// The frames of each filled pause, in order; unknown with `pitch.too-few-frames` where there is too little voice to know the speaker's own, and with
  /// `speech.drawn-out`.
  ///
  /// - Parameters:
  ///   - f0: Hz, 0 where unvoiced.
  ///   - fine: Levels of each frame, as `FrameStore` keeps them.
  ///   - speech: The frames that are speech; no other can be a filled pause, a tone not either.
  /// - Complexity: O(n), about 150 instructions a voiced frame.
  static func heard(f0: [Float], fine: [SIMD16<UInt8>], speech: [Bool]) -> Measured<[Range<Int>]> {
    let voice = Voice(f0: f0, fine: fine, speech: speech)
    guard voice.frames >= PitchMeter.minimumFrames else { return .unknown(.pitchTooFewFrames) }
    var pauses: [Range<Int>] = []
    var others = 0
    for stretch in voice.held {
      guard voice.score(stretch) > 0 else {
        others += stretch.count
        continue
      }
      guard speech[(stretch.lowerBound + stretch.upperBound) / 2] else { continue }
      if let last = pauses.last, stretch.lowerBound - last.upperBound < apart {
        pauses[pauses.count - 1] = last.lowerBound..<stretch.upperBound
      } else {
        pauses.append(stretch)
      }
    }
    return Double(others) > drawnOut * Double(f0.count { $0 > 0 }) ? .unknown(.speechDrawnOut) : .value(pauses)
  }

  /// The speaker's own pitch and spectrum, and what is held against them.
  struct Voice {
    let f0: [Float]
    let fine: [SIMD16<UInt8>]
    /// Voiced frames inside speech.
    private(set) var frames = 0
    private var median: Float = 0
    private var spectrum = SIMD16<Float>.zero

    init(f0: [Float], fine: [SIMD16<UInt8>], speech: [Bool]) {
      (self.f0, self.fine) = (f0, fine)
      var pitch: [Float] = []
      var sum = SIMD16<UInt32>.zero
      for t in f0.indices where f0[t] > 0 && speech[t] {
        pitch.append(f0[t])
        sum &+= SIMD16<UInt32>(truncatingIfNeeded: fine[t])
      }
      guard !pitch.isEmpty else { return }
      frames = pitch.count
      median = Quantile.select(&pitch, 0.5)
      spectrum = SIMD16<Float>(sum) / Float(frames)
    }

    /// Stretches in which neither pitch nor spectrum moves.
    var held: [Range<Int>] {
      let edge = lag + smoothing
      var stretches: [Range<Int>] = []
      func close(_ stretch: Range<Int>) {
        guard let last = stretches.last, stretch.lowerBound - last.upperBound <= bridge,
          (last.upperBound..<stretch.lowerBound).allSatisfy({ f0[$0] > 0 })
        else { return stretches.append(stretch) }
        stretches[stretches.count - 1] = last.lowerBound..<stretch.upperBound
      }
      var first: Int?
      guard f0.count > 2 * edge else { return [] }
      for t in edge...f0.count - edge {
        if t < f0.count - edge, isStill(t) {
          first = first ?? t
        } else if let from = first {
          close(from..<t)
          first = nil
        }
      }
      return stretches.filter { $0.count >= shortest }
    }

    /// Over 0 where a stretch is more likely a filled pause than the weights ask for.
    func score(_ stretch: Range<Int>) -> Float {
      var pitch = stretch.compactMap { f0[$0] > 0 ? f0[$0] : nil }
      var sum = SIMD16<UInt32>.zero
      var moved: Float = 0
      for t in stretch {
        sum &+= SIMD16<UInt32>(truncatingIfNeeded: fine[t])
        moved += flux(t)
      }
      let count = Float(stretch.count)
      let bands = (SIMD16<Float>(sum) / count - spectrum) / 2
      let before = f0[..<stretch.lowerBound].reversed().prefix { $0 > 0 }.count
      let rows = SIMD4(
        .log(0.01 * count + 0.02), pitch.isEmpty ? 0 : 12 * Float.log2(Quantile.select(&pitch, 0.5) / median), moved / count,
        .log(max(0.01 * Float(before), 0.01) + 0.02))
      let shape = (bands - bands.sum() / 16) / 10
      return (rows * weights).sum() + (shape * bandWeights).sum() + bias
    }

    private func isStill(_ t: Int) -> Bool {
      let (a, b) = (f0[t - lag], f0[t + lag])
      guard a > 0, b > 0, abs(12 * Float.log2(b / a)) < move else { return false }
      return flux(t) < FilledPauses.flux
    }

    /// Mean change in dB of the loud bands from `lag` frames before to `lag` behind `t`.
    private func flux(_ t: Int) -> Float {
      let (here, before, after) = (sum(around: t), sum(around: t - lag), sum(around: t + lag))
      let scale = UInt16(2 * smoothing + 1)
      let isLoud = (here &+ loud * scale) .> SIMD16(repeating: here.max())
      let change = pointwiseMax(before, after) &- pointwiseMin(before, after)
      let total = SIMD16<UInt16>.zero.replacing(with: change, where: isLoud).wrappedSum()
      let bands = SIMD16<UInt16>.zero.replacing(with: 1, where: isLoud).wrappedSum()
      return Float(total) / Float(2 * scale * bands)
    }

    private func sum(around t: Int) -> SIMD16<UInt16> {
      var sum = SIMD16<UInt16>.zero
      for i in t - smoothing...t + smoothing { sum &+= SIMD16<UInt16>(truncatingIfNeeded: fine[i]) }
      return sum
    }
  }
}
