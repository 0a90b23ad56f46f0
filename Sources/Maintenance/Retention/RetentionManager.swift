import Assessment
import Files
import Inbox
import Interview
import Logging
import Store
import Synchronization
import Vault

/// Erases what is kept about people: when its retention period is over, and when they ask.
public final class RetentionManager: Sendable {
  /// How long things are held, in seconds.
  public struct Policy: Sendable, Hashable {
    /// Recordings, transcripts and what was said, from an answer's arrival on; nil: for ever. Default: 30 days.
    public var words: Double? = 30 * 86_400
    /// Scores, measures and reviews, from the last arrival of a session on; nil: for ever. Never shorter than `words`.
    public var scores: Double?
    /// Entries of the audit log; nil: for ever.
    public var audit: Double?
    public init() {}
  }

  /// What is held longer than it may be, as the last pass found it; all 0 where it went well.
  public struct Backlog: Sendable, Equatable {
    public var answersWithContent = 0
    public var sessions = 0
    public var auditEntries = 0
    public init() {}
  }

  let inbox: Inbox
  let store: any StoreErasure
  /// Holds the keys of sessions, which go with them.
  let vault: Vault
  public let tombstones: Tombstones
  public let policy: Policy
  let clock: InboxClock
  private let clockJumps: ClockJumpDetector
  let logger: Logger
  /// Databases that were moved aside.
  let movedDatabases: @Sendable () throws(Fault) -> [MovedDatabase]
  /// What other machines let go; nil where there are none.
  let follower: ExpiryFollower?
  /// What workers remember of sound.
  let recordings: HeardRecordings?
  /// What is of the store as a whole: one machine at a time does it.
  private let duty: FleetDuty
  /// Pages of what was erased may stand in the database's log; at the start too, from a former life.
  let logIsDue = Atomic<Bool>(true)
  /// The log was to be emptied, and a reader held it.
  let logIsHeld = Atomic<Bool>(false)
  /// Something that is forgotten could not be erased yet.
  let erasureIsDue = Atomic<Bool>(true)
  private let troubles = Mutex<[Duty: Fault]>([:])
  /// Counting them takes time that grows with the store: once a pass.
  private let overdue = Mutex((sessions: 0, auditEntries: 0))

  public init(
    inbox: Inbox, store: any StoreErasure, tombstones: Tombstones, policy: Policy, logger: Logger, clockJumps: ClockJumpDetector,
    clock: InboxClock = .system, followed: String? = nil,
    duty: FleetDuty = FleetDuty("retention", of: nil, as: "", lease: 0),
    recordings: HeardRecordings? = nil, vault: Vault = .none,
    movedDatabases: @escaping @Sendable () throws(Fault) -> [MovedDatabase] = { () throws(Fault) in [] }
  ) {
    self.inbox = inbox
    self.store = store
    self.vault = vault
    self.tombstones = tombstones
    self.policy = policy
    self.logger = logger
    self.clock = clock
    self.clockJumps = clockJumps
    self.movedDatabases = movedDatabases
    self.recordings = recordings
    self.duty = duty
    follower = followed.map { ExpiryFollower(inbox: inbox, path: $0) }
  }

  public func backlog() throws(Fault) -> Backlog {
    var backlog = Backlog()
    if let words = policy.words { backlog.answersWithContent = try store.countWithContent(arrivedBefore: clock.wall() - words) }
    (backlog.sessions, backlog.auditEntries) = overdue.withLock { $0 }
    return backlog
  }

  /// Lets go of everything that was held long enough. May be repeated, and stopped at any point.
  ///
  /// - Parameter limit: at most so many answers and sessions.
  /// - Returns: whether there is more to do.
  public func pass(limit: Int) throws(Fault) -> Bool {
    try noting(.retention) { () throws(Fault) in try everyPeriod(limit: limit) }
  }

  private func everyPeriod(limit: Int) throws(Fault) -> Bool {
    try countOverdue()
    let answers = try retain(limit: limit).answers
    var sessions = 0
    if policy.scores != nil || policy.audit != nil, try duty.isOwn() {
      sessions = try expire(limit: limit)
      try cutAudit()
    }
    try countOverdue()
    // Last: one of them that cannot be opened keeps nothing else waiting.
    try retainAsides()
    return answers == limit || sessions == limit
  }

  private func cutAudit() throws(Fault) {
    let now = clock.wall()
    guard let audit = policy.audit, try isBelieved(for: audit, at: now) else { return }
    let cut = try store.cutAudit(through: now - audit, at: now, digest: Files.hash)
    guard cut > 0 else { return }
    logIsDue.store(true, ordering: .relaxed)
    logger.notice("audit log cut", metadata: ["id": "retention.audit", "entries": "\(cut)"])
  }

  /// What a pass looks at.
  enum Duty { case retention, erasure }

