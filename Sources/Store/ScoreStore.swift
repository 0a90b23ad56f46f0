import Interview

/// Where scores live: one row per answer, every revision kept, and an ordered feed of what changed.
///
/// Synchronous and safe to call from any thread. Each call is one transaction: it happened wholly when it returns, and
/// not at all when it throws. A call that throws with a fault whose code says `retry: .later` may be repeated as it is;
/// all writing calls are idempotent except `append` and `audit`. Faults are those of `FaultCode.storeCodes`.
///
/// Every implementation passes the one conformance suite in `Tests/StoreTests`.
public protocol ScoreStore: Sendable {
  /// Records one scoring of an answer.
  ///
  /// - An identity (`AnswerRecord.identity`) that the answer does not have yet becomes its next revision and the current
  ///   one. Measures, dimensions, lost points and the event are written in the same transaction.
  /// - The identity of the current revision changes nothing.
  /// - The identity of an earlier revision makes that revision current again, with an event.
  ///
  /// A recording that another answer brought first is linked to it (`StoredAnswer.duplicateOf`). A session that is not
  /// known is created `in-progress`.
  ///
  /// Throws `store.record-refused` for a record with a value that is not finite; `store.answer-id-taken` where an answer of
  /// another session goes by the same id.
  func record(_ record: AnswerRecord, at time: Double) throws(Fault) -> RecordOutcome

  /// A number for one piece of work that will be recorded: greater than all that were given out before, by whomever. Nil where only one
  /// machine writes, whose locks keep two from working on one answer.
  func beginWork() throws(Fault) -> Int?
  /// As `record(_:at:)`, unless work on this answer that was begun later has been recorded meanwhile: a worker that was away for so long
  /// that another took its place must not put its result above that one's.
  ///
  /// Throws `store.work-overtaken`.
  func record(_ record: AnswerRecord, under work: Int?, at time: Double) throws(Fault) -> RecordOutcome

  /// Records further scorings of answers that were read before, in one transaction, as `record(_:at:)` would one after the
  /// other: all of them or none.
  ///
  /// An answer that is no longer as it was read (erased, scored anew, its words withdrawn) is left as it is, so that nothing
  /// comes back that was let go in between.
  /// - Returns: for each, in order, what became of it; nil for one that was left.
  func revise(_ revisions: [(read: StoredAnswer, record: AnswerRecord)], at time: Double) throws(Fault) -> [RecordOutcome?]

  /// The current revision of the answer with this id (`AnswerKey.id`); nil where there is none.
  func current(_ answer: String) throws(Fault) -> StoredAnswer?
  /// All revisions of an answer, oldest first.
  func revisions(of answer: String) throws(Fault) -> [StoredAnswer]
  /// Current revisions of a session (`OpaqueName.text`), in the order of question and attempt.
  func answers(ofSession session: String) throws(Fault) -> [StoredAnswer]
  /// The same for figures alone, which is most of what many answers together are asked for: an analysis is told as `noAnalysis`, of the
  /// measures only those of `ScoredOutline.measures`, and of a scorecard neither lost points, reasons nor what was unknown.
  func outlines(ofSession session: String) throws(Fault) -> [StoredAnswer]
  /// Current revisions whose recording has these bytes, the first to arrive first.
  func answers(withRecording hash: ContentHash) throws(Fault) -> [StoredAnswer]

  /// Adds a person's review of an answer's current revision, with the event `answer.reviewed`, or of a session, with
  /// `session.reviewed`. Nothing of the score changes. The same review by the same person of the same revision, as their
  /// latest one, is not added again.
  ///
  /// Throws `store.no-answer`, `store.no-session`, `review.incomplete`, `review.unprintable`.
  func add(_ review: Review, at time: Double) throws(Fault) -> StoredReview
  /// The reviews of an answer or of a session itself, the latest first.
  func reviews(of subject: Review.Subject) throws(Fault) -> [StoredReview]

  /// The latest review of each of these answers that has one, by the answer's id.
  func latestReviews(of answers: [StoredAnswer]) throws(Fault) -> [String: StoredReview]

