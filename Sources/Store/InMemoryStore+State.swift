import Interview

extension InMemoryStore.State {
  var currentAnswers: [StoredAnswer] { answers.values.compactMap { $0.first(where: \.isCurrent) } }

  /// Whether the answer's id is that of no other session's answer.
  func owns(_ key: AnswerKey) -> Bool { answers[key.id]?.allSatisfy { $0.record.key.session == key.session } ?? true }

  mutating func record(_ record: AnswerRecord, at time: Double) -> RecordOutcome {
    let id = record.key.id
    let session = record.key.session
    if sessions[session.text] == nil {
      let fresh = SessionRecord(id: session, site: record.site, state: .inProgress, candidate: record.candidate)
      sessions[session.text] = StoredSession(record: fresh, createdAt: time, updatedAt: time)
    }
    var revisions = answers[id] ?? []
    let known = revisions.firstIndex { $0.record.identity == record.identity }
    if let known, revisions[known].isCurrent { return .same(revision: revisions[known].revision) }

    for index in revisions.indices { revisions[index].isCurrent = false }
    let subject: StoredAnswer
    let kind: StoreEvent.Kind
    if let known {
      revisions[known].isCurrent = true
      subject = revisions[known]
      kind = .answerReinstated
    } else {
      subject = StoredAnswer(
        record: record, revision: revisions.count + 1, recordedAt: time, isCurrent: true,
        duplicateOf: original(of: record.recordingHash, otherThan: id))
      revisions.append(subject)
      kind = revisions.count == 1 ? .answerRecorded : .answerRevised
    }
    answers[id] = revisions
    _ = append(.about(subject, kind), at: time)
    return known == nil ? .new(revision: subject.revision) : .same(revision: subject.revision)
  }

  /// The answer that brought these bytes first: of the smallest arrival time, then id, over all revisions.
  private func original(of hash: ContentHash, otherThan id: String) -> String? {
    answers.values.joined().filter { $0.record.recordingHash == hash && $0.id != id && $0.duplicateOf == nil }
      .min { ($0.record.arrivedAt, $0.id) < ($1.record.arrivedAt, $1.id) }?.id
  }

  /// Nil where there is no such answer or session.
  mutating func add(_ review: Review, at time: Double) -> StoredReview? {
    let (session, revision): (String, Int?)
    switch review.subject {
    case .answer(let id):
      guard let answer = answers[id]?.first(where: \.isCurrent) else { return nil }
      (session, revision) = (answer.record.key.session.text, answer.revision)
    case .session(let id):
      guard sessions[id] != nil else { return nil }
      (session, revision) = (id, nil)
    }
    let last = reviews.last { $0.review.subject == review.subject && $0.review.reviewer == review.reviewer }
    if let last, last.review == review, last.revision == revision { return last }
    let number = 1 + reviews.count { ($0.revision == nil) == (revision == nil) }
    let stored = StoredReview(number: number, review: review, revision: revision, time: time)
    reviews.append(stored)
    _ = append(.about(stored, session: session), at: time)
    return stored
  }

  mutating func save(_ session: SessionRecord, at time: Double) {
    let id = session.id.text
    let before = sessions[id]
    guard before?.record != session else { return }
    sessions[id] = StoredSession(record: session, createdAt: before?.createdAt ?? time, updatedAt: time)
    if before?.record.state != session.state || before?.record.answered != session.answered {
      _ = append(.about(session), at: time)
    }
  }

  mutating func append(_ event: StoreEvent, at time: Double) -> Int {
    let cursor = events.count + 1
    events.append(
      FeedEvent(
        cursor: cursor, time: time, kind: event.kind.rawValue, session: event.session, answer: event.answer,
        revision: event.revision, detail: event.detail.text))
    return cursor
  }
}
