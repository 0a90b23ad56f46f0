import GRDB

extension Schema {
  /// What changed since it was last published, one line a change; written by the transaction that changes it. `feed` is
  /// followed by its cursors, and only its later changes are noted.
  static let changes = """
    CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, row INTEGER, session TEXT, cursor INTEGER) STRICT;

    CREATE TRIGGER answers_changed AFTER INSERT ON answers BEGIN INSERT INTO changes (row) VALUES (NEW.row); END;
    CREATE TRIGGER answers_changed_again AFTER UPDATE ON answers BEGIN INSERT INTO changes (row) VALUES (NEW.row); END;
    CREATE TRIGGER answers_changed_off AFTER DELETE ON answers BEGIN INSERT INTO changes (row) VALUES (OLD.row); END;
    CREATE TRIGGER sessions_changed AFTER INSERT ON sessions BEGIN INSERT INTO changes (session) VALUES (NEW.id); END;
    CREATE TRIGGER sessions_changed_again AFTER UPDATE ON sessions BEGIN INSERT INTO changes (session) VALUES (NEW.id); END;
    CREATE TRIGGER sessions_changed_off AFTER DELETE ON sessions BEGIN INSERT INTO changes (session) VALUES (OLD.id); END;
    CREATE TRIGGER feed_changed AFTER UPDATE ON feed BEGIN INSERT INTO changes (cursor) VALUES (NEW.cursor); END;
    CREATE TRIGGER feed_changed_off AFTER DELETE ON feed BEGIN INSERT INTO changes (cursor) VALUES (OLD.cursor); END;
    """

  /// Columns that are published, by table; those that are not are NULL, or empty where they must not be. `analysis`, `scorecard`
  /// and `excerpt` hold what was said. The rows of answers and what hangs on them are the current ones.
  static let publishedColumns: [(table: String, columns: [String])] = [
    (
      "answers",
      [
        "row", "answer", "session", "question", "attempt", "revision", "is_current", "identity", "site", "candidate", "engine",
        "recording_sha256", "transcript_sha256", "manifest_sha256", "role_model", "role_model_version", "role_model_sha256", "language",
        "overall", "confidence", "confidence_low", "confidence_high", "advisory", "duplicate_of", "arrived_at", "recorded_at",
      ]
    ),
    ("measure_values", ["row", "measure", "value", "unknown"]),
    (
      "dimension_values",
      ["row", "position", "dimension", "name_zh", "name_en", "weight", "effective_weight", "score", "unknown"]
    ),
    (
      "lost_point_values",
      [
        "row", "position", "code", "dimension", "indicator", "points", "measure", "value", "expected_low", "expected_high", "weight",
        "spans", "message_zh", "message_en",
      ]
    ),
  ]
  static let publishedSessions = [
    "id", "site", "state", "reason", "candidate", "role", "language", "deadline", "attempts_allowed", "questions", "question_count",
    "answered", "manifest_sha256", "created_at", "updated_at",
  ]
  /// Of a decision not its reason, which may name a person.
  static let publishedReviews = ["number", "session", "reviewer", "judgement", "time"]
  static let publishedEvents = ["cursor", "time", "kind", "session", "answer", "revision", "detail"]
  static let publishedViews: Set<String> = [
    "answer_scores", "answer_measures", "answer_dimensions", "lost_points", "session_scores", "events",
  ]
  private static let publishedTables: Set<String> = [
    "answers", "measure_values", "dimension_values", "lost_point_values", "sessions", "session_review_values", "feed", "measures",
    "published",
  ]

  /// The same tables and views as the store's, without what is not published: of a view that would be empty nobody should think
  /// that there is nothing.
  static func makePublished(_ db: DatabaseQueue) throws {
    var migrator = migrator
    migrator.registerMigration("published") { db in
      for kind in ["trigger", "view", "table"] {
        let names = try String.fetchAll(
          db, sql: "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'", arguments: [kind])
        for name in names where kind == "trigger" || !publishedViews.contains(name) && !publishedTables.contains(name) {
          // The migrator's own table goes last, with the migrations done.
          if name != "grdb_migrations" { try db.execute(sql: "DROP \(kind) \"\(name)\"") }
        }
      }
      try db.execute(
        sql: """
          CREATE TABLE published (applied INTEGER NOT NULL, cursor INTEGER NOT NULL, cursor_time REAL, schema TEXT NOT NULL) STRICT;
          INSERT INTO published VALUES (0, 0, NULL, '');
          """)
    }
    try migrator.migrate(db)
  }
}
