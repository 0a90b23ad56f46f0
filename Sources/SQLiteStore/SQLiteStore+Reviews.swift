import GRDB
import Interview
import Store

extension SQLiteStore {
  public func add(_ review: Review, at time: Double) throws(Fault) -> StoredReview {
    try review.check()
    return try write { db in
      let current = "SELECT session, revision FROM answers WHERE answer = ? AND is_current = 1"
      guard let answer = try Row.fetchOne(db, sql: current, arguments: [review.answer]) else {
        throw Fault(.storeNoAnswer, review.answer)
      }
      let revision = answer["revision"] as Int
      let last = try Row.fetchOne(
        db, sql: "SELECT * FROM review_values WHERE answer = ? AND reviewer = ? ORDER BY number DESC LIMIT 1",
        arguments: [review.answer, review.reviewer]
      ).map(StoredReview.init)
      if let last, last.review == review, last.revision == revision { return last }
      try db.execute(
        sql: "INSERT INTO review_values (answer, revision, reviewer, judgement, reason, account, time) VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [review.answer, revision, review.reviewer, review.judgement, review.reason, review.account, time])
      let stored = StoredReview(number: Int(db.lastInsertedRowID), review: review, revision: revision, time: time)
      _ = try db.append(.about(stored, session: answer["session"]), at: time)
      return stored
    }
  }

  public func reviews(of answer: String) throws(Fault) -> [StoredReview] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM review_values WHERE answer = ? ORDER BY number DESC", arguments: [answer])
        .map(StoredReview.init)
    }
  }
}

extension StoredReview {
  init(row: Row) {
    self.init(
      number: row["number"],
      review: Review(
        answer: row["answer"], reviewer: row["reviewer"], judgement: row["judgement"], reason: row["reason"],
        account: row["account"]),
      revision: row["revision"], time: row["time"])
  }
}
