import Interview
import Synchronization

/// A store that forgets everything when it goes: for tests, for trying out, and as the reading of the contract that the
/// databases are compared with.
public final class InMemoryStore: ScoreStore {
  struct State {
    /// Revisions by answer id, oldest first.
    var answers: [String: [StoredAnswer]] = [:]
    var sessions: [String: StoredSession] = [:]
    var reviews: [StoredReview] = []
    var events: [FeedEvent] = []
    var audit: [AuditLink] = []
  }

  private let state = Mutex(State())

  public init() {}

  public func record(_ record: AnswerRecord, at time: Double) throws(Fault) -> RecordOutcome {
    try record.check()
    // `withLock` would let the error's type go.
    guard let outcome = state.withLock({ $0.owns(record.key) ? $0.record(record, at: time) : nil }) else {
      throw Fault(.storeAnswerTaken, record.key.id)
    }
    return outcome
  }

  public func revise(_ revisions: [(read: StoredAnswer, record: AnswerRecord)], at time: Double) throws(Fault) -> [RecordOutcome?] {
    for (_, record) in revisions { try record.check() }
    return state.withLock { state in
      revisions.map { read, record in
        let current = state.answers[read.id]?.first(where: \.isCurrent)
        return current == read ? state.record(record, at: time) : nil
      }
    }
  }

  public func current(_ answer: String) throws(Fault) -> StoredAnswer? {
    state.withLock { $0.answers[answer]?.first(where: \.isCurrent) }
  }

  public func revisions(of answer: String) throws(Fault) -> [StoredAnswer] {
    state.withLock { $0.answers[answer] ?? [] }
  }

  public func answers(ofSession session: String) throws(Fault) -> [StoredAnswer] {
    state.withLock { state in
      state.currentAnswers.filter { $0.record.key.session.text == session }.sorted { $0.record.key < $1.record.key }
    }
  }

  public func answers(withRecording hash: ContentHash) throws(Fault) -> [StoredAnswer] {
    state.withLock { state in
      state.currentAnswers.filter { $0.record.recordingHash == hash }.sorted {
        ($0.record.arrivedAt, $0.id) < ($1.record.arrivedAt, $1.id)
      }
    }
  }

  public func add(_ review: Review, at time: Double) throws(Fault) -> StoredReview {
    try review.check()
    // `withLock` would let the error's type go.
    let stored = state.withLock { $0.add(review, at: time) }
    guard let stored else { throw review.subject.missing }
    return stored
  }

  public func reviews(of subject: Review.Subject) throws(Fault) -> [StoredReview] {
    state.withLock { $0.reviews.reversed().filter { $0.review.subject == subject } }
  }

  public func save(_ session: SessionRecord, at time: Double) throws(Fault) {
    state.withLock { $0.save(session, at: time) }
  }

  public func update(
    session id: OpaqueName, at time: Double, _ change: ([AnswerSummary], StoredSession?) throws(Fault) -> SessionRecord
  ) throws(Fault) {
    // `withLock` would let the error's type go.
    let fault: Fault? = state.withLock { state in
      let answers = state.currentAnswers.filter { $0.record.key.session == id }.map(\.summary).sorted { $0.key < $1.key }
      do throws(Fault) {
        state.save(try change(answers, state.sessions[id.text]), at: time)
        return nil
      } catch {
        return error
      }
    }
    if let fault { throw fault }
  }

  public func session(_ id: String) throws(Fault) -> StoredSession? {
    state.withLock { $0.sessions[id] }
  }

  public func sessions(_ filter: SessionFilter, by order: SessionOrder, after id: String?, limit: Int) throws(Fault) -> [StoredSession] {
    let (all, last, answers) = state.withLock { state in
      (
        Array(state.sessions.values), id.flatMap { state.sessions[$0] },
        Dictionary(grouping: state.currentAnswers) { $0.record.key.session.text }
      )
    }
    if order != .id, let id, last == nil { throw Fault(.storeNoSession, id) }
    func isWanted(_ session: StoredSession) -> Bool {
      let (record, own) = (session.record, answers[session.record.id.text] ?? [])
      return filter.state.map { $0 == record.state } ?? true
        && filter.role.map { role in record.role == role || own.contains { $0.record.roleModel?.id == role } } ?? true
        && filter.candidate.map { name in record.candidate == name || own.contains { $0.record.candidate == name } } ?? true
        && filter.since.map { session.updatedAt >= $0 } ?? true
    }
    func precedes(_ left: StoredSession, _ right: StoredSession) -> Bool {
      let byID = Self.precedes(left.record.id.text, right.record.id.text)
      switch order {
      case .id: return byID
      case .time: return left.updatedAt == right.updatedAt ? byID : left.updatedAt > right.updatedAt
      case .candidate:
        guard let one = left.record.candidate, let other = right.record.candidate, one != other else {
          return left.record.candidate == right.record.candidate ? byID : left.record.candidate != nil
        }
        return Self.precedes(one, other)
      }
    }
    let found = all.filter { session in
      isWanted(session)
        && (order == .id ? id.map { Self.precedes($0, session.record.id.text) } : last.map { precedes($0, session) }) ?? true
    }
    return Array(found.sorted(by: precedes).prefix(max(0, limit)))
  }

  public func overdueSessions(at time: Double) throws(Fault) -> [SessionRecord] {
    state.withLock { state in
      let open = state.sessions.values.map(\.record).filter { [.notStarted, .inProgress].contains($0.state) }
      return open.filter { $0.deadline.map { $0 <= time } ?? false }.sorted { Self.precedes($0.id.text, $1.id.text) }
    }
  }

  public func append(_ event: StoreEvent, at time: Double) throws(Fault) -> Int {
    state.withLock { $0.append(event, at: time) }
  }

  public func events(after cursor: Int, limit: Int) throws(Fault) -> [FeedEvent] {
    state.withLock { Array($0.events.dropFirst(max(0, cursor)).prefix(max(0, limit))) }
  }

  public func audit(_ entry: AuditEntry, at time: Double, digest: AuditLink.Digest) throws(Fault) -> AuditLink {
    state.withLock { state in
      let last = state.audit.last
      let link = AuditLink(
        number: (last?.number ?? 0) + 1, time: time, entry: entry, previous: last?.hash ?? AuditLink.origin, digest: digest)
      state.audit.append(link)
      return link
    }
  }

  public func auditLinks(after number: Int, limit: Int) throws(Fault) -> [AuditLink] {
    state.withLock { Array($0.audit.dropFirst(max(0, number)).prefix(max(0, limit))) }
  }

  public func counts() throws(Fault) -> StoreCounts {
    state.withLock { state in
      let revisions = state.answers.values.joined()
      return StoreCounts(
        answers: state.answers.count, revisions: revisions.count, sessions: state.sessions.count, events: state.events.count,
        sessionsByState: state.sessions.values.reduce(into: [:]) { $0[$1.record.state, default: 0] += 1 },
        lastRecordedAt: revisions.map(\.recordedAt).max())
    }
  }

  public func health() throws(Fault) -> StoreHealth {
    StoreHealth(kind: "memory", path: nil, readOnly: false, schema: 0, databaseBytes: 0, logBytes: 0)
  }

  public func checkIntegrity() throws(Fault) {}

  /// By code points, which is also the order of UTF-8 bytes and of SQLite's BINARY collation.
  private static func precedes(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
}