  /// What keeps retention or an erasure from being done, until a look goes through; a time that could not be kept, until it can be:
  /// the next pass may be a minute away when the disk has room again.
  public var trouble: Fault? {
    let known = troubles.withLock { $0 }
    for (duty, fault) in known where fault.code == .retentionClockUnkept {
      do throws(Fault) { _ = try clockJumps.check(clock.wall()) } catch { continue }
      troubles.withLock { if $0[duty] == fault { $0[duty] = nil } }
    }
    return troubles.withLock { $0[.erasure] ?? $0[.retention] }
  }

  func noting<Value>(_ duty: Duty, _ body: () throws(Fault) -> Value) throws(Fault) -> Value {
    do throws(Fault) {
      let value = try body()
      troubles.withLock { $0[duty] = nil }
      return value
    } catch {
      troubles.withLock { $0[duty] = error }
      throw error
    }
  }

  /// Whether the clock has gone on evenly for so long that what seems so old is.
  func isBelieved(for period: Double, at now: Double) throws(Fault) -> Bool {
    guard let jump = try clockJumps.check(now) else { return true }
    return now >= jump.at + period
  }

  private func countOverdue() throws(Fault) {
    let now = clock.wall()
    let sessions = try policy.scores.map { scores throws(Fault) in try store.countSessions(quietSince: now - scores) } ?? 0
    let entries = try policy.audit.map { audit throws(Fault) in try store.countAudit(through: now - audit) } ?? 0
    overdue.withLock { $0 = (sessions, entries) }
  }

  /// Removes whole sessions, from archive and store, whose scores were kept long enough.
  private func expire(limit: Int) throws(Fault) -> Int {
    let now = clock.wall()
    guard let scores = policy.scores, try isBelieved(for: scores, at: now) else { return 0 }
    let due = try store.sessions(quietSince: now - scores, limit: limit)
    for name in due {
      // Something of it has come again: it is not quiet any more once that is recorded.
      guard let session = OpaqueName(printed: name), !inbox.isInWork(session: session) else { continue }
      // Files first: what is in the archive can be in a store again.
      _ = try inbox.eraseArchive(ofSession: session)
      // What waits in a filing directory has its own time, and is sealed to the same key.
      if try !inbox.holdsFiles(ofSession: session) { try vault.erase(sessions: [name]) }
      _ = try store.erase(sessions: [name], telling: .sessionExpired, at: now)
    }
    guard !due.isEmpty else { return 0 }
    _ = try emptyLog()
    logger.notice("sessions expired", metadata: ["id": "retention.sessions", "sessions": "\(due.count)"])
    return due.count
  }

  /// Why nothing is let go for now though the policy would; nil where that is not so.
  public var hold: Fault? {
    guard let jump = clockJumps.jump else { return nil }
    let waiting = [policy.words, policy.scores, policy.audit].compactMap(\.self).filter { clock.wall() < jump.at + $0 }
    guard let next = waiting.min() else { return nil }
    let days = (jump.by / 86_400).rounded()
    return Fault(
      .retentionClockJumped,
      "\(UTC.wholeSecond(jump.at)): \(days > 0 ? "+" : "")\(Int(days)) d; held until \(UTC.wholeSecond(jump.at + next))")
  }

  /// Removes what is older than it may be: recordings, transcripts and documents from the archive, what was said from the
  /// database and its log, and what was set aside; nothing while the clock is doubted. May be repeated, and stopped between
  /// two answers.
  ///
  /// - Returns: answers that were dealt with, at most `limit`, and files that were removed.
  public func retain(limit: Int = 500) throws(Fault) -> (answers: Int, files: RemovedFiles) {
    guard let words = policy.words else { return (0, RemovedFiles()) }
    let now = clock.wall()
    if let jump = try clockJumps.check(now), now < jump.at + words {
      logger.warning("retention held", metadata: ["id": "retention.held", "detail": "\(hold?.detail ?? "")"])
      return (0, RemovedFiles())
    }
    let due = try store.answersWithContent(arrivedBefore: now - words, limit: limit)
    var files = RemovedFiles()
    for key in due {
      // Files first: a row without its mark brings the answer back to the next pass.
      files = try files + inbox.eraseArchived(key)
      try store.redactContent(of: key.id, redact: AnswerRecord.withoutWords, at: now)
    }
    files = try files + inbox.eraseQuarantined(before: UTC.wholeSecond(now - words))
    if !due.isEmpty { logIsDue.store(true, ordering: .relaxed) }
    if due.count < limit, logIsDue.load(ordering: .relaxed) { _ = try emptyLog() }
    if !due.isEmpty || files.files > 0 {
      logger.notice(
        "retention",
        metadata: ["id": "retention.done", "answers": "\(due.count)", "files": "\(files.files)", "bytes": "\(files.bytes)"])
    }
    return (due.count, files)
  }
}
