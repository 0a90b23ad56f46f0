import StoreSQL

extension PostgresStore {
  /// The statements that give readers their views. Roles of the server are made where they are missing; who logs in is made a member of
  /// them by the administrator.
  ///
  /// A reader never has rights on the tables: the views run with the rights of their owner, show columns that are named here, and rows of sites
  /// that the reader is a member of. `security_barrier` keeps a function in a reader's condition from seeing the other rows.
  public static var grants: String {
    let roles = ["intone_scores", "intone_evidence", "intone_all_sites"].map { role in
      """
      DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(role)') THEN CREATE ROLE \(role) NOLOGIN; END IF; END $$;
      """
    }
    return """
      -- Made by intone store grants. Run by the owner of the schema intone, who may create roles.
      BEGIN;
      \(roles.joined(separator: "\n"))

      -- Whether the reader may see rows of a site: a member of intone_all_sites all of them, others those of intone_site_NAME.
      CREATE OR REPLACE FUNCTION intone.may_see(site TEXT) RETURNS BOOLEAN LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        SELECT pg_has_role(current_user, 'intone_all_sites', 'MEMBER') OR EXISTS (
          SELECT FROM pg_roles r WHERE r.rolname = 'intone_site_' || site AND pg_has_role(current_user, r.oid, 'MEMBER'))
      $$;

      \(views(in: "intone_scores", without: ["lost_points": ["excerpt"], "session_scores": ["review_reason"]]))

      \(views(in: "intone_evidence", without: [:], more: ["reviews", "session_reviews"]))
      COMMIT;

      """
  }

  private static func views(in schema: String, without: [String: Set<String>], more: [String] = []) -> String {
    // Rows that carry no site of their own have that of their session.
    let bySession = "EXISTS (SELECT FROM intone.sessions s WHERE s.id = v.session AND intone.may_see(s.site))"
    let names = ["answer_scores", "answer_measures", "answer_dimensions", "lost_points", "session_scores"]
    let made = (names + ["events"] + more).map { name in
      let hidden = (without[name] ?? []).sorted().map { "'\($0)'" }.joined(separator: ", ")
      let rule = names.contains(name) ? "intone.may_see(v.site)" : bySession
      return """
        DO $$ DECLARE columns TEXT; BEGIN
          SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) INTO columns FROM information_schema.columns
            WHERE table_schema = 'intone' AND table_name = '\(name)'\(hidden.isEmpty ? "" : " AND column_name NOT IN (\(hidden))");
          EXECUTE 'CREATE VIEW \(schema).\(name) WITH (security_barrier) AS SELECT ' || columns || ' FROM intone.\(name) v WHERE \(rule)';
        END $$;
        """
    }
    return """
      DROP SCHEMA IF EXISTS \(schema) CASCADE;
      CREATE SCHEMA \(schema);
      \(made.joined(separator: "\n"))
      GRANT USAGE ON SCHEMA \(schema) TO \(schema);
      GRANT SELECT ON ALL TABLES IN SCHEMA \(schema) TO \(schema);
      """
  }
}
