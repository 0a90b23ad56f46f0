import Interview
import Store

extension SQLStore {
  public func counts() throws(Fault) -> StoreCounts { try reading { db in try db.counts() } }
}

extension SQLDatabase {
  /// Of the tallies, which each transaction keeps: constant time, however many rows there are.
  package func counts() throws -> StoreCounts {
    var tallies: [String: Int] = [:]
    for row in try rows("SELECT name, number FROM tallies WHERE number <> 0", []) { tallies[try row["name"]] = try row["number"] }
    var states: [SessionPhase: Int] = [:]
    for state in SessionPhase.allCases { states[state] = tallies["session " + state.rawValue] }
    return StoreCounts(
      answers: tallies["answers"] ?? 0, revisions: tallies["revisions"] ?? 0, sessions: states.values.reduce(0, +),
      events: try value("SELECT max(cursor) FROM feed") ?? 0, sessionsByState: states,
      lastRecordedAt: try value("SELECT recorded_at FROM answers ORDER BY row DESC LIMIT 1"))
  }

  /// What does not fit together; nil where all does. Linear in the size of the store.
  package func misfit() throws -> String? {
    let headless: String? = try value(
      "SELECT answer FROM answers GROUP BY answer HAVING sum(is_current) <> 1 OR max(revision) <> count(*) LIMIT 1")
    if let headless { return "revisions of \(headless)" }
    // A restored store goes on with cursors above all that were given out before: that step is one of its own events.
    let gap: Int? = try value(
      """
      SELECT cursor FROM (SELECT cursor, kind, lag(cursor, 1, 0) OVER (ORDER BY cursor) AS former FROM feed) steps
      WHERE cursor <> former + 1 AND kind <> 'store.restored' LIMIT 1
      """)
    if let gap { return "events are missing before \(gap)" }
    let tally: Int =
      try value("SELECT coalesce((SELECT number FROM tallies WHERE name = 'revisions'), 0) - (SELECT count(*) FROM answers)") ?? 0
    return tally == 0 ? nil : "the tally of revisions is off by \(tally)"
  }
}
