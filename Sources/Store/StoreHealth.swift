import Interview

/// How the store is, at a glance. Cheap: no scan of tables.
public struct StoreHealth: Sendable, Equatable {
  /// The kind of store, for example `sqlite` or `memory`.
  public var kind: String
  /// The database's path; nil in memory.
  public var path: String?
  public var readOnly: Bool
  /// The number of migrations applied; 0 in memory.
  public var schema: Int
  /// Bytes of the database and of its write-ahead log on disk; 0 in memory.
  public var databaseBytes: Int
  public var logBytes: Int

  public init(kind: String, path: String?, readOnly: Bool, schema: Int, databaseBytes: Int, logBytes: Int) {
    self.kind = kind
    self.path = path
    self.readOnly = readOnly
    self.schema = schema
    self.databaseBytes = databaseBytes
    self.logBytes = logBytes
  }
}

/// How much the store holds.
public struct StoreCounts: Sendable, Equatable {
  /// Answers, each counted once however many revisions it has.
  public var answers: Int
  public var revisions: Int
  public var sessions: Int
  /// The last cursor of the feed.
  public var events: Int
  /// Sessions by state; states without sessions are left out.
  public var sessionsByState: [SessionPhase: Int]
  /// When the newest revision was committed, seconds since 1970 UTC; nil in an empty store.
  public var lastRecordedAt: Double?

  public init(
    answers: Int = 0, revisions: Int = 0, sessions: Int = 0, events: Int = 0,
    sessionsByState: [SessionPhase: Int] = [:], lastRecordedAt: Double? = nil
  ) {
    self.answers = answers
    self.revisions = revisions
    self.sessions = sessions
    self.events = events
    self.sessionsByState = sessionsByState
    self.lastRecordedAt = lastRecordedAt
  }
}
