import Interview
import Store

/// A store that fails where it is told to, and is the one it was given otherwise.
struct FaultyStore: ScoreStore {
  let store: InMemoryStore
  var audit: Fault?
  var sessions: Fault?

  init(_ store: InMemoryStore, audit: Fault? = nil, sessions: Fault? = nil) {
    (self.store, self.audit, self.sessions) = (store, audit, sessions)
  }

  func audit(_ entry: AuditEntry, at time: Double, digest: AuditLink.Digest) throws(Fault) -> AuditLink {
    if let audit { throw audit }
    return try store.audit(entry, at: time, digest: digest)
  }

  func record(_ record: AnswerRecord, at time: Double) throws(Fault) -> RecordOutcome { try store.record(record, at: time) }
  func revise(_ revisions: [(read: StoredAnswer, record: AnswerRecord)], at time: Double) throws(Fault) -> [RecordOutcome?] {
    try store.revise(revisions, at: time)
  }
  func current(_ answer: String) throws(Fault) -> StoredAnswer? { try store.current(answer) }
  func revisions(of answer: String) throws(Fault) -> [StoredAnswer] { try store.revisions(of: answer) }
  func answers(ofSession session: String) throws(Fault) -> [StoredAnswer] { try store.answers(ofSession: session) }
  func answers(withRecording hash: ContentHash) throws(Fault) -> [StoredAnswer] { try store.answers(withRecording: hash) }
  func add(_ review: Review, at time: Double) throws(Fault) -> StoredReview { try store.add(review, at: time) }
  func reviews(of subject: Review.Subject) throws(Fault) -> [StoredReview] { try store.reviews(of: subject) }
  func save(_ session: SessionRecord, at time: Double) throws(Fault) { try store.save(session, at: time) }
  func update(
    session id: OpaqueName, at time: Double, _ change: ([AnswerSummary], StoredSession?) throws(Fault) -> SessionRecord
  ) throws(Fault) {
    try store.update(session: id, at: time, change)
  }
  func session(_ id: String) throws(Fault) -> StoredSession? { try store.session(id) }
  func sessions(_ filter: SessionFilter, by order: SessionOrder, after id: String?, limit: Int) throws(Fault) -> [StoredSession] {
    if let sessions { throw sessions }
    return try store.sessions(filter, by: order, after: id, limit: limit)
  }
  func overdueSessions(at time: Double) throws(Fault) -> [SessionRecord] { try store.overdueSessions(at: time) }
  func append(_ event: StoreEvent, at time: Double) throws(Fault) -> Int { try store.append(event, at: time) }
  func events(after cursor: Int, limit: Int) throws(Fault) -> [FeedEvent] { try store.events(after: cursor, limit: limit) }
  func auditLinks(after number: Int, limit: Int) throws(Fault) -> [AuditLink] { try store.auditLinks(after: number, limit: limit) }
  func counts() throws(Fault) -> StoreCounts { try store.counts() }
  func health() throws(Fault) -> StoreHealth { try store.health() }
  func checkIntegrity() throws(Fault) { try store.checkIntegrity() }
}
