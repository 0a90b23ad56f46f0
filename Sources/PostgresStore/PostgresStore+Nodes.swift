import Interview
import Store
import StoreSQL

extension PostgresStore: SharedOrders {
  public func orders(ofSession session: String) throws(Fault) -> SessionOrders {
    try reading { db in
      guard let row = try db.first("SELECT manifest, held_at FROM session_orders WHERE session = ?", [session]) else {
        return SessionOrders()
      }
      return SessionOrders(
        manifest: (try row["manifest"] as String?).flatMap { SessionOrders.manifest(of: $0) },
        isOnHold: try row["held_at"] as Double? != nil)
    }
  }

  public func keep(manifest: [UInt8], hash: ContentHash, ofSession session: String) throws(Fault) {
    try writing { db in
      // Whoever records an answer of the session has this lock too, and looks whether it was scored by this manifest.
      try db.lock([.session(session)])
      try db.execute(
        """
        INSERT INTO session_orders (session, entry, manifest, manifest_sha256) VALUES (?1::text, \(Self.entry), ?2, ?3)
        ON CONFLICT (session) DO UPDATE SET manifest = excluded.manifest, manifest_sha256 = excluded.manifest_sha256
        """, [session, SessionOrders.text(of: manifest), hash.hex])
    }
  }

  public func hold(session: String, at time: Double) throws(Fault) {
    try writing { db in
      try db.lock([.session(session)])
      try db.execute(
        """
        INSERT INTO session_orders (session, entry, held_at) VALUES (?1::text, \(Self.entry), ?2)
        ON CONFLICT (session) DO UPDATE SET held_at = coalesce(session_orders.held_at, excluded.held_at)
        """, [session, time])
    }
  }

  public func release(session: String) throws(Fault) -> Bool {
    try writing { db in
      try db.lock([.session(session)])
      return try db.execute("UPDATE session_orders SET held_at = NULL WHERE session = ? AND held_at IS NOT NULL", [session]) > 0
    }
  }

  /// As `Tombstones` makes its entries of a session, the statement's first value.
  private static let entry = "'session ' || encode(sha256(convert_to('intone/session/' || ?1::text, 'UTF8')), 'hex')"
}

extension PostgresStore: SharedBaselines {
  public func baselineVersions(ofRole role: String) throws(Fault) -> [Int] {
    try reading { db in try db.column("SELECT version FROM baselines WHERE role = ? ORDER BY version", [role]) }
  }

  public func baseline(ofRole role: String, version: Int) throws(Fault) -> String? {
    try reading { db in try db.value("SELECT document FROM baselines WHERE role = ? AND version = ?", [role, version]) }
  }

  public func add(baseline document: String, ofRole role: String, version: Int) throws(Fault) -> Bool {
    try writing { db in
      try db.execute("INSERT INTO baselines (role, version, document) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [role, version, document])
        == 1
    }
  }
}

extension PostgresStore: SharedNodes {
  public func report(_ node: FleetNode) throws(Fault) {
    _ = try writing { db in
      try db.execute(
        """
        INSERT INTO nodes (node, site, version, schema_step, waiting, working, set_aside, problems, started_at, seen_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, \(Self.now) - ?, \(Self.now))
        ON CONFLICT (node) DO UPDATE SET site = excluded.site, version = excluded.version, schema_step = excluded.schema_step,
          waiting = excluded.waiting, working = excluded.working, set_aside = excluded.set_aside, problems = excluded.problems,
          started_at = excluded.started_at, seen_at = excluded.seen_at
        """,
        [
          node.name, node.site, node.version, PostgresSchema.steps.count, node.waiting, node.working, node.quarantined,
          node.problems.joined(separator: " "), node.uptime,
        ])
    }
  }

  public func nodes() throws(Fault) -> [FleetNode] {
    try reading { db in
      try db.rows(
        "SELECT n.*, seen_at - started_at AS uptime, greatest(0, \(Self.now) - seen_at) AS silence FROM nodes n ORDER BY node", []
      ).map { row in
        FleetNode(
          name: try row["node"], site: try row["site"], version: try row["version"], schema: try row["schema_step"],
          waiting: try row["waiting"], working: try row["working"], quarantined: try row["set_aside"],
          problems: (try row["problems"] as String).split(separator: " ").map(String.init), uptime: try row["uptime"],
          silence: try row["silence"])
      }
    }
  }
}
