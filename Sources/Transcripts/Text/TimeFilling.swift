import Interview

/// Times for tokens that have none: laid over the speech by their syllables, between the times that are known.
///
/// The pauses are taken from the sound, so that a word is never put into silence; inside speech every syllable lasts alike.
struct TimeFilling {
  let speech: Stretches
  let duration: Double

  /// 1. Segments with a time: their tokens over the speech inside it. 2. Every run that is left: over the speech between
  /// its neighbours, or between the ends of the recording.
  func fill(_ tokens: inout [SpokenToken], segments: [TranscriptSegment]) {
    var index = 0
    while index < tokens.count {
      let number = tokens[index].segment
      var end = index
      while end < tokens.count, tokens[end].segment == number { end += 1 }
      if let range = segments[number].range, tokens[index..<end].allSatisfy({ $0.range == nil }) {
        let inside = speech.inside(range)
        // Where the sound knows of no speech there, the recogniser's word stands; the fit is judged elsewhere.
        Self.spread(&tokens[index..<end], over: inside.total > 0 ? inside : Stretches([range]))
      }
      index = end
    }
    fillRuns(&tokens, segments)
  }

  private func fillRuns(_ tokens: inout [SpokenToken], _ segments: [TranscriptSegment]) {
    var index = 0
    while index < tokens.count {
      guard tokens[index].range == nil else {
        index += 1
        continue
      }
      var end = index
      while end < tokens.count, tokens[end].range == nil { end += 1 }
      let isAll = index == 0 && end == tokens.count
      let low = index > 0 ? tokens[index - 1].range?.end ?? 0 : segments[tokens[index].segment].range?.start ?? 0
      let high = end < tokens.count ? tokens[end].range?.start ?? duration : segments[tokens[end - 1].segment].range?.end ?? duration
      let window = TimeRange(low, max(low, high))
      let inside = speech.inside(window)
      if inside.total > 0 {
        Self.spread(&tokens[index..<end], over: inside)
      } else if !isAll {
        Self.spread(&tokens[index..<end], over: Stretches([window]))
      }
      index = end
    }
  }

  /// Lays tokens over stretches of time, each as long as its syllables say. Nothing happens without a stretch.
  static func spread(_ tokens: inout ArraySlice<SpokenToken>, over stretches: Stretches) {
    guard let first = stretches.ranges.first else { return }
    let syllables = tokens.reduce(0) { $0 + $1.syllables }
    let pace = syllables > 0 ? stretches.total / Double(syllables) : 0
    var said = 0
    var last = first.start
    for index in tokens.indices {
      let isSilent = tokens[index].syllables == 0
      let start = isSilent ? last : max(last, stretches.time(after: Double(said) * pace, atEnd: false))
      said += tokens[index].syllables
      let end = isSilent ? last : max(start, stretches.time(after: Double(said) * pace, atEnd: true))
      tokens[index].range = TimeRange(start, end)
      last = end
    }
  }
}
