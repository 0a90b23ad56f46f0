import FoundationEssentials
import GRDB
import Interview
import Store
import Synchronization

/// `scores.sqlite`: the documented views of a store, without what was said, for everybody who may read scores by SQL.
///
/// The store belongs to the daemon alone. What changes in it is noted by the transaction that changes it, and copied from there
/// by whoever calls `update`: a row costs what it costs to write it once more, however many there are. Readers see the copy as of
/// one moment, as of a store; none of their locks keeps it from being written (`SoleWriter`). Where they keep its log from being
/// emptied, which erasure and the disk need, another copy takes its place (`PublicationDirectory`).
///
/// Thread-safe; one process publishes at a time, the others' calls do nothing.
public final class Publication: Sendable {
  struct Open: Sendable {
    let lock: PublishedLock
    var number: Int
    var target: DatabaseQueue
    /// The last change that is in the copy.
    var applied: Int
    /// Changes up to here are no longer noted in the store.
    var trimmed: Int
    /// Whether what was erased may still be in the log.
    var isUnclean = false
  }

  /// What readers open.
  public var path: String { directory.path }
  let directory: PublicationDirectory
  let store: SQLiteStore
  private let state = Mutex<Open?>(nil)
  private let failure = Mutex<Fault?>(nil)
  private let isEnding = Atomic<Bool>(false)

  /// Answers, sessions or events that are copied in one transaction.
  static let page = 500
  /// Changes that may be noted in the store though they are in the copy.
  private static let untrimmed = 1_000
  /// Bytes of log that readers may keep, or a quarter of the copy where that is more: then another copy costs less than what it
  /// frees, however long they stay.
  private static let maximumLogBytes = 64 << 20

  /// - Parameter store: open for writing.
  public init(of store: SQLiteStore, at path: String) {
    self.store = store
    directory = PublicationDirectory(path: path)
  }

  /// Why the copy is behind; nil where it is not.
  public var problem: Fault? { failure.withLock { $0 } }

  /// From now on no copy is made from the beginning, which takes minutes of a large store, and one that is being made is left: the
  /// next process makes it again. A copy that readers have is brought up to date as before.
  public func end() { isEnding.store(true, ordering: .relaxed) }

  /// Brings the copy up to date. Cheap where nothing has changed.
  ///
  /// - Parameter anew: whether the store is another one than it was, so that the copy is made from the beginning.
  public func update(anew: Bool = false) throws(Fault) {
    do throws(Fault) {
      try state.withLock { state throws(Fault) in try update(&state, anew: anew) }
      failure.withLock { $0 = nil }
    } catch {
      failure.withLock { $0 = error }
      // The next call opens it again, and makes it again where it is damaged.
      state.withLock { $0 = nil }
      throw error
    }
  }

  private func update(_ state: inout Open?, anew: Bool) throws(Fault) {
    if state == nil {
      guard let lock = try directory.lock() else { return }
      state = try opened(lock, anew: anew)
    } else if anew, let open = state {
      state = try made(after: open.number, open.lock, until: isEnded)
    }
    guard var open = state else { return }
    try catchUp(&open)
    state = open
    let isLong =
      Self.bytes(of: directory.database(open.number) + "-wal")
      > max(Self.maximumLogBytes, Self.bytes(of: directory.database(open.number)) / 4)
    if open.isUnclean || isLong, try !emptied(open.target), let made = try made(after: open.number, open.lock) { open = made }
    open.isUnclean = false
    try trim(&open)
    state = open
  }

  /// Nothing that was erased before the call is in the copy's files any more when it returns.
  /// - Throws: `store.locked` where the process ends before the copy is made.
  public func letGo() throws(Fault) {
    state.withLock { $0?.isUnclean = true }
    try update()
    // What readers have is then another process's, or will be made again by the next: nothing is known of it.
    if isEnded(), state.withLock({ $0 == nil }) { throw Fault(.storeLocked, path) }
  }

  // MARK: Opening

  /// Goes on with the copy that is there, or makes one anew where it is another store's or damaged.
  /// - Returns: nil where the process ends before it is made.
  private func opened(_ lock: PublishedLock, anew: Bool) throws(Fault) -> Open? {
    let number = directory.current()
    // Whoever opens it next must not believe it, should this process end before another has its place.
    if anew, let number {
      try? Self.queue(directory.database(number)).write { db in try db.execute(sql: "UPDATE published SET schema = ''") }
    }
    if !anew, let number, let open = try? reopened(number, lock) {
      directory.removeAll(but: number)
      return open
    }
    return try made(after: number ?? 0, lock, until: isEnded)
  }

