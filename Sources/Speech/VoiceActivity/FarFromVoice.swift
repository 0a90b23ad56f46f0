import Signal

/// Takes from the activity network's logits where a frame is both far from any voice and far under it.
///
/// The network was taught by level what speech is, and holds the room behind a word and a breath before the next one for a part
/// of it as long as they are louder than the pauses. But nothing that is said goes on for a tenth of a second without voice and so
/// softly: a fricative lies 10 to 25 dB under the vowel beside it, a stop's closure lasts less.
///
/// The constants were chosen on the development recordings: distance and level lie in the middle of a stretch of settings that
/// give the same pauses (35 to 38 dB, from 40 to 80 ms on), the price is the path's own limit (`docs/method.md`).
enum FarFromVoice {
  /// Frames from the next voiced one up to which nothing is taken, and from which on all of it.
  static let near = 4
  static let far = 10
  /// Decibels under the loudest tenth of the voiced frames: nothing is taken at the first, all of it at the second.
  static let level: ClosedRange<Float> = 35...39
  /// What is taken from a logit at most.
  static let price: Float = 6
  /// Voiced frames without which there is no voice to be far from: a whisper keeps what the network says.
  private static let minimumFrames = 20

  /// `logits` less what distance and level take.
  ///
  /// - Parameters:
  ///   - voicing: Logits of the voicing network; as many as `logits`.
  ///   - levels: Decibels of each frame, of any origin; as many as `logits`.
  /// - Complexity: O(n).
  static func lowered(_ logits: [Float], voicing: [Float], levels: [Float]) -> [Float] {
    let n = logits.count
    guard voicing.count == n, levels.count == n else { return logits }
    let smooth = VADEdges.smoothed(levels)
    var loud = voicing.indices.filter { voicing[$0] > 0 }.map { smooth[$0] }
    guard loud.count >= minimumFrames else { return logits }
    let top = Quantile.select(&loud, 0.9)
    var distance = [Int](repeating: far, count: n)
    for t in 0..<n { distance[t] = voicing[t] > 0 ? 0 : t > 0 ? min(distance[t - 1] + 1, far) : far }
    for t in (0..<n).dropLast().reversed() { distance[t] = min(distance[t], distance[t + 1] + 1) }
    let width = level.upperBound - level.lowerBound
    return (0..<n).map { t in
      let away = limit(Float(distance[t] - near) / Float(far - near), 0, 1)
      let under = limit((top - level.lowerBound - smooth[t]) / width, 0, 1)
      return logits[t] - price * away * under
    }
  }
}
