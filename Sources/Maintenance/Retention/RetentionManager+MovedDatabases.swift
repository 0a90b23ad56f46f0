import Files
import Inbox
import Interview
import Logging
import Store
import Synchronization

// Databases that were moved aside, damaged or because a backup took their place, hold what they held. A promise that is kept
// in the store alone is kept in none.
extension RetentionManager {
  /// One of them; without a store where nothing can be taken out of it.
  struct OpenedDatabase {
    let database: MovedDatabase
    let store: (any StoreErasure)?
  }

  /// All of them, and why some cannot be opened: one of those keeps nothing from going out of the others.
  struct OpenAsides {
    var open: [OpenedDatabase] = []
    var unopened: Fault?

    var stores: [any StoreErasure] { open.compactMap(\.store) }

    /// To be called once all that can be done is done: what was promised of all is not kept of these yet.
    ///
    /// - Throws: why the first of them cannot be opened.
    func requireAll() throws(Fault) {
      if let unopened { throw unopened }
    }
  }

  func openAsides() throws(Fault) -> OpenAsides {
    var found = OpenAsides()
    for database in try movedDatabases() {
      do throws(Fault) {
        found.open.append(OpenedDatabase(database: database, store: try database.open()))
      } catch {
        if error.code == .storeDamaged {
          found.open.append(OpenedDatabase(database: database, store: nil))
        } else {
          found.unopened = found.unopened ?? error
        }
      }
    }
    return found
  }

  /// Erases sessions from a database that was moved aside. Where nothing can be taken out of it, it goes as a whole: nobody can
  /// say that they are not in it.
  func erase(_ names: [String], from open: OpenedDatabase, _ receipt: inout ErasureReceipt) throws(Fault) {
    guard let store = open.store else {
      try open.database.remove()
      receipt.asidesRemoved += 1
      logger.warning(
        "a damaged database that was moved aside is removed", metadata: ["id": "store.aside-removed", "path": "\(open.database.path)"])
      return
    }
    let known = try store.known(sessions: names)
    guard !known.isEmpty else { return }
    _ = try store.erase(sessions: known, telling: .sessionForgotten, at: receipt.time)
    _ = try store.emptyLog()
    receipt.movedDatabases += 1
  }

  /// The retention period, in what was moved aside.
  func retainAsides() throws(Fault) {
    let now = clock.wall()
    let (words, scores, audit) = (try believed(policy.words, now), try believed(policy.scores, now), try believed(policy.audit, now))
    guard words != nil || scores != nil || audit != nil else { return }
    let movedDatabases = try openAsides()
    for open in movedDatabases.open {
      guard let store = open.store else {
        // All of it is older than its file.
        if let words, open.database.movedAt <= now - words {
          try open.database.remove()
          logger.notice(
            "a damaged database that was moved aside is removed", metadata: ["id": "store.aside-removed", "path": "\(open.database.path)"])
        }
        continue
      }
      var isChanged = false
      while let words, case let due = try store.answersWithContent(arrivedBefore: now - words, limit: 200), !due.isEmpty {
        for key in due { try store.redactContent(of: key.id, redact: AnswerRecord.withoutWords, at: now) }
        isChanged = true
      }
      while let scores, case let due = try store.sessions(quietSince: now - scores, limit: 200), !due.isEmpty {
        _ = try store.erase(sessions: due, telling: .sessionExpired, at: now)
        isChanged = true
      }
      if let audit, try store.cutAudit(through: now - audit, at: now, digest: Files.hash) > 0 { isChanged = true }
      if isChanged {
        _ = try store.emptyLog()
        logger.notice("retention in a database that was moved aside", metadata: ["id": "retention.aside", "path": "\(open.database.path)"])
      }
    }
    try movedDatabases.requireAll()
  }

  /// The period, where the clock is believed for so long.
  private func believed(_ period: Double?, _ now: Double) throws(Fault) -> Double? {
    guard let period else { return nil }
    return try isBelieved(for: period, at: now) ? period : nil
  }

  // MARK: The log

  /// Empties the database's log, so that nothing of what was erased stays in it.
  ///
  /// - Returns: false where a reader held it: then it is tried again, and status says so.
  package func emptyLog(tries: Int = 1) throws(Fault) -> Bool {
    for _ in 0..<tries where try store.emptyLog() {
      logIsDue.store(false, ordering: .relaxed)
      logIsHeld.store(false, ordering: .relaxed)
      return true
    }
    logIsDue.store(true, ordering: .relaxed)
    logIsHeld.store(true, ordering: .relaxed)
    return false
  }

  /// What is due between two passes: a log that a reader held, an erasure that was busy.
  public func catchUp(in all: any ScoreStore) throws(Fault) {
    try noting(.erasure) { () throws(Fault) in
      if try tombstones.takeNews() { erasureIsDue.store(true, ordering: .relaxed) }
      if let count = try follower?.follow(all), count > 0 {
        logger.notice("sessions expired elsewhere", metadata: ["id": "retention.sessions", "sessions": "\(count)"])
      }
      if logIsDue.load(ordering: .relaxed) { _ = try emptyLog() }
      if erasureIsDue.load(ordering: .relaxed) {
        let count = try takeUp(in: all)
        if count > 0 { logger.notice("an erasure was taken up", metadata: ["id": "candidate.forgotten", "sessions": "\(count)"]) }
      }
    }
  }

  /// That what was erased still stands in the database's log; nil where it does not.
  public var logFault: Fault? { logIsHeld.load(ordering: .relaxed) ? Fault(.forgetLogHeld) : nil }
}
