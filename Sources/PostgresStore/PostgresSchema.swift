import Interview
import Store
import StoreSQL

/// The tables, which may change with every version, and the views, which are the contract (`docs/store.md`): the same as SQLite's, column
/// for column. Texts are compared by code points, as everywhere else.
enum PostgresSchema {
  /// One change of the tables.
  struct Step {
    let name: String
    let sql: String
    /// Whether a daemon that does not know it goes on as before: it adds what may be left out. One that is not, which takes something away
    /// or asks for more, is done when no daemon is left that does not know it.
    var widens = true
  }

  /// In the order in which they were added; a database holds the names of those that it has.
  static let steps = [
    Step(name: "1: answers, sessions, feed, audit log, reviews, imports", sql: tables + tallies + auditRules + utc + views),
    Step(name: "sealed words", sql: "ALTER TABLE answers ADD COLUMN sealed_words string"),
    Step(name: "3: nodes, orders, baselines, hints", sql: fleet),
    Step(name: "sessions in order", sql: StoreTable.sessionIndexes),
    Step(name: "5: cutting the audit log", sql: auditCut),
  ]

  /// Makes or completes the tables, one daemon at a time.
  ///
  /// - Throws: `store.migration-due` where a step is missing and the tables are another role's.
  static func prepare(_ store: PostgresStore, schema: String, steps: [Step] = steps) throws(Fault) {
    try requireServer(store)
    let due = try missing(store, schema: schema, steps: steps)
    let isOwn = try mayChange(store, schema: schema)
    if due.isEmpty || !isOwn {
      // What narrows may wait for another daemon: nothing is read of it.
      guard !steps.contains(where: { $0.widens && due.contains($0.name) }) else { throw Fault(.storeMigrationDue, store.address) }
      try refreshMeasures(store)
      return
    }
    try store.write { db in
      try db.lock([.all])
      if try db.first("SELECT 1 WHERE to_regnamespace(?) IS NULL", [schema]) != nil { try db.connection.run("CREATE SCHEMA \(schema)") }
      try db.connection.run(
        """
        CREATE TABLE IF NOT EXISTS schema_steps (number INT PRIMARY KEY, name TEXT NOT NULL);
        ALTER TABLE schema_steps ADD COLUMN IF NOT EXISTS widens BOOLEAN NOT NULL DEFAULT false
        """)
      let known: [String] = try db.column("SELECT name FROM schema_steps")
      for (index, step) in steps.enumerated() where !known.contains(step.name) {
        // Steps stand in their order: what comes after one that waits, waits too.
        guard try step.widens || !isBehind(db, number: index + 1) else { break }
        try db.connection.run(step.sql)
        _ = try db.connection.run(
          "INSERT INTO schema_steps (number, name, widens) VALUES ($1, $2, $3::boolean)",
          [.integer(index + 1), .text(step.name), .text(step.widens ? "t" : "f")])
      }
    }
    try refreshMeasures(store)
  }

  /// Whether the tables are this role's own, or there are none yet.
  private static func mayChange(_ store: PostgresStore, schema: String) throws(Fault) -> Bool {
    try store.read { db in
      try !db.exists(
        "SELECT 1 FROM pg_class WHERE oid = to_regclass(?) AND NOT pg_has_role(relowner, 'USAGE')", [schema + ".schema_steps"])
    }
  }

  /// Whether a daemon of this fleet does not know a step yet: by what each last said of itself, however long ago. One that is gone for good is
  /// taken off the list by the administrator.
  private static func isBehind(_ db: PostgresTransaction, number: Int) throws -> Bool {
    guard try db.exists("SELECT 1 WHERE to_regclass(?) IS NOT NULL", [db.schema + ".nodes"]) else { return false }
    return try db.exists("SELECT 1 FROM nodes WHERE schema_step < ?", [number])
  }

