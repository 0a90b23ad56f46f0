/// One question as a session's manifest describes it.
public struct ManifestQuestion: Sendable, Hashable {
  public let id: OpaqueName
  public let text: String?
  /// Allowed time in seconds.
  public let timeLimit: Double?
  /// Adds to the role model's groups for this question.
  public let keywords: [KeywordGroup]

  public init(id: OpaqueName, text: String? = nil, timeLimit: Double? = nil, keywords: [KeywordGroup] = []) {
    self.id = id
    self.text = text
    self.timeLimit = timeLimit
    self.keywords = keywords
  }
}

/// `session.yaml`: what the interview platform says of one session. Every key is optional.
public struct Manifest: Sendable, Hashable {
  public var candidate: String?
  public var role: String?
  /// Nil for `auto`, or where the key is missing.
  public var language: Language?
  public var questions: [ManifestQuestion]
  /// Seconds since 1970-01-01T00:00:00Z.
  public var deadline: Double?
  public var attemptsAllowed: Int?
  public var consentRecorded: Bool?
  public var consentAnalysed: Bool?
  /// What the candidate does not want measured: kept for people, never analysed.
  public var declined: DeclinedAnswers
  public var accommodations: [String]
  /// Which speaker of a transcript with several is the candidate.
  public var speaker: String?
  /// False when no transcript will ever come, so that recordings do not wait for one.
  public var transcriptExpected: Bool?

  public init(
    candidate: String? = nil, role: String? = nil, language: Language? = nil, questions: [ManifestQuestion] = [],
    deadline: Double? = nil, attemptsAllowed: Int? = nil, consentRecorded: Bool? = nil, consentAnalysed: Bool? = nil,
    declined: DeclinedAnswers = .none,
    accommodations: [String] = [], speaker: String? = nil, transcriptExpected: Bool? = nil
  ) {
    self.candidate = candidate
    self.role = role
    self.language = language
    self.questions = questions
    self.deadline = deadline
    self.attemptsAllowed = attemptsAllowed
    self.consentRecorded = consentRecorded
    self.consentAnalysed = consentAnalysed
    self.declined = declined
    self.accommodations = accommodations
    self.speaker = speaker
    self.transcriptExpected = transcriptExpected
  }
}

/// Which answers a candidate keeps from the machine: they are for people alone.
public enum DeclinedAnswers: Sendable, Hashable {
  case none
  case all
  case questions(Set<OpaqueName>)

  public func contains(_ question: OpaqueName) -> Bool {
    switch self {
    case .none: false
    case .all: true
    case .questions(let names): names.contains(question)
    }
  }
}

/// Which attempt at a question counts when there are several; all of them are kept.
public enum AttemptPolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// What the candidate decided to send last; the default, since a retake is offered so that it may replace.
  case last
  case first
  /// The highest overall score; an attempt without a score comes after every attempt with one.
  case best
}

/// What an answer is held against: the groups asked for, and the words that came from the role and from the question, which
/// show nothing of the speaker's own.
public struct Asked: Sendable, Hashable {
  public let groups: [KeywordGroup]
  /// Every word of the role's model: terms, names of groups and dimensions, questions.
  public let vocabulary: [String]
  /// The question in its wordings, each a text of its own.
  public let question: [String]

  public init(groups: [KeywordGroup] = [], vocabulary: [String] = [], question: [String] = []) {
    self.groups = groups
    self.vocabulary = vocabulary
    self.question = question
  }
}

extension Asked {
  /// What a manifest alone asks for.
  public init(_ manifest: ManifestQuestion?) {
    self.init(groups: manifest?.keywords ?? [], question: manifest?.text.map { [$0] } ?? [])
  }
}

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
