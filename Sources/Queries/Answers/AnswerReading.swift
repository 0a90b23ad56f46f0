import Assessment
import Interview
import Sessions
import Store
import Transcripts

/// One answer with what should be read with it: what people decided, where it stands among the role's answers, who else
/// delivered the recording, how much of it is said again and again. The daemon and `intone` both make it here.
public struct AnswerReading: Sendable {
  public let answer: StoredAnswer
  /// The latest first.
  public let reviews: [StoredReview]
  /// Where the answer stands among the role's answers.
  public let placement: PercentileRank
  /// Other answers with this very recording; nil where there are none.
  public let identical: IdenticalRecording?
  /// Nil where it says little twice.
  public let repeated: RepeatedAnswer?

  /// - Returns: nil where the store has no such answer.
  public init?(_ id: String, in store: any ScoreStore, baselines: BaselineFiles) throws(Fault) {
    guard let answer = try store.current(id) else { return nil }
    self.answer = answer
    reviews = try store.reviews(of: .answer(id))
    placement = PercentileRank(answer, in: baselines)
    identical = try IdenticalRecording(answer, in: store)
    repeated = try StoredTranscript.repeated([answer], TextAnalyzer()).first
  }

  /// What should be known of the answer before its score is read.
  public var notes: [Bilingual] { [identical?.message, repeated?.message].compactMap(\.self) }

  /// The answer's object of the socket; the reviews stand first in it, the latest first.
  public var json: JSON {
    let record = answer.record
    return .object([
      "id": .string(answer.id), "reviews": .array(reviews.map(\.json)), "session": .string(record.key.session.text),
      "question": .string(record.key.question.text),
      "attempt": .integer(record.key.attempt), "site": .optional(record.site), "candidate": .optional(record.candidate),
      "revision": .integer(answer.revision), "current": .bool(answer.isCurrent), "recorded_at": .string(UTC.text(answer.recordedAt)),
      "arrived_at": .string(UTC.text(record.arrivedAt)), "duplicate_of": .optional(answer.duplicateOf),
      "identical": identical?.json ?? .null, "repeated": repeated?.json ?? .null, "notes": .array(notes.map(\.json)),
      "engine": .string(record.engine),
      "recording_sha256": .string(record.recordingHash.hex), "transcript_sha256": .optional(record.transcriptHash?.hex),
      "baseline": placement.json, "analysis": .raw(record.analysis),
    ])
  }
}
