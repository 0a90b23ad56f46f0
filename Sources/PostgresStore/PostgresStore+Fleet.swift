import Interview
import Store
import StoreSQL

extension PostgresStore: SharedTombstones {
  public func tombstones(after number: Int) throws(Fault) -> [(number: Int, entry: String)] {
    try reading { db in
      try db.rows("SELECT number, entry FROM tombstones WHERE number > ? ORDER BY number", [number]).map {
        (number: try $0["number"], entry: try $0["entry"])
      }
    }
  }

  public func add(tombstones entries: [String]) throws(Fault) {
    try writing { db in
      // Nobody records meanwhile, and numbers become visible in their order.
      try db.lock([.all])
      let last: Int = try db.value("SELECT max(number) FROM tombstones") ?? 0
      let known: [String] = try db.column("SELECT entry FROM tombstones")
      let new = Set(entries).subtracting(known).sorted()
      try db.execute(
        "INSERT INTO tombstones (number, entry) VALUES (?, ?)", each: new.enumerated().map { [last + 1 + $0.offset, $0.element] })
    }
  }
}

extension PostgresTransaction {
  /// Refuses to write about what was forgotten: a machine that was cut off has not heard of it yet.
  ///
  /// - Throws: `store.forgotten`.
  func requireRemembered(_ locks: [StoreLock]) throws {
    for lock in locks {
      let (kind, name): (String, String)
      switch lock {
      case .session(let id): (kind, name) = ("session", id)
      case .recording(let hash): (kind, name) = ("recording", hash.hex)
      case .all, .answer, .feed, .audit: continue
      }
      // As `Tombstones` makes its entries: SHA-256, in hexadecimal.
      let isForgotten = try exists(
        "SELECT 1 FROM tombstones WHERE entry = ? || encode(sha256(convert_to(?, 'UTF8')), 'hex')",
        [kind + " ", "intone/\(kind)/\(name)"])
      if isForgotten { throw Fault(.storeForgotten, name) }
    }
  }
}

extension PostgresStore: SharedDuties {
  static let now = "extract(epoch FROM clock_timestamp())::float8"

  public func take(_ duty: String, as node: String, for seconds: Double) throws(Fault) -> DutyHeld? {
    try writing { db in
      try db.first(
        """
        INSERT INTO duties (name, holder, until) VALUES (?, ?, \(Self.now) + ?)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
          WHERE duties.holder = excluded.holder OR duties.until < \(Self.now)
        RETURNING state
        """, [duty, node, seconds]
      ).map { DutyHeld(state: try $0["state"]) }
    }
  }

  public func keep(_ state: String, of duty: String, as node: String) throws(Fault) {
    try writing { db in
      let kept = try db.execute(
        "UPDATE duties SET state = ? WHERE name = ? AND holder = ? AND until >= \(Self.now)", [state, duty, node])
      if kept == 0 { throw Fault(.storeDutyElsewhere, duty) }
    }
  }

  public func state(of duty: String) throws(Fault) -> String? {
    try reading { db in try db.value("SELECT state FROM duties WHERE name = ?", [duty]) }
  }

  public func leave(_ duty: String, as node: String) throws(Fault) {
    _ = try writing { db in try db.execute("UPDATE duties SET until = 0 WHERE name = ? AND holder = ?", [duty, node]) }
  }
}
