import Interview
import Pipeline
import Store

/// The objects that the socket gives out; the same ones `intone` prints with `--json`.
public enum ControlObjects {
  /// - Parameter reviews: the latest first; they stand first in the object as well.
  public static func answer(_ answer: StoredAnswer, reviews: [StoredReview]) -> JSON {
    let record = answer.record
    return .object([
      "id": .string(answer.id), "reviews": .array(reviews.map(\.json)), "session": .string(record.key.session.text),
      "question": .string(record.key.question.text),
      "attempt": .integer(record.key.attempt), "site": .optional(record.site), "candidate": .optional(record.candidate),
      "revision": .integer(answer.revision), "current": .bool(answer.isCurrent), "recorded_at": .string(UTC.text(answer.recordedAt)),
      "arrived_at": .string(UTC.text(record.arrivedAt)), "duplicate_of": .optional(answer.duplicateOf), "engine": .string(record.engine),
      "recording_sha256": .string(record.recordingHash.hex), "transcript_sha256": .optional(record.transcriptHash?.hex),
      "analysis": .raw(record.analysis),
    ])
  }

  public static func session(_ session: StoredSession, answers: [StoredAnswer], reviews: [String: StoredReview] = [:]) -> JSON {
    let record = session.record
    return .object([
      "id": .string(record.id.text), "site": .optional(record.site), "state": .string(record.state.rawValue),
      "reason": .optional(record.reason),
      "candidate": .optional(record.candidate), "role": .optional(record.role), "language": .optional(record.language?.rawValue),
      "answered": .integer(record.answered), "questions": .array(record.questions.map { .string($0.text) }),
      "deadline": .optional(record.deadline.map(UTC.text)), "updated_at": .string(UTC.text(session.updatedAt)),
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

  public static func event(_ event: FeedEvent) -> JSON {
    .object([
      "cursor": .integer(event.cursor), "time": .string(UTC.text(event.time)), "kind": .string(event.kind),
      "session": .optional(event.session),
      "answer": .optional(event.answer), "revision": .optional(event.revision), "detail": .raw(event.detail),
    ])
  }
}
