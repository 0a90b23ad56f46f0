import StoreSQL

extension Schema {
  /// What people decided, in a table of its own: no scoring ever writes to it.
  static let reviews = """
    CREATE TABLE review_values (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      answer TEXT NOT NULL,
      revision INTEGER NOT NULL,
      reviewer TEXT NOT NULL,
      judgement TEXT NOT NULL,
      reason TEXT NOT NULL,
      time REAL NOT NULL,
      FOREIGN KEY (answer, revision) REFERENCES answers (answer, revision) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX review_values_answer ON review_values (answer, number);

    CREATE VIEW reviews AS
    SELECT r.number, r.answer, a.session, a.question, a.attempt, r.revision, a.candidate, r.reviewer, r.judgement, r.reason,
      strftime('%Y-%m-%dT%H:%M:%fZ', r.time, 'unixepoch') AS time
    FROM review_values r JOIN answers a ON a.answer = r.answer AND a.revision = r.revision;
    """

  /// The account that the kernel names, beside the name that the client gives.
  static let reviewAccounts = """
    ALTER TABLE review_values ADD COLUMN account TEXT;
    DROP VIEW reviews;

    """ + views.reviews

  /// What people decided about whole sessions, and the latest of it beside the session's score.
  static let sessionReviews = """
    CREATE TABLE session_review_values (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
      reviewer TEXT NOT NULL,
      judgement TEXT NOT NULL,
      reason TEXT NOT NULL,
      account TEXT,
      time REAL NOT NULL
    ) STRICT;
    CREATE INDEX session_review_values_session ON session_review_values (session, number);

    \(views.sessionReviews)

    -- As everything else that is published, decisions are noted where they change.
    CREATE TRIGGER session_reviews_changed AFTER INSERT ON session_review_values BEGIN
      INSERT INTO changes (session) VALUES (NEW.session);
    END;

    DROP VIEW session_scores;
    """ + views.sessionScores
}
