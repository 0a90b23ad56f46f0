import Interview
import StoreSQL

extension PostgresSchema {
  /// Counts that are kept as rows come and go. At the end of each transaction, when it has the feed's lock or that of the whole: a count
  /// that is locked earlier would have every writer wait for the others' whole transactions.
  static let tallies = """
    CREATE TABLE tallies (name string NOT NULL PRIMARY KEY, number BIGINT NOT NULL);

    CREATE FUNCTION tally(which TEXT, step BIGINT) RETURNS VOID LANGUAGE sql AS $$
      INSERT INTO tallies VALUES (which, step) ON CONFLICT (name) DO UPDATE SET number = tallies.number + step
    $$;

    CREATE FUNCTION tally_answers() RETURNS TRIGGER LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        PERFORM tally('revisions', 1), tally('answers', NEW.is_current);
      ELSIF TG_OP = 'DELETE' THEN
        PERFORM tally('revisions', -1), tally('answers', -OLD.is_current);
      ELSIF NEW.is_current <> OLD.is_current THEN
        PERFORM tally('answers', NEW.is_current - OLD.is_current);
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER answers_tallied AFTER INSERT OR UPDATE OF is_current OR DELETE ON answers
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tally_answers();

    CREATE FUNCTION tally_sessions() RETURNS TRIGGER LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' THEN PERFORM tally('session ' || OLD.state, -1); END IF;
      IF TG_OP <> 'DELETE' THEN PERFORM tally('session ' || NEW.state, 1); END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER sessions_tallied AFTER INSERT OR DELETE ON sessions
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tally_sessions();
    CREATE CONSTRAINT TRIGGER sessions_tallied_again AFTER UPDATE OF state ON sessions
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION tally_sessions();

    """

  /// The log is only appended to; `cutAudit` says so for its own transaction.
  static let auditRules = """
    CREATE FUNCTION keep_audit() RETURNS TRIGGER LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND current_setting('intone.cutting', true) = 'on' THEN RETURN OLD; END IF;
      RAISE EXCEPTION 'the audit log is only appended to';
    END $$;
    CREATE TRIGGER audit_links_stay BEFORE UPDATE OR DELETE ON audit_links FOR EACH ROW EXECUTE FUNCTION keep_audit();
    CREATE TRIGGER audit_links_whole BEFORE TRUNCATE ON audit_links EXECUTE FUNCTION keep_audit();

    """

  /// The beginning alone, and only behind an entry that says so: who may write to the log and not to its table rewrites nothing with it.
  static let auditCut = """
    CREATE FUNCTION cut_audit(last BIGINT) RETURNS VOID LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    BEGIN
      IF NOT EXISTS (
        SELECT FROM audit_links said JOIN audit_links gone ON gone.number = last
          WHERE said.number = (SELECT max(number) FROM audit_links) AND said.number > last
            AND said.action = 'audit-retention' AND said.subject = last::text AND said.detail = gone.hash
      ) THEN
        RAISE EXCEPTION 'the audit log is cut only behind an entry that says so' USING ERRCODE = 'insufficient_privilege';
      END IF;
      PERFORM set_config('intone.cutting', 'on', true);
      DELETE FROM audit_links WHERE number <= last;
      PERFORM set_config('intone.cutting', 'off', true);
    END $$;
    REVOKE ALL ON FUNCTION cut_audit(BIGINT) FROM PUBLIC;

    """

  /// To the nearest millisecond, as SQLite's `strftime` writes it.
  static let utc = """
    CREATE FUNCTION utc(seconds DOUBLE PRECISION) RETURNS TEXT LANGUAGE sql STABLE AS $$
      SELECT to_char(to_timestamp(floor(seconds * 1000 + 0.5) / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    $$;
    -- Hundredths as a number of a JSON text, with a decimal at least: 90.0, 87.25.
    CREATE FUNCTION points_text(hundredths INT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE WHEN hundredths % 100 = 0 THEN hundredths / 100 || '.0' ELSE (hundredths / 100.0::float8)::text END
    $$;

    """

  static var views: String {
    let views = StoreViews(
      utc: { "utc(\($0))" }, points: { "\($0) / 100.0::float8" },
      dimensions:
        "'{' || coalesce(string_agg(to_json(d.dimension)::text || ':' || coalesce(points_text(d.score), 'null'), ',' ORDER BY d.position), '') || '}'",
      mean: { "round(avg(\($0)) / 100, 2)::float8" }, session: "s.id, d.number")
    return [views.all, views.reviews, views.sessionReviews].joined(separator: "\n\n")
  }

  /// Units and meanings beside the values, so that a consumer of the views needs no other document.
  static func refreshMeasures(_ store: PostgresStore) throws(Fault) {
    let wanted = Measure.allCases.map { [$0.rawValue, $0.unit, $0.meaning.zh, $0.meaning.en] }
    let known = try store.read { db in
      try db.rows("SELECT measure, unit, meaning_zh, meaning_en FROM measures", []).map { $0.values }
    }
    let fresh = wanted.filter { !known.contains($0.map { .text($0) }) }
    guard !fresh.isEmpty else { return }
    try store.write { db in
      try db.lock([.all])
      try db.execute(
        """
        INSERT INTO measures (measure, unit, meaning_zh, meaning_en) VALUES (?, ?, ?, ?)
        ON CONFLICT (measure) DO UPDATE SET unit = excluded.unit, meaning_zh = excluded.meaning_zh, meaning_en = excluded.meaning_en
        """, each: fresh.map { $0.map { $0 as String? } })
    }
  }
}