  /// Creates the session or brings it up to date; a call that changes nothing writes nothing, one that changes the
  /// state or the count of answers also writes `session.changed`.
  func save(_ session: SessionRecord, at time: Double) throws(Fault)
  /// Looks at a session's current answers, in the order of question and attempt, and at what is known of it, and saves what `change` makes of
  /// that: in one transaction, so that no answer of it is recorded in between, wherever that arrives. `change` may be asked twice.
  func update(
    session id: OpaqueName, at time: Double, _ change: ([AnswerSummary], StoredSession?) throws(Fault) -> SessionRecord
  ) throws(Fault)
  func session(_ id: String) throws(Fault) -> StoredSession?
  /// Sessions that `filter` lets through, from the first one after `id` in this order; an order but that of ids throws
  /// `store.no-session` for an id that is not there.
  func sessions(_ filter: SessionFilter, by order: SessionOrder, after id: String?, limit: Int) throws(Fault) -> [StoredSession]

  /// Sessions that have not come to an end though their deadline is at or before `time`, in the order of their ids.
  func overdueSessions(at time: Double) throws(Fault) -> [SessionRecord]

  /// Puts an event of the pipeline into the feed and returns its cursor.
  func append(_ event: StoreEvent, at time: Double) throws(Fault) -> Int
  /// The feed from the first event after `cursor` (0 for the start), at most `limit`, in order, without gaps. What it
  /// returned once it returns again; an event is never put in before one that has been seen.
  func events(after cursor: Int, limit: Int) throws(Fault) -> [FeedEvent]

  /// Appends to the audit log and returns the new link.
  func audit(_ entry: AuditEntry, at time: Double, digest: AuditLink.Digest) throws(Fault) -> AuditLink
  func auditLinks(after number: Int, limit: Int) throws(Fault) -> [AuditLink]

  func counts() throws(Fault) -> StoreCounts
  func health() throws(Fault) -> StoreHealth
  /// Reads everything and checks that it fits together. Linear in the size of the store; throws `store.damaged`.
  func checkIntegrity() throws(Fault)
}

/// What an outline of an answer holds.
public enum ScoredOutline {
  /// Whether anybody speaks, and whether the answer may be measured.
  public static let measures: [Measure] = [.phonation, .duration]
}

extension ScoreStore {
  /// A store that gains nothing by it gives the whole.
  public func outlines(ofSession session: String) throws(Fault) -> [StoredAnswer] { try answers(ofSession: session) }

  public func beginWork() throws(Fault) -> Int? { nil }
  public func record(_ record: AnswerRecord, under work: Int?, at time: Double) throws(Fault) -> RecordOutcome {
    try self.record(record, at: time)
  }

  /// All sessions in the order of `OpaqueName.text` by code points, from the first one after `id`.
  public func sessions(after id: String?, limit: Int) throws(Fault) -> [StoredSession] {
    try sessions(SessionFilter(), by: .id, after: id, limit: limit)
  }

  /// Calls `body` for every session that `filter` lets through, in the order of their ids. Memory: a page of 500.
  public func forEachSession(_ filter: SessionFilter = SessionFilter(), _ body: (StoredSession) throws(Fault) -> Void) throws(Fault) {
    var last: String?
    repeat {
      let page = try sessions(filter, by: .id, after: last, limit: 500)
      for session in page { try body(session) }
      last = page.count == 500 ? page.last?.record.id.text : nil
    } while last != nil
  }

  /// The latest review of each of these answers that has one, by the answer's id.
  public func latestReviews(of answers: [StoredAnswer]) throws(Fault) -> [String: StoredReview] {
    var found: [String: StoredReview] = [:]
    for answer in answers { found[answer.id] = try reviews(of: .answer(answer.id)).first }
    return found
  }

  /// Walks the whole audit log in bounded memory.
  ///
  /// - Parameter each: is given every link that follows from the one before it.
  public func verifyAudit(digest: AuditLink.Digest, each: (AuditLink) -> Void = { _ in }) throws(Fault) -> AuditVerdict {
    var number = 0
    var head = AuditLink.origin
    // What stands before the first link: nothing, or what an entry of the log itself says was cut off.
    var missing: AuditEntry?
    var links = 0
    while true {
      let page = try auditLinks(after: number, limit: 1000)
      if links == 0, let first = page.first, first.number > 1 {
        (number, head) = (first.number - 1, first.previous)
        missing = .cut(number: number, hash: head)
      }
      for link in page {
        guard link.follows(number: number, hash: head, digest: digest) else { return .broken(at: link.number) }
        number = link.number
        head = link.hash
        links += 1
        each(link)
        if link.entry == missing { missing = nil }
      }
      if page.count < 1000 {
        if let missing, let cut = Int(missing.subject) { return .broken(at: cut + 1) }
        return .intact(links: links, head: head)
      }
    }
  }
}
