import Interview

/// One revision of an answer as the store gives it back.
public struct StoredAnswer: Sendable, Equatable {
  public var record: AnswerRecord
  /// Counted from 1 within the answer.
  public var revision: Int
  /// When the revision was committed, seconds since 1970 UTC.
  public var recordedAt: Double
  /// Whether the views show this revision.
  public var isCurrent: Bool
  /// The id of the answer that brought the same recording first, when that is another one.
  public var duplicateOf: String?

  public var id: String { record.key.id }

  public init(record: AnswerRecord, revision: Int, recordedAt: Double, isCurrent: Bool, duplicateOf: String? = nil) {
    self.record = record
    self.revision = revision
    self.recordedAt = recordedAt
    self.isCurrent = isCurrent
    self.duplicateOf = duplicateOf
  }
}

/// What `ScoreStore.record(_:at:)` did.
public enum RecordOutcome: Sendable, Hashable {
  /// A revision was added and is current.
  case new(revision: Int)
  /// The same scoring stood there already; it is current (it may have been made current again). No row was added.
  case same(revision: Int)

  public var revision: Int {
    switch self {
    case .new(let revision), .same(let revision): revision
    }
  }
}
