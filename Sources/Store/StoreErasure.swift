import Interview

/// What of a candidate was taken out of a store.
public struct Erased: Sendable, Equatable {
  public var sessions: [String]
  public var answers: Int
  public var revisions: Int
  public var reviews: Int
  /// Events of the feed that no longer say whom they were about.
  public var events: Int
  /// Of all recordings that its answers were scored from.
  public var recordings: [ContentHash]

  public init(
    sessions: [String] = [], answers: Int = 0, revisions: Int = 0, reviews: Int = 0, events: Int = 0, recordings: [ContentHash] = []
  ) {
    self.sessions = sessions
    self.answers = answers
    self.revisions = revisions
    self.reviews = reviews
    self.events = events
    self.recordings = recordings
  }
}

/// A store that lets go of what it holds about people, so that nothing of it stays in its files: not in free pages, not in
/// the log.
public protocol StoreErasure: Sendable {
  /// Sessions of which the manifest or an answer names this candidate, in order.
  func sessions(ofCandidate candidate: String) throws(Fault) -> [String]

  /// Every candidate that a session or a revision of an answer names, each once. Linear in the store's answers.
  func candidates() throws(Fault) -> [String]

  /// Those of these sessions of which the store holds a row, in the same order.
  func known(sessions: [String]) throws(Fault) -> [String]

  /// Whether any answer of this session is held.
  func holdsAnswers(ofSession session: String) throws(Fault) -> Bool

  /// All recordings that answers of these sessions were scored from, and no answer of another session.
  func recordings(onlyOf sessions: [String]) throws(Fault) -> [ContentHash]

  /// Removes sessions with all their answers, revisions and reviews; their events stay in the feed without name, answer and
  /// detail, and one of `kind` tells consumers. May be repeated.
  func erase(sessions: [String], telling kind: StoreEvent.Kind, at time: Double) throws(Fault) -> Erased

  /// Sessions of which nothing arrived after `time`, with all that is held of them; in order. Where no arrival
  /// is known, as in much of an import, the time when the session became known counts. Linear in the sessions.
  func sessions(quietSince time: Double, limit: Int) throws(Fault) -> [String]
  func countSessions(quietSince time: Double) throws(Fault) -> Int

  /// Answers that arrived no later than `time` and of which what was said is still held; the oldest first.
  func answersWithContent(arrivedBefore time: Double, limit: Int) throws(Fault) -> [AnswerKey]
  func countWithContent(arrivedBefore time: Double) throws(Fault) -> Int

  /// Takes what was said out of every revision of an answer: measures, scores and lost points stay, the analysis is what
  /// `redact` makes of it, excerpts go.
  func redactContent(of answer: String, redact: (String) -> String, at time: Double) throws(Fault)

  /// Takes all that was measured and scored out of every revision of an answer, and what was said with it: which recording it was, whose,
  /// and what people decided about it stay; each measure is unknown for `reason`. Its events in the feed tell no score any more.
  func withdrawMeasures(of answer: String, because reason: UnknownReason, at time: Double) throws(Fault)

  /// Writes the log into the database and empties it, so that no earlier page stays on the disk.
  /// - Returns: false where a reader kept it from doing so; then it is due again.
  func emptyLog() throws(Fault) -> Bool

  /// Entries of the audit log that were made no later than `time`, from its beginning on up to the first younger one.
  func countAudit(through time: Double) throws(Fault) -> Int

  /// Removes those entries. The cut is itself an entry, with number and hash of the last that went: with it the chain that
  /// is left still shows that nothing else is missing.
  /// - Returns: how many went.
  func cutAudit(through time: Double, at now: Double, digest: AuditLink.Digest) throws(Fault) -> Int
}

/// A store whose rows can be sealed after they were written.
public protocol WordSealing: Sendable {
  /// Seals the words of rows that hold them readable, in the order of the rows' numbers, from the first one after `row`.
  ///
  /// - Returns: how many rows were looked at, and the number to go on after.
  func sealWords(after row: Int, limit: Int) throws(Fault) -> (rows: Int, last: Int)
}

/// A database that was moved aside, damaged or because a backup took its place. It holds what it held: whoever is forgotten
/// must be forgotten in it too, and what was kept long enough goes from it.
public struct MovedDatabase: Sendable {
  public let path: String
  /// Seconds since 1970 UTC, not before it was moved aside.
  public let movedAt: Double
  /// Opens it for writing, after a check that all of it can be read.
  ///
  /// Throws `store.damaged` where that is not so: then nothing can be taken out of it.
  public let open: @Sendable () throws(Fault) -> any StoreErasure
  /// Removes its files, for good.
  public let remove: @Sendable () throws(Fault) -> Void

  public init(
    path: String, movedAt: Double, open: @escaping @Sendable () throws(Fault) -> any StoreErasure,
    remove: @escaping @Sendable () throws(Fault) -> Void
  ) {
    self.path = path
    self.movedAt = movedAt
    self.open = open
    self.remove = remove
  }
}
