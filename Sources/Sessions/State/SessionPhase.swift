import Interview

/// Where a session stands as a whole.
public enum SessionPhase: String, Sendable, Hashable, Codable, CaseIterable {
  /// Announced, and nothing has come yet.
  case notStarted = "not-started"
  case inProgress = "in-progress"
  /// Every question of the manifest is answered or was passed over by its candidate.
  case completed
  /// The deadline passed while questions were open; those are skipped.
  case timedOut = "timed-out"
  /// Kept back by an operator, or because something is missing (an unknown role).
  case held
  /// It cannot be worked on until somebody does something.
  case failed

  /// The phases that may follow directly. Later evidence may open a session again: a manifest that adds questions, or
  /// one that moves the deadline.
  public var successors: Set<SessionPhase> {
    switch self {
    case .notStarted: [.inProgress, .completed, .timedOut, .held, .failed]
    case .inProgress: [.completed, .timedOut, .held, .failed]
    case .completed: [.inProgress, .timedOut, .held, .failed]
    case .timedOut: [.inProgress, .notStarted, .completed, .held, .failed]
    case .held: [.notStarted, .inProgress, .completed, .timedOut, .failed]
    case .failed: [.notStarted, .inProgress, .completed, .timedOut, .held]
    }
  }

  public var name: Bilingual {
    switch self {
    case .notStarted: Bilingual(zh: "未开始", en: "not started")
    case .inProgress: Bilingual(zh: "进行中", en: "in progress")
    case .completed: Bilingual(zh: "已完成", en: "completed")
    case .timedOut: Bilingual(zh: "已超时", en: "timed out")
    case .held: Bilingual(zh: "已暂停处理", en: "held")
    case .failed: Bilingual(zh: "处理失败", en: "failed")
    }
  }
}

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
