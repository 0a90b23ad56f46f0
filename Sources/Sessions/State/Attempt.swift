import Interview

/// Where one question stands.
public enum QuestionPhase: String, Sendable, Hashable, Codable {
  /// Nothing has come, and there is still time.
  case open
  case answered
  /// No recording by the deadline, or none with speech in it: a state of its own, never a score of 0.
  case skipped
  /// Every recording that came could not be used.
  case failed
}

/// One attempt as far as the session needs to know it.
public struct Attempt: Sendable, Hashable {
  public enum Result: Sendable, Hashable {
    /// With the overall score, nil where there was too little evidence for one.
    case analysed(overall: Points?)
    /// The recording has no speech in it.
    case silent
    /// It stands in quarantine, with this code.
    case failed(String)
  }

  public let question: String
  /// From 1.
  public let number: Int
  public let result: Result
  /// When it arrived, in seconds since 1970; after the deadline it counts, and is flagged.
  public let arrived: Double

  public init(question: String, number: Int, result: Result, arrived: Double) {
    self.question = question
    self.number = number
    self.result = result
    self.arrived = arrived
  }
}
