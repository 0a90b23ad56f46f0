extension Measure {
  /// Whether the value rests on a count of syllables: in the text where there is one that fits, else estimated from the sound.
  public var restsOnSyllables: Bool {
    switch self {
    case .syllables, .speechRate, .articulationRate, .charactersPerMinute, .wordsPerMinute, .meanLengthOfRun, .surgeCount, .surgeLargest:
      true
    default: false
    }
  }
}

extension [Measure: Measured<Double>] {
  /// Why nothing was taken from the answer's transcript, though there is one: it is of something else, or of a part. Nil where
  /// it fits, and where there is none.
  public var misfit: UnknownReason? {
    let reason = self[.characters]?.reason
    return reason == .transcriptMismatch || reason == .transcriptPartial ? reason : nil
  }

  /// Whether syllables were counted in a text.
  public var areCounted: Bool { self[.characters]?.value != nil }

  /// The measures as they may stand beside other answers': with a transcript that does not fit, what should have been counted
  /// in it was estimated from the sound instead, and is unknown here for its reason.
  public var comparable: Self {
    guard let misfit else { return self }
    var result = self
    for measure in keys where measure.restsOnSyllables { result[measure] = result[measure]?.withheld(misfit) }
    return result
  }
}
