import Glibc
import Interview
import Synchronization
import Vault

/// The inbox: files arrive, settle, find their transcript, are claimed by one worker, and leave for the archive, the
/// quarantine or the held directory. All by directory state: every call looks at what is there, and no event carries truth.
///
/// Thread-safe. A worker's loop is `scan`, then `claimNext` until it gives nil; each claim is `finish`ed. What happens
/// to a file is one rename at a time, in an order that a crash at any point leaves either undone or repeatable; the
/// order is told in `docs/durability.md`.
public final class Inbox: Sendable {
  let configuration: InboxConfiguration
  let clock: InboxClock
  let ignored: IgnoredNames
  let archive: Archive
  let quarantine: QuarantineStore
  let sealing: Sealing
  let names: SessionNames
  /// Never locked while the disk is asked or changed.
  let state: Mutex<QueueState>
  /// The roots as they are open now, in the order of the configuration; nil for one that cannot be reached.
  let opened: Mutex<[OpenRoot?]>
  let claims = Mutex(ClaimTable())
  /// One scan at a time.
  let scanning = Mutex<Void>(())
  let snapshot = Mutex(QueueSnapshot())
  /// When everything that waits may be looked at again, by the monotonic clock.
  let nextFullScan = Mutex(-Double.infinity)

  /// Opens the roots and takes this instance's lock in each. A root that cannot be reached is tried again with every
  /// scan; its state is in the snapshot. Then `recover()` is due, before the first scan.
  ///
  /// - Throws: `inbox.configuration`; `inbox.already-running` with the process that holds the lock; a fault of the
  ///   state directory.
  public init(configuration: InboxConfiguration, clock: InboxClock = .system, vault: Vault = .none) throws(Fault) {
    try configuration.validate()
    self.configuration = configuration
    self.clock = clock
    ignored = IgnoredNames(patterns: configuration.ignore)
    sealing = Sealing(vault: vault)
    archive = Archive(
      path: configuration.stateDirectory + "/" + DirectoryLayout.Destination.archive.rawValue, instance: configuration.instance,
      sealing: sealing)
    quarantine = QuarantineStore(path: configuration.stateDirectory, instance: configuration.instance, sealing: sealing)
    do throws(SystemError) {
      try QuarantineStore.prepare(in: Folder.open(path: configuration.stateDirectory))
      names = SessionNames(archived: try archive.sessions())
    } catch {
      throw error.number == ENODEV
        ? Fault(.inboxStateUnmounted, configuration.stateDirectory) : error.fault(about: configuration.stateDirectory)
    }
    var roots: [RootQueue] = []
    var opened: [OpenRoot?] = []
    for root in configuration.roots {
      var queue = RootQueue(root: root)
      do throws(Fault) {
        opened.append(try OpenRoot.open(root, instance: configuration.instance, mustBeKnown: false))
        (queue.isReached, queue.wasOpen) = (true, true)
      } catch {
        if error.code == .inboxRunning { throw error }
        queue.fault = error
        opened.append(nil)
      }
      roots.append(queue)
    }
    state = Mutex(QueueState(roots: roots))
    self.opened = Mutex(opened)
  }

  func openRoots() -> [OpenRoot?] { opened.withLock { $0 } }

  /// Notices for the operator; each is given once.
  public func takeNotices() -> [InboxNotice] {
    state.withLock { $0.takeNotices() }
  }

  /// Says that recordings of a session need not wait for transcripts (or that they do): known from its manifest.
  /// Durable.
  public func expectTranscripts(_ expected: Bool, ofSession session: OpaqueName) throws(Fault) {
    do throws(SystemError) {
      try archive.expectTranscripts(expected, session: session)
    } catch {
      throw error.fault(about: archive.directory(of: session))
    }
  }

  /// The answers of a session whose recordings are in the archive, for scoring again; in the order of their keys.
  public func archivedAnswers(ofSession session: OpaqueName) -> [ArchivedAnswer] { archive.answers(ofSession: session) }

  /// Every session that has files in the archive.
  public func archivedSessions() throws(Fault) -> [OpaqueName] {
    do throws(SystemError) {
      return try archive.sessions()
    } catch {
      throw error.fault(about: configuration.stateDirectory)
    }
  }

  /// What the store was told of archived files, beside them.
  public var records: ArchivedRecords {
    ArchivedRecords(stateDirectory: configuration.stateDirectory, instance: configuration.instance)
  }

  /// The path of a session's archived manifest; nil where none has come.
  public func archivedManifest(ofSession session: OpaqueName) -> String? {
    archive.session(session).manifest.map { archive.directory(of: session) + "/" + $0.verbatim }
  }
}

/// The claims given out, by number.
struct ClaimTable: Sendable {
  var work: [Int: ClaimedWork] = [:]
  private var next = 1

  mutating func add(_ work: ClaimedWork) -> Int {
    defer { next += 1 }
    self.work[next] = work
    return next
  }

  mutating func remove(_ number: Int) { work[number] = nil }

  /// Work that is done but whose files could not be moved yet; the oldest first.
  var unfiled: [(number: Int, work: ClaimedWork, outcome: Outcome)] {
    work.sorted { $0.key < $1.key }.compactMap { number, work in work.unfiled.map { (number, work, $0) } }
  }
}
