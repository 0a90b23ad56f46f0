import Interview
import Pipeline
import Store

/// The objects that the socket gives out; the same ones `intone` prints with `--json`.
public enum ControlObjects {
  /// - Parameter reviews: the latest first; they stand first in the object as well.
  public static func answer(_ answer: StoredAnswer, reviews: [StoredReview], placement: Placement) -> JSON {
    let record = answer.record
    return .object([
      "id": .string(answer.id), "reviews": .array(reviews.map(\.json)), "session": .string(record.key.session.text),
      "question": .string(record.key.question.text),
      "attempt": .integer(record.key.attempt), "site": .optional(record.site), "candidate": .optional(record.candidate),
      "revision": .integer(answer.revision), "current": .bool(answer.isCurrent), "recorded_at": .string(UTC.text(answer.recordedAt)),
      "arrived_at": .string(UTC.text(record.arrivedAt)), "duplicate_of": .optional(answer.duplicateOf), "engine": .string(record.engine),
      "recording_sha256": .string(record.recordingHash.hex), "transcript_sha256": .optional(record.transcriptHash?.hex),
      "baseline": placement.json, "analysis": .raw(record.analysis),
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
