import GRDB
import Interview
import Store

extension Publication {
  /// Copies what was noted since the last time, a page of changes in each transaction, and the events when their rows are there.
  func catchUp(_ open: inout Open) throws(Fault) {
    var isDone = false
    while !isDone {
      let (target, applied) = (open.target, open.applied)
      let step = try SQLiteStore.guarded(path) {
        // One moment of the store, in one transaction of the copy.
        try store.database.read { source in
          let changes = try Row.fetchAll(
            source, sql: "SELECT * FROM changes WHERE number > ? ORDER BY number LIMIT ?", arguments: [applied, Self.page])
          let last: Int? = changes.last?["number"]
          let known = try target.read { db in try Int.fetchOne(db, sql: "SELECT cursor FROM published") ?? 0 }
          let end = changes.count < Self.page ? try Int.fetchOne(source, sql: "SELECT max(cursor) FROM feed") ?? 0 : known
          guard last != nil || end > known else { return (applied: applied, isDone: true, isUnclean: false) }
          return try target.write { db in
            let isUnclean = try copy(changes, from: source, to: db)
            let isCurrent = try changes.count < Self.page && copyEvents(from: source, to: db, after: known) == end
            if let last { try db.execute(sql: "UPDATE published SET applied = ?", arguments: [last]) }
            return (applied: last ?? applied, isDone: isCurrent, isUnclean: isUnclean)
          }
        }
      }
      open.applied = step.applied
      open.isUnclean = open.isUnclean || step.isUnclean
      isDone = step.isDone
    }
  }

  /// - Returns: whether something of a person was taken out.
  private func copy(_ changes: [Row], from source: Database, to db: Database) throws -> Bool {
    let rows = Set(changes.compactMap { $0["row"] as Int64? }).sorted()
    let sessions = Set(changes.compactMap { $0["session"] as String? }).sorted()
    let cursors = Set(changes.compactMap { $0["cursor"] as Int64? }).sorted()
    // All of them go before the first comes: an answer has one current revision.
    for table in ["lost_point_values", "dimension_values", "measure_values", "answers"] {
      for row in rows { try db.cachedStatement(sql: "DELETE FROM \(table) WHERE row = ?").execute(arguments: [row]) }
    }
    for row in rows { try copyAnswer(row, from: source, to: db) }
    var isUnclean = !cursors.isEmpty
    for session in sessions {
      try db.cachedStatement(sql: "DELETE FROM sessions WHERE id = ?").execute(arguments: [session])
      try db.cachedStatement(sql: "DELETE FROM session_review_values WHERE session = ?").execute(arguments: [session])
      let count = try copyRows("sessions", Schema.publishedSessions, where: "id = ?", [session], from: source, to: db)
      _ = try copyRows("session_review_values", Schema.publishedReviews, where: "session = ?", [session], from: source, to: db)
      isUnclean = isUnclean || count == 0
    }
    for cursor in cursors {
      let known = try db.cachedStatement(sql: "DELETE FROM feed WHERE cursor = ?")
      try known.execute(arguments: [cursor])
      if db.changesCount > 0 {
        _ = try copyRows("feed", Schema.publishedEvents, where: "cursor = ?", [cursor], from: source, to: db)
      }
    }
    return isUnclean
  }

  /// An answer's current row with its measures, dimensions and lost points; none of its words.
  private func copyAnswer(_ row: Int64, from source: Database, to db: Database) throws {
    for (table, columns) in Schema.publishedColumns {
      let condition = table == "answers" ? "row = ? AND is_current = 1" : "row = ?"
      let count = try copyRows(table, columns, where: condition, [row], from: source, to: db)
      if table == "answers", count == 0 { return }
    }
  }

  /// - Returns: the last cursor that is there.
  private func copyEvents(from source: Database, to db: Database, after cursor: Int) throws -> Int {
    let count = try copyRows(
      "feed", Schema.publishedEvents, where: "cursor > ? ORDER BY cursor LIMIT \(20 * Self.page)", [cursor], from: source, to: db)
    guard count > 0 else { return cursor }
    try db.execute(
      sql: """
        UPDATE published SET cursor = (SELECT max(cursor) FROM feed), cursor_time = (SELECT time FROM feed ORDER BY cursor DESC LIMIT 1)
        """)
    return try Int.fetchOne(db, sql: "SELECT cursor FROM published") ?? cursor
  }

  /// All that is current now; what changes meanwhile is copied again afterwards.
  /// - Parameter isEnded: asked before each page.
  /// - Returns: whether all was copied.
  func copyAll(to target: DatabaseQueue, until isEnded: () -> Bool) throws -> Bool {
    var last: Int64 = 0
    while true {
      guard !isEnded() else { return false }
      let rows = try store.read { db in
        try Int64.fetchAll(
          db, sql: "SELECT row FROM answers WHERE is_current = 1 AND row > ? ORDER BY row LIMIT ?", arguments: [last, Self.page])
      }
      guard let end = rows.last else { break }
      try store.database.read { source in
        try target.write { db in for row in rows { try copyAnswer(row, from: source, to: db) } }
      }
      last = end
    }
    var session = ""
    while true {
      guard !isEnded() else { return false }
      let ids = try store.read { db in
        try String.fetchAll(db, sql: "SELECT id FROM sessions WHERE id > ? ORDER BY id LIMIT ?", arguments: [session, Self.page])
      }
      guard let end = ids.last else { break }
      try store.database.read { source in
        try target.write { db in
          _ = try copyRows("sessions", Schema.publishedSessions, where: "id > ? AND id <= ?", [session, end], from: source, to: db)
          _ = try copyRows(
            "session_review_values", Schema.publishedReviews, where: "session > ? AND session <= ?", [session, end], from: source, to: db)
        }
      }
      session = end
    }
    return true
  }

  /// Units and meanings, which come with the program.
  func copyMeasures(to db: Database) throws {
    try db.execute(sql: "DELETE FROM measures")
    try Schema.refreshMeasures(db)
  }

  /// - Returns: how many rows there were.
  private func copyRows(
    _ table: String, _ columns: [String], where condition: String, _ arguments: StatementArguments, from source: Database, to db: Database
  ) throws -> Int {
    let list = columns.joined(separator: ", ")
    let select = try source.cachedStatement(sql: "SELECT \(list) FROM \(table) WHERE \(condition)")
    // What is not published and must not be NULL is empty.
    let withheld = ["answers": "analysis", "session_review_values": "reason"][table]
    let (more, empty) = withheld.map { (", " + $0, ", ''") } ?? ("", "")
    let parameters = columns.map { _ in "?" }.joined(separator: ", ")
    let insert = try db.cachedStatement(sql: "INSERT OR REPLACE INTO \(table) (\(list)\(more)) VALUES (\(parameters)\(empty))")
    var count = 0
    let rows = try Row.fetchCursor(select, arguments: arguments)
    while let row = try rows.next() {
      try insert.execute(arguments: StatementArguments(row.databaseValues))
      count += 1
    }
    return count
  }
}
