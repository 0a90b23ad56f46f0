import GRDB
import Interview
import StoreSQL

/// The tables, which may change with every version, and the views, which are the contract (`docs/store.md`).
enum Schema {
  /// The steps in their order, each in a transaction, their names for ever: the next one is added at the end. A step that has run is
  /// never changed.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: answers, sessions, feed, audit log") { db in
      try db.execute(sql: tables)
      try db.execute(sql: views.all)
    }
    migrator.registerMigration("reviews") { db in try db.execute(sql: reviews) }
    migrator.registerMigration("tallies and imports") { db in try db.execute(sql: tallies) }
    migrator.registerMigration("erasure") { db in try db.execute(sql: erasure) }
    migrator.registerMigration("accounts of reviewers") { db in try db.execute(sql: reviewAccounts) }
    migrator.registerMigration("changes") { db in try db.execute(sql: changes) }
    migrator.registerMigration("session reviews") { db in try db.execute(sql: sessionReviews) }
    migrator.registerMigration("sealed words") { db in try db.execute(sql: "ALTER TABLE answers ADD COLUMN sealed_words TEXT") }
    migrator.registerMigration("sessions in order") { db in try db.execute(sql: StoreTable.sessionIndexes) }
    return migrator
  }

  /// Units and meanings beside the values, so that a consumer of the views needs no other document.
  static func refreshMeasures(_ db: Database) throws {
    for measure in Measure.allCases {
      try db.execute(
        sql: """
          INSERT INTO measures (measure, unit, meaning_zh, meaning_en) VALUES (?, ?, ?, ?)
          ON CONFLICT (measure) DO UPDATE SET unit = excluded.unit, meaning_zh = excluded.meaning_zh, meaning_en = excluded.meaning_en
          WHERE unit <> excluded.unit OR meaning_zh <> excluded.meaning_zh OR meaning_en <> excluded.meaning_en
          """,
        arguments: [measure.rawValue, measure.unit, measure.meaning.zh, measure.meaning.en])
    }
  }

  static let views = StoreViews(
    utc: { "strftime('%Y-%m-%dT%H:%M:%fZ', \($0), 'unixepoch')" }, points: { "\($0) / 100.0" },
    dimensions: "json_group_object(d.dimension, d.score / 100.0)", mean: { "round(avg(\($0)) / 100.0, 2)" }, session: "s.id")

  /// When what was said was taken out of a revision; the rest of the row stays.
  static let erasure = """
    ALTER TABLE answers ADD COLUMN words_withdrawn_at REAL;
    CREATE INDEX answers_with_words ON answers (arrived_at) WHERE words_withdrawn_at IS NULL;
    """

  /// Points are kept in hundredths and times in seconds since 1970, as they are computed; the views make them readable.
  private static let tables = """
    CREATE TABLE sessions (
      id TEXT NOT NULL PRIMARY KEY,
      site TEXT,
      state TEXT NOT NULL,
      reason TEXT,
      candidate TEXT,
      role TEXT,
      language TEXT,
      deadline REAL,
      attempts_allowed INTEGER,
      questions TEXT NOT NULL,
      question_count INTEGER NOT NULL,
      answered INTEGER NOT NULL,
      manifest_sha256 TEXT,
      created_at REAL NOT NULL,
      updated_at REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE measures (
      measure TEXT NOT NULL PRIMARY KEY,
      unit TEXT NOT NULL,
      meaning_zh TEXT NOT NULL,
      meaning_en TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE answers (
      row INTEGER PRIMARY KEY,
      answer TEXT NOT NULL,
      session TEXT NOT NULL REFERENCES sessions (id),
      question TEXT NOT NULL,
      attempt INTEGER NOT NULL CHECK (attempt >= 1),
      revision INTEGER NOT NULL CHECK (revision >= 1),
      is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
      identity TEXT NOT NULL,
      site TEXT,
      candidate TEXT,
      engine TEXT NOT NULL,
      recording_sha256 TEXT NOT NULL,
      transcript_sha256 TEXT,
      manifest_sha256 TEXT,
      role_model TEXT,
      role_model_version TEXT,
      role_model_sha256 TEXT,
      language TEXT,
      overall INTEGER,
      confidence TEXT,
      confidence_low INTEGER,
      confidence_high INTEGER,
      advisory TEXT,
      scorecard TEXT,
      analysis TEXT NOT NULL,
      duplicate_of TEXT,
      arrived_at REAL NOT NULL,
      recorded_at REAL NOT NULL,
      UNIQUE (answer, revision),
      UNIQUE (answer, identity)
    ) STRICT;
    CREATE UNIQUE INDEX answers_current ON answers (answer) WHERE is_current = 1;
    CREATE INDEX answers_session ON answers (session, is_current);
    CREATE INDEX answers_recording ON answers (recording_sha256);
    CREATE INDEX answers_candidate ON answers (candidate);

    CREATE TABLE measure_values (
      row INTEGER NOT NULL REFERENCES answers (row) ON DELETE CASCADE,
      measure TEXT NOT NULL,
      value REAL,
      unknown TEXT,
      PRIMARY KEY (row, measure),
      CHECK ((value IS NULL) <> (unknown IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE dimension_values (
      row INTEGER NOT NULL REFERENCES answers (row) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      dimension TEXT NOT NULL,
      name_zh TEXT NOT NULL,
      name_en TEXT NOT NULL,
      weight INTEGER NOT NULL,
      effective_weight INTEGER NOT NULL,
      score INTEGER,
      unknown TEXT,
      PRIMARY KEY (row, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE lost_point_values (
      row INTEGER NOT NULL REFERENCES answers (row) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      code TEXT NOT NULL,
      dimension TEXT NOT NULL,
      indicator TEXT NOT NULL,
      points INTEGER NOT NULL,
      measure TEXT,
      value REAL,
      expected_low REAL,
      expected_high REAL,
      weight INTEGER NOT NULL,
      spans TEXT NOT NULL,
      excerpt TEXT,
      message_zh TEXT NOT NULL,
      message_en TEXT NOT NULL,
      PRIMARY KEY (row, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE feed (
      cursor INTEGER PRIMARY KEY AUTOINCREMENT,
      time REAL NOT NULL,
      kind TEXT NOT NULL,
      session TEXT,
      answer TEXT,
      revision INTEGER,
      detail TEXT NOT NULL
    ) STRICT;

    CREATE TABLE audit_links (
      number INTEGER PRIMARY KEY,
      microseconds INTEGER NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      subject TEXT NOT NULL,
      outcome TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_links_stay BEFORE UPDATE ON audit_links BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END;
    """ + auditRemains

  /// What keeps the audit log's entries; `cutAudit` lifts it for its own transaction.
  static let auditRemains = """

    CREATE TRIGGER audit_links_remain BEFORE DELETE ON audit_links BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END;
    """
}
