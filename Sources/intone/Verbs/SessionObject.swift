import Interview
import Pipeline
import Store

/// A session as the socket gives it.
struct SessionObject: Decodable {
  struct Answer: Decodable {
    struct Review: Decodable {
      var reviewer: String
      var judgement: String
    }
    var id: String
    var review: Review?
    var revision: Int
    var overall: Double?
    var confidence: String?
  }
  var id: String
  var state: String
  var candidate: String?
  var role: String?
  var answered: Int
  var questions: [String]
  var answers: [Answer]

  func text(in language: Language) -> String {
    let zh = language == .zh
    var lines = [
      "\(id)  \(state)  \(answered)/\(questions.count)",
      (zh ? "候选人 " : "candidate ") + (candidate ?? "—") + (zh ? "，岗位模型 " : ", role model ") + (role ?? "—"), "",
    ]
    for answer in answers {
      let score = answer.overall.map { JSON.rounded($0, 2).text } ?? (zh ? "未评分" : "no score")
      if let review = answer.review {
        lines.append("  " + answer.id.padded(to: 36) + (zh ? "人工评审：" : "human review: ") + "\(review.judgement) (\(review.reviewer))")
      }
      lines.append("  " + answer.id.padded(to: 36) + score.padded(left: 10) + "  " + (answer.confidence ?? ""))
    }
    return lines.joined(separator: "\n")
  }
}

/// The same objects made from the store, for when the daemon is down.
enum ControlText {
  static func session(_ session: StoredSession, _ answers: [StoredAnswer], _ reviews: [String: StoredReview] = [:]) -> JSON {
    let record = session.record
    return .object([
      "id": .string(record.id.text), "state": .string(record.state.rawValue), "candidate": .optional(record.candidate),
      "role": .optional(record.role), "answered": .integer(record.answered), "questions": .array(record.questions.map { .string($0.text) }),
      "answers": .array(
        answers.map { answer in
          .object([
            "id": .string(answer.id), "review": reviews[answer.id]?.json ?? .null, "revision": .integer(answer.revision),
            "overall": answer.record.scorecard?.overall?.json ?? .null,
            "confidence": .optional(answer.record.scorecard?.confidence.level.rawValue),
          ])
        }),
    ])
  }
}
