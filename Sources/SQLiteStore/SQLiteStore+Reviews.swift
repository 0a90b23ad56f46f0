import GRDB
import Interview
import Store

extension SQLiteStore {
  public func add(_ review: Review, at time: Double) throws(Fault) -> StoredReview {
    try review.check()
    return try write { db in
      let (session, revision) = try db.reviewed(review.subject)
      let last = try db.reviews(of: review.subject).first { $0.review.reviewer == review.reviewer }
      if let last, last.review == review, last.revision == revision { return last }
      switch review.subject {
      case .answer(let answer):
        try db.execute(
          sql: "INSERT INTO review_values (answer, revision, reviewer, judgement, reason, account, time) VALUES (?, ?, ?, ?, ?, ?, ?)",
          arguments: [answer, revision, review.reviewer, review.judgement, review.reason, review.account, time])
      case .session(let session):
        try db.execute(
          sql: "INSERT INTO session_review_values (session, reviewer, judgement, reason, account, time) VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [session, review.reviewer, review.judgement, review.reason, review.account, time])
      }
      let stored = StoredReview(number: Int(db.lastInsertedRowID), review: review, revision: revision, time: time)
      _ = try db.append(.about(stored, session: session), at: time)
      return stored
    }
  }

  public func reviews(of subject: Review.Subject) throws(Fault) -> [StoredReview] {
    try read { db in try db.reviews(of: subject) }
  }
}

extension Database {
  /// The session that is reviewed, and the answer's revision that is current.
  fileprivate func reviewed(_ subject: Review.Subject) throws -> (session: String, revision: Int?) {
    switch subject {
    case .answer(let id):
      let current = "SELECT session, revision FROM answers WHERE answer = ? AND is_current = 1"
      guard let row = try Row.fetchOne(self, sql: current, arguments: [id]) else { throw subject.missing }
      return (row["session"], row["revision"])
    case .session(let id):
      guard try session(id) != nil else { throw subject.missing }
      return (id, nil)
    }
  }

  /// The latest first.
  fileprivate func reviews(of subject: Review.Subject) throws -> [StoredReview] {
    let rows =
      switch subject {
      case .answer(let id):
        try Row.fetchAll(self, sql: "SELECT * FROM review_values WHERE answer = ? ORDER BY number DESC", arguments: [id])
      case .session(let id):
        try Row.fetchAll(self, sql: "SELECT * FROM session_review_values WHERE session = ? ORDER BY number DESC", arguments: [id])
      }
    return rows.map { row in
      StoredReview(
        number: row["number"],
        review: Review(of: subject, reviewer: row["reviewer"], judgement: row["judgement"], reason: row["reason"], account: row["account"]),
        revision: row.hasColumn("revision") ? row["revision"] : nil, time: row["time"])
    }
  }
}
