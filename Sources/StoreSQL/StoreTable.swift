/// The tables that hold what a store holds, with their columns: the same in both databases. Counts are kept by each database's own rules.
public struct StoreTable: Sendable {
  public let name: String
  /// What tells its rows apart, and their order.
  public let key: [String]
  public let columns: [String]

  /// A table before those that refer to it.
  public static let all = [
    StoreTable(
      name: "sessions", key: ["id"],
      columns: [
        "id", "site", "state", "reason", "candidate", "role", "language", "deadline", "attempts_allowed", "questions", "question_count",
        "answered", "manifest_sha256", "created_at", "updated_at",
      ]),
    StoreTable(
      name: "answers", key: ["row"],
      columns: [
        "row", "answer", "session", "question", "attempt", "revision", "is_current", "identity", "site", "candidate", "engine",
        "recording_sha256", "transcript_sha256", "manifest_sha256", "role_model", "role_model_version", "role_model_sha256", "language",
        "overall", "confidence", "confidence_low", "confidence_high", "advisory", "scorecard", "analysis", "sealed_words", "duplicate_of",
        "arrived_at", "recorded_at", "words_withdrawn_at",
      ]),
    StoreTable(name: "measure_values", key: ["row", "measure"], columns: ["row", "measure", "value", "unknown"]),
    StoreTable(
      name: "dimension_values", key: ["row", "position"],
      columns: ["row", "position", "dimension", "name_zh", "name_en", "weight", "effective_weight", "score", "unknown"]),
    StoreTable(
      name: "lost_point_values", key: ["row", "position"],
      columns: [
        "row", "position", "code", "dimension", "indicator", "points", "measure", "value", "expected_low", "expected_high", "weight",
        "spans", "excerpt", "message_zh", "message_en",
      ]),
    StoreTable(name: "feed", key: ["cursor"], columns: ["cursor", "time", "kind", "session", "answer", "revision", "detail"]),
    StoreTable(
      name: "audit_links", key: ["number"],
      columns: ["number", "microseconds", "actor", "action", "subject", "outcome", "detail", "previous", "hash"]),
    StoreTable(
      name: "review_values", key: ["number"],
      columns: ["number", "answer", "revision", "reviewer", "judgement", "reason", "time", "account"]),
    StoreTable(
      name: "session_review_values", key: ["number"],
      columns: ["number", "session", "reviewer", "judgement", "reason", "account", "time"]),
    StoreTable(name: "imports", key: ["file"], columns: ["file", "sha256", "bytes", "offset", "state", "updated_at"]),
  ]

  /// A name that is a word of SQL stands in quotation marks.
  static func quoted(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }
}

extension StoreTable {
  /// By which a list of sessions is put in order and narrowed down without a look at each.
  package static let sessionIndexes = """
    CREATE INDEX sessions_updated ON sessions (updated_at DESC, id);
    CREATE INDEX sessions_state ON sessions (state, updated_at DESC, id);
    CREATE INDEX sessions_candidate ON sessions (candidate);
    CREATE INDEX sessions_role ON sessions (role);
    CREATE INDEX answers_role ON answers (role_model, session) WHERE is_current = 1;
    """
}
