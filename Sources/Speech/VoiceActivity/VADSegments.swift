import Interview
import RealModule

/// Stretches of speech from the activity network's logits.
enum VADSegments {
  /// The most probable sequence of two states, where beginning and ending to speak each have a price.
  static func states(_ logits: [Float], bias: Float, on: Float, off: Float) -> [Bool] {
    let n = logits.count
    guard n > 0 else { return [] }
    // Bit 0: the silent state came from speech; bit 1: the speaking state came from speech.
    var back = [UInt8](repeating: 0, count: n)
    var (silent, speaking) = (Float(0), Float(0))
    for t in 0..<n {
      let logit = limit(logits[t] + bias, -6, 6)
      var pointers: UInt8 = 0
      var (nextSilent, nextSpeaking) = (silent, speaking)
      if silent < speaking - off {
        nextSilent = speaking - off
        pointers |= 1
      }
      if speaking >= silent - on {
        pointers |= 2
      } else {
        nextSpeaking = silent - on
      }
      back[t] = pointers
      silent = nextSilent - softplus(logit)
      speaking = nextSpeaking - softplus(-logit)
      // Only the difference matters.
      let top = max(silent, speaking)
      (silent, speaking) = (silent - top, speaking - top)
    }
    var result = [Bool](repeating: false, count: n)
    var state = speaking > silent
    for t in stride(from: n - 1, through: 0, by: -1) {
      result[t] = state
      state = back[t] & (state ? 2 : 1) != 0
    }
    return result
  }

  /// Stretches in seconds: gaps shorter than `merge` are closed, then stretches shorter than `shortest` dropped.
  static func segments(_ states: [Bool], duration: Double, merge: Double, shortest: Double) -> [TimeRange] {
    var found: [(start: Double, end: Double)] = []
    var first: Int?
    for t in 0...states.count {
      let on = t < states.count && states[t]
      if on, first == nil { first = t }
      if !on, let from = first {
        // A frame stands for the hop around its centre.
        let start = max(0, (Double(from) - 0.5) * FrameStore.hop)
        let end = min(duration, (Double(t) - 0.5) * FrameStore.hop)
        if let last = found.last, start - last.end < merge {
          found[found.count - 1].end = max(last.end, end)
        } else if end > start {
          found.append((start, end))
        }
        first = nil
      }
    }
    return found.filter { $0.end - $0.start >= shortest }.map { TimeRange($0.start, $0.end) }
  }
}