  /// - Throws: `store.older-schema` where the tables are not there or not of now.
  static func check(_ store: PostgresStore, schema: String) throws(Fault) {
    try requireServer(store)
    // What narrows may still wait for another daemon: nothing is read of it.
    let wide = steps.filter(\.widens).map(\.name)
    guard try !missing(store, schema: schema, steps: steps).contains(where: wide.contains) else {
      throw Fault(.storeOlderSchema, store.address)
    }
  }

  /// - Throws: `store.newer-schema` where the database has steps that are not known here and may not be left out.
  private static func missing(_ store: PostgresStore, schema: String, steps: [Step]) throws(Fault) -> [String] {
    let found: [(name: String, widens: Bool)] = try store.read { db in
      guard try db.exists("SELECT 1 WHERE to_regclass(?) IS NOT NULL", [schema + ".schema_steps"]) else { return [] }
      // A column of its own may be missing in a database of the first days.
      return try db.rows("SELECT s.name, to_jsonb(s) ->> 'widens' AS widens FROM schema_steps s", []).map {
        (name: try $0["name"], widens: try ($0["widens"] as String?) == "true")
      }
    }
    let own = steps.map(\.name)
    guard found.allSatisfy({ $0.widens || own.contains($0.name) }) else { throw Fault(.storeNewerSchema, store.address) }
    return steps.filter { step in !found.contains { $0.name == step.name } }.map(\.name)
  }

  /// UTF-8, and a server of version 13 or later: the oldest that its makers still mended in 2025.
  private static func requireServer(_ store: PostgresStore) throws(Fault) {
    let (encoding, version): (String, Int) = try store.read { db in
      let row = try db.first("SELECT current_setting('server_encoding') AS encoding, current_setting('server_version_num')::int AS version")
      return (try row?["encoding"] ?? "", try row?["version"] ?? 0)
    }
    guard encoding == "UTF8", version >= 130_000 else {
      throw Fault(.storeServerUnsuitable, "\(store.address): \(encoding), \(version / 10_000)")
    }
  }

