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

/// What the state of a session depends on of one of its answers.
public struct AnswerSummary: Sendable, Hashable {
  public let key: AnswerKey
  /// Nil where there is no score.
  public let overall: Points?
  /// Whether nothing is said in the recording.
  public let isSilent: Bool
  /// Seconds since 1970 UTC.
  public let arrivedAt: Double

  public init(key: AnswerKey, overall: Points?, isSilent: Bool, arrivedAt: Double) {
    (self.key, self.overall, self.isSilent, self.arrivedAt) = (key, overall, isSilent, arrivedAt)
  }
}

extension StoredAnswer {
  public var summary: AnswerSummary {
    AnswerSummary(
      key: record.key, overall: record.scorecard?.overall, isSilent: record.measures[.phonation]?.reason == .speechNone,
      arrivedAt: record.arrivedAt)
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
