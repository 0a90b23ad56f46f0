import Interview

/// One session as the store keeps it: what its manifest says, and how far it has come.
public struct SessionRecord: Sendable, Equatable {
  public var id: OpaqueName
  public var site: String?
  public var state: SessionPhase
  /// The code that explains `held` or `failed`; nil otherwise.
  public var reason: String?
  public var candidate: String?
  /// Role model id, from the manifest or the inbox root's default.
  public var role: String?
  public var language: Language?
  /// Seconds since 1970 UTC.
  public var deadline: Double?
  public var attemptsAllowed: Int?
  /// The questions of the manifest in its order; empty where there is no manifest.
  public var questions: [OpaqueName]
  /// How many of the questions have an answer: the k of "question k of n". N is `questions.count`.
  public var answered: Int
  public var manifestHash: ContentHash?

  /// - Precondition: `answered >= 0`.
  public init(
    id: OpaqueName, site: String? = nil, state: SessionPhase = .notStarted, reason: String? = nil, candidate: String? = nil,
    role: String? = nil, language: Language? = nil, deadline: Double? = nil, attemptsAllowed: Int? = nil,
    questions: [OpaqueName] = [], answered: Int = 0, manifestHash: ContentHash? = nil
  ) {
    precondition(answered >= 0)
    self.id = id
    self.site = site
    self.state = state
    self.reason = reason
    self.candidate = candidate
    self.role = role
    self.language = language
    self.deadline = deadline
    self.attemptsAllowed = attemptsAllowed
    self.questions = questions
    self.answered = answered
    self.manifestHash = manifestHash
  }
}

extension SessionRecord {
  /// Whether it was imported with its answers: without a list of questions no other session is ever complete.
  public var isHistory: Bool { state == .completed && questions.isEmpty }
}

/// A session with the store's own facts about it.
public struct StoredSession: Sendable, Equatable {
  public var record: SessionRecord
  /// When the store first heard of the session, and when it last changed; seconds since 1970 UTC.
  public var createdAt: Double
  public var updatedAt: Double

  public init(record: SessionRecord, createdAt: Double, updatedAt: Double) {
    self.record = record
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// Which sessions are wanted; nil asks for nothing.
public struct SessionFilter: Sendable, Hashable {
  public var state: SessionPhase?
  /// The session's role model, or one that scored an answer of it.
  public var role: String?
  public var candidate: String?
  /// Changed at or after this time, in seconds since 1970.
  public var since: Double?

  public init(state: SessionPhase? = nil, role: String? = nil, candidate: String? = nil, since: Double? = nil) {
    self.state = state
    self.role = role
    self.candidate = candidate
    self.since = since
  }
}

/// In which order sessions come; between equals, in the order of their ids.
public enum SessionOrder: String, Sendable, Hashable, CaseIterable {
  /// Of ids, by code points.
  case id
  /// Changed last, first.
  case time
  /// Of candidates, by code points; sessions without one at the end.
  case candidate
}
