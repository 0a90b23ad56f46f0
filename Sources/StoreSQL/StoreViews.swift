/// The views, which are the contract (`docs/store.md`). A column may be added; none is renamed or removed, and its meaning stays.
public struct StoreViews: Sendable {
  /// `2026-12-01T10:00:00.000Z` of a column of seconds since 1970.
  public let utc: @Sendable (String) -> String
  /// Points of a column that holds hundredths.
  public let points: @Sendable (String) -> String
  /// Of `dimension_values d`, an object with the score of each dimension.
  public let dimensions: String
  /// The mean of a column of hundredths in points, to the hundredth.
  public let mean: @Sendable (String) -> String
  /// By which the rows of `session_scores` are grouped: one of sessions `s` and what hangs on it, as the latest decision `d`.
  public let session: String

  public init(
    utc: @escaping @Sendable (String) -> String, points: @escaping @Sendable (String) -> String, dimensions: String,
    mean: @escaping @Sendable (String) -> String, session: String
  ) {
    self.utc = utc
    self.points = points
    self.dimensions = dimensions
    self.mean = mean
    self.session = session
  }

  /// What every row of an answer carries: which scoring it is, and of what.
  private var origin: String {
    """
    a.answer, a.session, a.question, a.attempt, a.revision, a.site, a.candidate, a.engine, a.role_model, a.role_model_version,
    a.role_model_sha256, a.recording_sha256, a.transcript_sha256, a.manifest_sha256
    """
  }

  public var all: String {
    """
    CREATE VIEW answer_scores AS
    SELECT \(origin), a.language, \(points("a.overall")) AS overall, a.confidence, \(points("a.confidence_low")) AS confidence_low,
      \(points("a.confidence_high")) AS confidence_high, a.advisory, a.duplicate_of,
      (SELECT \(dimensions) FROM dimension_values d WHERE d.row = a.row) AS dimensions,
      \(utc("a.arrived_at")) AS arrived_at, \(utc("a.recorded_at")) AS recorded_at
    FROM answers a WHERE a.is_current = 1;

    CREATE VIEW answer_measures AS
    SELECT \(origin), v.measure, v.value, m.unit, v.unknown, m.meaning_zh, m.meaning_en
    FROM answers a JOIN measure_values v ON v.row = a.row LEFT JOIN measures m ON m.measure = v.measure
    WHERE a.is_current = 1;

    CREATE VIEW answer_dimensions AS
    SELECT \(origin), d.position, d.dimension, d.name_zh, d.name_en, \(points("d.weight")) AS weight,
      \(points("d.effective_weight")) AS effective_weight, \(points("d.score")) AS score, d.unknown
    FROM answers a JOIN dimension_values d ON d.row = a.row
    WHERE a.is_current = 1;

    CREATE VIEW lost_points AS
    SELECT \(origin), l.position, l.code, l.dimension, l.indicator, \(points("l.points")) AS points, l.measure, l.value, m.unit,
      l.expected_low, l.expected_high, \(points("l.weight")) AS weight, l.spans, l.excerpt, l.message_zh, l.message_en
    FROM answers a JOIN lost_point_values l ON l.row = a.row LEFT JOIN measures m ON m.measure = l.measure
    WHERE a.is_current = 1;

    """ + sessionScores + """

      CREATE VIEW events AS
      SELECT f.cursor, \(utc("f.time")) AS time, f.kind, f.session, f.answer, f.revision, f.detail FROM feed f;

      CREATE VIEW audit_log AS
      SELECT number, \(utc("microseconds / 1000000.0")) AS time, actor, action, subject, outcome, detail, previous, hash
      FROM audit_links;
      """
  }

  /// A view of its own: it was made anew when the decisions about sessions came.
  public var sessionScores: String {
    """

    CREATE VIEW session_scores AS
    SELECT s.id AS session, s.site, s.candidate, s.role, s.state, s.reason, s.answered, s.question_count AS questions,
      count(c.answer) AS answers, count(c.overall) AS answers_scored, \(mean("c.overall")) AS overall,
      \(points("min(c.overall)")) AS overall_lowest, \(points("max(c.overall)")) AS overall_highest,
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
    GROUP BY \(session);
    """
  }

  /// Reviews of answers, and of whole sessions.
  public var reviews: String {
    """
    CREATE VIEW reviews AS
    SELECT r.number, r.answer, a.session, a.question, a.attempt, r.revision, a.candidate, r.reviewer, r.judgement, r.reason,
      \(utc("r.time")) AS time, r.account
    FROM review_values r JOIN answers a ON a.answer = r.answer AND a.revision = r.revision;
    """
  }

  public var sessionReviews: String {
    """
    CREATE VIEW session_reviews AS
    SELECT r.number, r.session, s.candidate, r.reviewer, r.judgement, r.reason, \(utc("r.time")) AS time, r.account
    FROM session_review_values r JOIN sessions s ON s.id = r.session;
    """
  }
}
