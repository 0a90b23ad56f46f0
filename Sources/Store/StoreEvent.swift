import Interview

/// Something that happened and that a consumer may want to follow; not yet in the feed.
public struct StoreEvent: Sendable, Equatable {
  /// What happened. The raw value is part of the contract; consumers ignore kinds they do not know.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The first revision of an answer.
    case answerRecorded = "answer.recorded"
    /// A further revision became current.
    case answerRevised = "answer.revised"
    /// An earlier revision became current again.
    case answerReinstated = "answer.reinstated"
    case answerQuarantined = "answer.quarantined"
    case answerHeld = "answer.held"
    case answerReleased = "answer.released"
    /// A person's review was added.
    case answerReviewed = "answer.reviewed"
    case sessionChanged = "session.changed"
    /// A person's decision about a session was added.
    case sessionReviewed = "session.reviewed"
    /// Everything of a session was erased at its candidate's wish; whoever holds copies erases them too.
    case sessionForgotten = "session.forgotten"
    /// Everything of a session was removed because it had been kept as long as the retention says.
    case sessionExpired = "session.expired"
    /// The database was put in the place of another, from a backup or from the archive. Cursors go on above all that were
    /// given out before; answers that came back since the backup follow as `answer.reinstated`.
    case storeRestored = "store.restored"
    /// Past answers were imported; single rows are not told.
    case historyImported = "history.imported"
  }

  public var kind: Kind
  /// `OpaqueName.text` of the session; nil where no session is known.
  public var session: String?
  /// `AnswerKey.id`; nil for events of a session.
  public var answer: String?
  public var revision: Int?
  /// An object of `EventDetail`; one without members where the kind has none.
  public var detail: JSON

  public init(kind: Kind, session: String?, answer: String? = nil, revision: Int? = nil, detail: JSON = .object([])) {
    self.kind = kind
    self.session = session
    self.answer = answer
    self.revision = revision
    self.detail = detail
  }
}

/// An event in its place in the feed.
public struct FeedEvent: Sendable, Equatable {
  /// 1, 2, 3 … without gaps, in the order of commits: the cursor of a consumer is the last one it has dealt with.
  public var cursor: Int
  /// Seconds since 1970 UTC.
  public var time: Double
  public var kind: String
  public var session: String?
  public var answer: String?
  public var revision: Int?
  /// A JSON object's text.
  public var detail: String

  public init(cursor: Int, time: Double, kind: String, session: String?, answer: String?, revision: Int?, detail: String) {
    self.cursor = cursor
    self.time = time
    self.kind = kind
    self.session = session
    self.answer = answer
    self.revision = revision
    self.detail = detail
  }
}
