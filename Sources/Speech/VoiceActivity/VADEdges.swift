import Signal

/// Moves the edges of speech out to where the sound reaches the level of the pauses: the activity network is sure of the
/// middle of a word and late or early by some frames at a soft fricative or a dying vowel.
///
/// The constants were chosen on half of the development recordings and reported on the other half (`docs/method.md`).
enum VADEdges {
  /// Decibels over the pauses' median level that belong to the speech beside them.
  static let overPauses: Float = 9
  /// Decibels under the loudest twentieth of the speech below which nothing belongs to it, however still the pauses are.
  static let underSpeech: Float = 40
  /// Frames that an edge moves at most: breath that follows a word soon is not swallowed whole.
  static let hangoverFrames = 30
  /// Frames outside speech from which the pauses have a level of their own.
  private static let minimumFrames = 20

  /// `states` with every stretch of speech widened.
  ///
  /// - Parameters:
  ///   - levels: Decibels of each frame, of any origin; as many as `states`.
  ///   - sounds: Whether a frame holds sound: the pauses' level is that of a room, not of digital silence.
  /// - Complexity: O(n).
  static func widened(_ states: [Bool], levels: [Float], sounds: (Int) -> Bool = { _ in true }) -> [Bool] {
    let n = states.count
    guard n > 0, levels.count == n else { return states }
    let smooth = smoothed(levels)
    var loud: [Float] = []
    var quiet: [Float] = []
    for t in 0..<n where sounds(t) {
      if states[t] { loud.append(smooth[t]) } else { quiet.append(smooth[t]) }
    }
    guard !loud.isEmpty, !quiet.isEmpty else { return states }
    let pause = quiet.count > minimumFrames ? Quantile.select(&quiet, 0.5) : Quantile.of(quiet + loud, 0.05)
    let least = Quantile.select(&loud, 0.95) - underSpeech
    let threshold = max(pause + overPauses, least)
    var result = states
    // How far the edge behind has moved; `reach` where it moves no more.
    var moved = hangoverFrames
    for t in 0..<n {
      if states[t] {
        moved = 0
      } else if moved < hangoverFrames, smooth[t] > threshold {
        result[t] = true
        moved += 1
      } else {
        moved = hangoverFrames
      }
    }
    moved = hangoverFrames
    for t in stride(from: n - 1, through: 0, by: -1) {
      if states[t] {
        moved = 0
      } else if moved < hangoverFrames, smooth[t] > threshold {
        result[t] = true
        moved += 1
      } else {
        moved = hangoverFrames
      }
    }
    return result
  }

  /// Means over three frames, the middle one counting twice; the first and the last stand for what lies beyond.
  static func smoothed(_ levels: [Float]) -> [Float] {
    var result = levels
    let last = levels.count - 1
    for t in levels.indices {
      let sides = levels[max(t - 1, 0)] + levels[min(t + 1, last)]
      result[t] = 0.5 * levels[t] + 0.25 * sides
    }
    return result
  }
}
