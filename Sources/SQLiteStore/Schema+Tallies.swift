import GRDB

/// Counts that are kept as rows come and go, so that a look at the store costs the same however much it holds.
extension Schema {
  static let tallies = """
    CREATE TABLE tallies (name TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO tallies VALUES
      ('answers', (SELECT count(*) FROM answers WHERE is_current = 1)), ('revisions', (SELECT count(*) FROM answers));
    INSERT INTO tallies SELECT 'session ' || state, count(*) FROM sessions GROUP BY state;

    CREATE TRIGGER answers_tallied AFTER INSERT ON answers BEGIN
      UPDATE tallies SET number = number + 1 WHERE name = 'revisions';
      UPDATE tallies SET number = number + NEW.is_current WHERE name = 'answers';
    END;
    CREATE TRIGGER answers_tallied_off AFTER DELETE ON answers BEGIN
      UPDATE tallies SET number = number - 1 WHERE name = 'revisions';
      UPDATE tallies SET number = number - OLD.is_current WHERE name = 'answers';
    END;
    CREATE TRIGGER answers_tallied_again AFTER UPDATE OF is_current ON answers WHEN NEW.is_current <> OLD.is_current BEGIN
      UPDATE tallies SET number = number + NEW.is_current - OLD.is_current WHERE name = 'answers';
    END;
    CREATE TRIGGER sessions_tallied AFTER INSERT ON sessions BEGIN
      INSERT INTO tallies VALUES ('session ' || NEW.state, 1) ON CONFLICT (name) DO UPDATE SET number = number + 1;
    END;
    CREATE TRIGGER sessions_tallied_off AFTER DELETE ON sessions BEGIN
      UPDATE tallies SET number = number - 1 WHERE name = 'session ' || OLD.state;
    END;
    CREATE TRIGGER sessions_tallied_again AFTER UPDATE OF state ON sessions WHEN NEW.state <> OLD.state BEGIN
      UPDATE tallies SET number = number - 1 WHERE name = 'session ' || OLD.state;
      INSERT INTO tallies VALUES ('session ' || NEW.state, 1) ON CONFLICT (name) DO UPDATE SET number = number + 1;
    END;

    CREATE TABLE imports (
      file TEXT NOT NULL PRIMARY KEY,
      sha256 TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      offset INTEGER NOT NULL,
      state TEXT NOT NULL,
      updated_at REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
