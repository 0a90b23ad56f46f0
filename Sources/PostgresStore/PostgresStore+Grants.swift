import Interview
import StoreSQL

extension PostgresStore {
  /// The statements that give the daemons what they need, and readers their views. Roles of the server are made where they are missing; who
  /// logs in is made a member of them by the administrator, who owns the schema.
  ///
  /// A reader never has rights on the tables: the views run with the rights of their owner, show columns that are named here, and rows of sites
  /// that the reader is a member of. `security_barrier` keeps a function in a reader's condition from seeing the other rows.
  public static var grants: String {
    """
    -- Made by intone store grants. Run by the owner of the schema intone, who may create roles.
    BEGIN;
    \(["intone_writer", "intone_scores", "intone_evidence", "intone_all_sites"].map(role).joined(separator: "\n"))

    \(writer(in: "intone"))

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

  static func role(_ name: String) -> String {
    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(name)') THEN CREATE ROLE \(name) NOLOGIN; END IF; END $$;"
  }

  /// What a daemon does to each table, and nothing else: it makes and changes none, empties none as a whole, and to the audit log it adds.
  private static let writes: [(rights: String, tables: [String])] = [
    ("INSERT, UPDATE, DELETE", ["sessions", "answers", "lost_point_values", "session_orders"]),
    ("INSERT, UPDATE", ["measure_values", "feed", "measures", "tallies", "duties", "imports", "nodes"]),
    ("INSERT, DELETE", ["dimension_values"]),
    ("INSERT", ["audit_links", "review_values", "session_review_values", "tombstones", "baselines"]),
  ]

  /// The rights of the daemons' role, `intone_writer`.
  static func writer(in schema: String) -> String {
    let tables = writes.map { rights, names in
      "GRANT \(rights) ON \(names.map { "\(schema).\($0)" }.joined(separator: ", ")) TO intone_writer;"
    }
    let keys = schema + "_keys"
    // Not a row goes by itself: what died is gone from the pages at the server's next round.
    let vacuum = (emptied.map { "\(schema).\($0)" } + [keys + ".session_keys"]).map { table in
      "ALTER TABLE \(table) SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0);"
    }
    return """
      -- The daemons: a role for whoever is a member of it.
      GRANT USAGE ON SCHEMA \(schema), \(keys) TO intone_writer;
      REVOKE ALL ON ALL TABLES IN SCHEMA \(schema) FROM intone_writer;
      GRANT SELECT ON ALL TABLES IN SCHEMA \(schema) TO intone_writer;
      \(tables.joined(separator: "\n"))
      GRANT SELECT, INSERT, UPDATE, DELETE ON \(keys).session_keys TO intone_writer;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA \(schema) TO intone_writer;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA \(keys) TO intone_writer;
      GRANT EXECUTE ON FUNCTION \(schema).cut_audit(BIGINT) TO intone_writer;
      -- What is erased goes from the pages by vacuum: the daemon's own from PostgreSQL 17 on, before that the server's, within a minute.
      \(vacuum.joined(separator: "\n"))
      DO $$ BEGIN IF current_setting('server_version_num')::int >= 170000 THEN
        EXECUTE 'GRANT MAINTAIN ON ALL TABLES IN SCHEMA \(schema), \(keys) TO intone_writer';
      END IF; END $$;
      """
  }

  /// Makes or completes the tables and those of the sessions' keys, as their owner; where the daemons' role is there, it and the readers get
  /// what they need of them.
  ///
  /// - Returns: names of the steps that were made now.
  /// - Throws: `store.role-denied`, `store.migration-due` for who is not the owner, and what opening a store throws.
  public static func migrate(_ connection: String) throws(Fault) -> [String] {
    let store = PostgresStore(whenNeeded: connection, node: "")
    let before = try store.steps()
    try PostgresSchema.prepare(store, schema: store.schema)
    try PostgresSessionKeys(connection).prepare()
    try store.outside { connection in
      if try !connection.run("SELECT 1 FROM pg_roles WHERE rolname = 'intone_writer'").rows.isEmpty { try connection.run(grants) }
    }
    return try store.steps().filter { !before.contains($0) }
  }

  private func steps() throws(Fault) -> [String] {
    try read { db in
      guard try db.exists("SELECT 1 WHERE to_regclass(?) IS NOT NULL", [schema + ".schema_steps"]) else { return [] }
      return try db.column("SELECT name FROM schema_steps ORDER BY number")
    }
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