  /// The copy that is there, if it is one of this store and the changes since are all noted.
  private func reopened(_ number: Int, _ lock: PublishedLock) throws -> Open? {
    let target = try Self.queue(directory.database(number))
    let row = try target.read { db in try Row.fetchOne(db, sql: "SELECT * FROM published") }
    let marks = try store.read { db in try Marks(db) }
    guard let row, row["schema"] == marks.schema else { return nil }
    let applied: Int = row["applied"]
    guard applied <= marks.last, applied >= marks.forgotten else { return nil }
    let time: Double? = row["cursor_time"]
    let cursor: Int = row["cursor"]
    if cursor > 0 {
      let known = try store.read { db in try Double.fetchOne(db, sql: "SELECT time FROM feed WHERE cursor = ?", arguments: [cursor]) }
      guard known == time else { return nil }
    }
    try target.write { db in try copyMeasures(to: db) }
    return Open(lock: lock, number: number, target: target, applied: applied, trimmed: marks.forgotten, isUnclean: true)
  }

  private func isEnded() -> Bool { isEnding.load(ordering: .relaxed) }

  /// Copies everything to a new place, brings it up to date, and has readers find it. Linear in the store.
  /// - Parameter isEnded: asked before each page; where it says so, the copy is left and readers keep what they have. A copy that is
  ///   made so that what was erased goes is made to its end.
  /// - Returns: nil where it was left.
  private func made(after number: Int, _ lock: PublishedLock, until isEnded: () -> Bool = { false }) throws(Fault) -> Open? {
    let number = number + 1
    try directory.prepare(number)
    let path = directory.database(number)
    let begun: Open? = try SQLiteStore.guarded(path) {
      let target = try Self.queue(path)
      try Schema.makePublished(target)
      let marks = try store.read { db in try Marks(db) }
      try target.write { db in
        try copyMeasures(to: db)
        try db.execute(sql: "UPDATE published SET applied = ?, schema = ?", arguments: [marks.last, marks.schema])
      }
      guard try copyAll(to: target, until: isEnded) else { return nil }
      return Open(lock: lock, number: number, target: target, applied: marks.last, trimmed: marks.forgotten)
    }
    guard var open = begun else { return nil }
    try catchUp(&open)
    try directory.show(number)
    directory.removeAll(but: number)
    return open
  }

  private static func queue(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(0.2)
    configuration.foreignKeysEnabled = false
    configuration.label = "published"
    configuration.prepareDatabase { db in
      try SoleWriter.enable(on: db)
      try PersistentLog.enable(on: db)
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
      try db.execute(sql: "PRAGMA secure_delete = ON")
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      // The store has it all: after a power cut the copy may be some changes behind, and never in parts.
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
    }
    return queue
  }

  // MARK: Letting go

  /// Whether the copy's own log could be emptied: a reader may hold it.
  private func emptied(_ target: DatabaseQueue) throws(Fault) -> Bool {
    try SQLiteStore.guarded(path) {
      try target.writeWithoutTransaction { db in
        let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return (row?[0] as Int?) == 0
      }
    }
  }

  /// What is in the copy, on the disk, need not be noted in the store any longer.
  private func trim(_ open: inout Open) throws(Fault) {
    guard open.applied - open.trimmed >= Self.untrimmed else { return }
    let (target, end, database) = (open.target, open.applied, directory.database(open.number))
    try SQLiteStore.guarded(database) {
      try target.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try db.inTransaction {
          try db.execute(sql: "UPDATE published SET applied = ?", arguments: [end])
          return .commit
        }
        try db.execute(sql: "PRAGMA synchronous = NORMAL")
      }
    }
    while open.trimmed < end {
      let next = min(end, open.trimmed + 20 * Self.page)
      try store.write { db in try db.execute(sql: "DELETE FROM changes WHERE number <= ?", arguments: [next]) }
      open.trimmed = next
    }
  }

  private static func bytes(of path: String) -> Int {
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? any BinaryInteger
    return size.map { Int(clamping: $0) } ?? 0
  }
}

/// Where the store's notes begin and end.
struct Marks {
  /// The last change.
  let last: Int
  /// The last one that is no longer noted.
  let forgotten: Int
  /// What the copy must have been made of.
  let schema: String

  init(_ db: Database) throws {
    last = try Int.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'changes'") ?? 0
    forgotten = try Int.fetchOne(db, sql: "SELECT min(number) - 1 FROM changes") ?? last
    schema = try Schema.migrator.appliedIdentifiers(db).sorted().joined(separator: "; ") + " / 1"
  }
}
