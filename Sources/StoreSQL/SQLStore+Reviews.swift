import Interview
import Store

/// What people decided. Reviews are added and never changed. Incomplete ones are refused (`review.…`).
extension SQLStore {
  public func add(_ review: Review, at time: Double) throws(Fault) -> StoredReview {
    try review.check()
    return try writing { db in
      let subject: StoreLock =
        switch review.subject {
        case .answer(let id): .answer(id)
        case .session(let id): .session(id)
        }
      try db.lock([subject])
      let (session, revision) = try db.reviewed(review.subject)
      let last = try db.reviews(of: review.subject).first { $0.review.reviewer == review.reviewer }
      if let last, last.review == review, last.revision == revision { return last }
      let number: Int? =
        switch review.subject {
        case .answer(let answer):
          try db.value(
            """
            INSERT INTO review_values (answer, revision, reviewer, judgement, reason, account, time) VALUES (?, ?, ?, ?, ?, ?, ?)
            RETURNING number
            """, [answer, revision, review.reviewer, review.judgement, review.reason, review.account, time])
        case .session(let session):
          try db.value(
            """
            INSERT INTO session_review_values (session, reviewer, judgement, reason, account, time) VALUES (?, ?, ?, ?, ?, ?)
            RETURNING number
            """, [session, review.reviewer, review.judgement, review.reason, review.account, time])
        }
      guard let number else { throw Fault(.storeFailed, "review") }
      let stored = StoredReview(number: number, review: review, revision: revision, time: time)
      _ = try db.append(.about(stored, session: session), at: time)
      return stored
    }
  }

  public func reviews(of subject: Review.Subject) throws(Fault) -> [StoredReview] {
    try reading { db in try db.reviews(of: subject) }
  }

  public func latestReviews(of answers: [StoredAnswer]) throws(Fault) -> [String: StoredReview] {
    guard !answers.isEmpty else { return [:] }
    return try reading { db in
      var found: [String: StoredReview] = [:]
      for part in stride(from: 0, to: answers.count, by: 500).map({ answers[$0..<min($0 + 500, answers.count)] }) {
        let marks = repeatElement("?", count: part.count).joined(separator: ", ")
        let rows = try db.rows(
          """
          SELECT * FROM review_values r WHERE answer IN (\(marks))
            AND number = (SELECT max(number) FROM review_values WHERE answer = r.answer)
          """, part.map(\.id))
        for row in rows { found[try row["answer"]] = try StoredReview(row, of: .answer(row["answer"])) }
      }
      return found
    }
  }
}

extension SQLDatabase {
  /// The session that is reviewed, and the answer's revision that is current.
  fileprivate func reviewed(_ subject: Review.Subject) throws -> (session: String, revision: Int?) {
    switch subject {
    case .answer(let id):
      let current = "SELECT session, revision FROM answers WHERE answer = ? AND is_current = 1"
      guard let row = try first(current, [id]) else { throw subject.missing }
      return (try row["session"], try row["revision"])
    case .session(let id):
      guard try session(id) != nil else { throw subject.missing }
      return (id, nil)
    }
  }

  /// The latest first.
  fileprivate func reviews(of subject: Review.Subject) throws -> [StoredReview] {
    let found =
      switch subject {
      case .answer(let id): try rows("SELECT * FROM review_values WHERE answer = ? ORDER BY number DESC", [id])
      case .session(let id): try rows("SELECT * FROM session_review_values WHERE session = ? ORDER BY number DESC", [id])
      }
    return try found.map { try StoredReview($0, of: subject) }
  }
}

extension StoredReview {
  fileprivate init(_ row: SQLRow, of subject: Review.Subject) throws {
    self.init(
      number: try row["number"],
      review: try Review(
        of: subject, reviewer: row["reviewer"], judgement: row["judgement"], reason: row["reason"], account: row["account"]),
      revision: row.has("revision") ? try row["revision"] : nil, time: try row["time"])
  }
}
