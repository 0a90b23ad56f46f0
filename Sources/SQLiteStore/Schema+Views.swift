extension Schema {
  /// What every row of an answer carries: which scoring it is, and of what.
  private static let origin = """
    a.answer, a.session, a.question, a.attempt, a.revision, a.site, a.candidate, a.engine, a.role_model, a.role_model_version,
    a.role_model_sha256, a.recording_sha256, a.transcript_sha256, a.manifest_sha256
    """

  static func utc(_ column: String) -> String { "strftime('%Y-%m-%dT%H:%M:%fZ', \(column), 'unixepoch')" }

  /// The contract. A column may be added; none is renamed or removed, and its meaning stays.
  static let views = """
    CREATE VIEW answer_scores AS
    SELECT \(origin), a.language, a.overall / 100.0 AS overall, a.confidence, a.confidence_low / 100.0 AS confidence_low,
      a.confidence_high / 100.0 AS confidence_high, a.advisory, a.duplicate_of,
      (SELECT json_group_object(d.dimension, d.score / 100.0) FROM dimension_values d WHERE d.row = a.row) AS dimensions,
      \(utc("a.arrived_at")) AS arrived_at, \(utc("a.recorded_at")) AS recorded_at
    FROM answers a WHERE a.is_current = 1;

    CREATE VIEW answer_measures AS
    SELECT \(origin), v.measure, v.value, m.unit, v.unknown, m.meaning_zh, m.meaning_en
    FROM answers a JOIN measure_values v ON v.row = a.row LEFT JOIN measures m ON m.measure = v.measure
    WHERE a.is_current = 1;

    CREATE VIEW answer_dimensions AS
    SELECT \(origin), d.position, d.dimension, d.name_zh, d.name_en, d.weight / 100.0 AS weight,
      d.effective_weight / 100.0 AS effective_weight, d.score / 100.0 AS score, d.unknown
    FROM answers a JOIN dimension_values d ON d.row = a.row
    WHERE a.is_current = 1;

    CREATE VIEW lost_points AS
    SELECT \(origin), l.position, l.code, l.dimension, l.indicator, l.points / 100.0 AS points, l.measure, l.value, m.unit,
      l.expected_low, l.expected_high, l.weight / 100.0 AS weight, l.spans, l.excerpt, l.message_zh, l.message_en
    FROM answers a JOIN lost_point_values l ON l.row = a.row LEFT JOIN measures m ON m.measure = l.measure
    WHERE a.is_current = 1;

    """ + sessionScores + """

      CREATE VIEW events AS
      SELECT f.cursor, \(utc("f.time")) AS time, f.kind, f.session, f.answer, f.revision, f.detail FROM feed f;

      CREATE VIEW audit_log AS
      SELECT number, \(utc("microseconds / 1000000.0")) AS time, actor, action, subject, outcome, detail, previous, hash
      FROM audit_links;
      """

  /// A view of its own: it was made anew when the decisions about sessions came.
  static let sessionScores = """

    CREATE VIEW session_scores AS
    SELECT s.id AS session, s.site, s.candidate, s.role, s.state, s.reason, s.answered, s.question_count AS questions,
      count(c.answer) AS answers, count(c.overall) AS answers_scored, round(avg(c.overall) / 100.0, 2) AS overall,
      min(c.overall) / 100.0 AS overall_lowest, max(c.overall) / 100.0 AS overall_highest,
      CASE WHEN count(DISTINCT c.engine) = 1 THEN min(c.engine) END AS engine,
      CASE WHEN count(DISTINCT c.role_model_sha256) = 1 THEN min(c.role_model) END AS role_model,
      CASE WHEN count(DISTINCT c.role_model_sha256) = 1 THEN min(c.role_model_version) END AS role_model_version,
      CASE WHEN count(DISTINCT c.role_model_sha256) = 1 THEN min(c.role_model_sha256) END AS role_model_sha256,
      s.manifest_sha256, \(utc("s.deadline")) AS deadline, \(utc("s.created_at")) AS created_at,
      \(utc("s.updated_at")) AS updated_at,
      d.judgement, d.reviewer, d.reason AS review_reason, \(utc("d.time")) AS reviewed_at
    FROM sessions s LEFT JOIN answers c ON c.session = s.id AND c.is_current = 1
      AND c.attempt = (SELECT max(o.attempt) FROM answers o
        WHERE o.session = c.session AND o.question = c.question AND o.is_current = 1)
    LEFT JOIN session_review_values d ON d.number = (SELECT max(n.number) FROM session_review_values n WHERE n.session = s.id)
    GROUP BY s.id;
    """
}
