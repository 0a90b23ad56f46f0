import Signal

/// Finds sound that no voice makes: beeps, ringing, the held notes of music, which the activity network takes for vowels.
///
/// A voice never holds its pitch still for a fifth of a second, nor its spectrum for a third. In 138 recordings of real speech (95,104 stretches of 21
/// voiced frames in 122 of them) and 60 of synthetic speech (17,109) the pitch of not one stretch kept within 0.2 %. All bands of one kept within half a
/// decibel for 210 ms in two of them, for 310 ms in none.
enum SteadyTones {
  /// Frames over which a pitch, and a spectrum, is held: 210 and 310 ms.
  private static let pitchStretch = 21
  private static let spectrumStretch = 31
  /// Share of its mean within which the pitch of a stretch lies.
  private static let pitch: Float = 0.002
  /// Frames that are a tone's on both sides of what is held: the longest window, 46 ms, and the smoothing.
  private static let edge = 5
  /// Steps of half a decibel within which each band's mean over `smoothing` frames lies, where the band is no more than `below` steps under the
  /// loudest. Two tones together beat, and have no pitch of their own; telephones ring, dial and are busy with tones that lie 40 Hz apart and more.
  private static let band: UInt16 = 1
  private static let below: UInt16 = 40
  private static let smoothing = 5
  /// Decibels over the middle level of what is not speech from which on a tone there is a sound of its own: a hum is noise.
  private static let event: Float = 10
  /// Share of a stretch of speech from which on all of it is tones: music between whose notes there is none.
  private static let share = 0.4

  /// Whether each frame lies in a steady stretch.
  ///
  /// - Parameters:
  ///   - f0: Hz, 0 where unvoiced.
  ///   - speech: The frames that would be taken for speech.
  /// - Complexity: O(n).
  static func mask(f0: [Float], store: FrameStore, speech: [Bool]) -> [Bool] {
    let n = f0.count
    var mask = [Bool](repeating: false, count: n)
    guard n >= pitchStretch, speech.count == n else { return mask }
    var quiet = (0..<n).filter { !speech[$0] && store.sounds($0) }.map { store.energy[$0][5] }
    let loud = quiet.isEmpty ? Float.infinity : Quantile.select(&quiet, 0.5) + event
    func isHeard(_ t: Int) -> Bool { speech[t] || store.energy[t][5] > loud }
    var marked = 0
    for first in 0...n - pitchStretch where isHeard(first) {
      let (short, long) = (first..<first + pitchStretch, first..<first + spectrumStretch)
      let end: Int
      if long.upperBound <= n, isHeard(long.upperBound - 1), holdsSpectrum(store, long) {
        end = long.upperBound
      } else if isHeard(short.upperBound - 1), holdsPitch(f0, short) {
        end = short.upperBound
      } else {
        continue
      }
      // Where a tone begins and ends, the window holds half of it.
      let whole = max(0, first - edge)..<min(n, end + edge)
      if marked < whole.upperBound { for t in max(whole.lowerBound, marked)..<whole.upperBound { mask[t] = true } }
      marked = max(marked, whole.upperBound)
    }
    return mask
  }

  /// `states` without the tones: without a whole stretch where a large part of it is tones.
  static func removed(_ tones: [Bool], from states: [Bool]) -> [Bool] {
    var result = states
    var first: Int?
    for t in 0...states.count {
      let on = t < states.count && states[t]
      if on, first == nil { first = t }
      guard !on, let from = first else { continue }
      first = nil
      let count = tones[from..<t].count { $0 }
      let all = Double(count) >= share * Double(t - from)
      for i in from..<t where all && count > 0 || tones[i] { result[i] = false }
    }
    return result
  }

  private static func holdsPitch(_ f0: [Float], _ range: Range<Int>) -> Bool {
    let (a, b) = (f0[range.lowerBound], f0[range.upperBound - 1])
    guard a > 0, b > 0, abs(a - b) < pitch * a else { return false }
    var (low, high) = (a, a)
    for t in range {
      low = min(low, f0[t])
      high = max(high, f0[t])
    }
    return low > 0 && high - low < pitch * low
  }

  private static func holdsSpectrum(_ store: FrameStore, _ range: Range<Int>) -> Bool {
    func level(_ t: Int) -> SIMD16<UInt16> { SIMD16<UInt16>(truncatingIfNeeded: store.fine[t]) }
    let scale = UInt16(smoothing)
    var sum = SIMD16<UInt16>.zero
    for t in range.prefix(smoothing) { sum &+= level(t) }
    let top = sum.max()
    guard top > below * scale else { return false }
    let isLoud = sum .> SIMD16(repeating: top - below * scale)
    var (low, high) = (sum, sum)
    for t in range.dropFirst(smoothing) {
      sum = sum &+ level(t) &- level(t - smoothing)
      low = pointwiseMin(low, sum)
      high = pointwiseMax(high, sum)
      if any((high &- low) .> SIMD16(repeating: band * scale) .& isLoud) { return false }
    }
    return true
  }
}