  private static let tables = """
    CREATE DOMAIN string AS TEXT COLLATE "C";

    CREATE TABLE sessions (
      id string NOT NULL PRIMARY KEY,
      site string,
      state string NOT NULL,
      reason string,
      candidate string,
      role string,
      language string,
      deadline DOUBLE PRECISION,
      attempts_allowed INT,
      questions string NOT NULL,
      question_count INT NOT NULL,
      answered INT NOT NULL,
      manifest_sha256 string,
      created_at DOUBLE PRECISION NOT NULL,
      updated_at DOUBLE PRECISION NOT NULL
    );

    CREATE TABLE measures (
      measure string NOT NULL PRIMARY KEY,
      unit string NOT NULL,
      meaning_zh string NOT NULL,
      meaning_en string NOT NULL
    );

    CREATE TABLE answers (
      row BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
      answer string NOT NULL,
      session string NOT NULL REFERENCES sessions (id),
      question string NOT NULL,
      attempt INT NOT NULL CHECK (attempt >= 1),
      revision INT NOT NULL CHECK (revision >= 1),
      is_current INT NOT NULL CHECK (is_current IN (0, 1)),
      identity string NOT NULL,
      site string,
      candidate string,
      engine string NOT NULL,
      recording_sha256 string NOT NULL,
      transcript_sha256 string,
      manifest_sha256 string,
      role_model string,
      role_model_version string,
      role_model_sha256 string,
      language string,
      overall INT,
      confidence string,
      confidence_low INT,
      confidence_high INT,
      advisory string,
      scorecard string,
      analysis string NOT NULL,
      duplicate_of string,
      arrived_at DOUBLE PRECISION NOT NULL,
      recorded_at DOUBLE PRECISION NOT NULL,
      words_withdrawn_at DOUBLE PRECISION,
      work BIGINT NOT NULL DEFAULT 0,
      node string,
      UNIQUE (answer, revision),
      UNIQUE (answer, identity)
    );
    CREATE UNIQUE INDEX answers_current ON answers (answer) WHERE is_current = 1;
    CREATE INDEX answers_session ON answers (session, is_current);
    CREATE INDEX answers_recording ON answers (recording_sha256);
    CREATE INDEX answers_candidate ON answers (candidate);
    CREATE INDEX answers_with_words ON answers (arrived_at) WHERE words_withdrawn_at IS NULL;

    CREATE SEQUENCE works;

    CREATE TABLE measure_values (
      row BIGINT NOT NULL REFERENCES answers (row) ON DELETE CASCADE,
      measure string NOT NULL,
      value DOUBLE PRECISION,
      unknown string,
      PRIMARY KEY (row, measure),
      CHECK ((value IS NULL) <> (unknown IS NULL))
    );

    CREATE TABLE dimension_values (
      row BIGINT NOT NULL REFERENCES answers (row) ON DELETE CASCADE,
      position INT NOT NULL,
      dimension string NOT NULL,
      name_zh string NOT NULL,
      name_en string NOT NULL,
      weight INT NOT NULL,
      effective_weight INT NOT NULL,
      score INT,
      unknown string,
      PRIMARY KEY (row, position)
    );

    CREATE TABLE lost_point_values (
      row BIGINT NOT NULL REFERENCES answers (row) ON DELETE CASCADE,
      position INT NOT NULL,
      code string NOT NULL,
      dimension string NOT NULL,
      indicator string NOT NULL,
      points INT NOT NULL,
      measure string,
      value DOUBLE PRECISION,
      expected_low DOUBLE PRECISION,
      expected_high DOUBLE PRECISION,
      weight INT NOT NULL,
      spans string NOT NULL,
      excerpt string,
      message_zh string NOT NULL,
      message_en string NOT NULL,
      PRIMARY KEY (row, position)
    );

    CREATE TABLE feed (
      cursor BIGINT NOT NULL PRIMARY KEY,
      time DOUBLE PRECISION NOT NULL,
      kind string NOT NULL,
      session string,
      answer string,
      revision INT,
      detail string NOT NULL
    );
    CREATE INDEX feed_session ON feed (session);
    CREATE INDEX feed_answer ON feed (answer);

    CREATE TABLE audit_links (
      number BIGINT NOT NULL PRIMARY KEY,
      microseconds BIGINT NOT NULL,
      actor string NOT NULL,
      action string NOT NULL,
      subject string NOT NULL,
      outcome string NOT NULL,
      detail string NOT NULL,
      previous string NOT NULL,
      hash string NOT NULL
    );

    CREATE TABLE review_values (
      number BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
      answer string NOT NULL,
      revision INT NOT NULL,
      reviewer string NOT NULL,
      judgement string NOT NULL,
      reason string NOT NULL,
      time DOUBLE PRECISION NOT NULL,
      account string,
      FOREIGN KEY (answer, revision) REFERENCES answers (answer, revision) ON DELETE CASCADE
    );
    CREATE INDEX review_values_answer ON review_values (answer, number);

    CREATE TABLE session_review_values (
      number BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
      session string NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
      reviewer string NOT NULL,
      judgement string NOT NULL,
      reason string NOT NULL,
      account string,
      time DOUBLE PRECISION NOT NULL
    );
    CREATE INDEX session_review_values_session ON session_review_values (session, number);

    CREATE TABLE duties (
      name string NOT NULL PRIMARY KEY,
      holder string NOT NULL,
      until DOUBLE PRECISION NOT NULL,
      state string
    );

    CREATE TABLE tombstones (
      number BIGINT NOT NULL PRIMARY KEY,
      entry string NOT NULL UNIQUE
    );

    CREATE TABLE imports (
      file string NOT NULL PRIMARY KEY,
      sha256 string NOT NULL,
      bytes BIGINT NOT NULL,
      "offset" BIGINT NOT NULL,
      state string NOT NULL,
      updated_at DOUBLE PRECISION NOT NULL
    );

    """

}
