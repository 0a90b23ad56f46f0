import Glibc
import Interview
import Synchronization

/// The inbox: files arrive, settle, find their transcript, are claimed by one worker, and leave for the archive, the
/// quarantine or the held shelf. All by directory state: every call looks at what is there, and no event carries truth.
///
/// Thread-safe. A worker's loop is `scan`, then `claimNext` until it gives nil; each claim is `finish`ed. What happens
/// to a file is one rename at a time, in an order that a crash at any point leaves either undone or repeatable; the
/// order is told in `docs/durability.md`.
public final class Inbox: Sendable {
  let configuration: InboxConfiguration
  let clock: InboxClock
  let ignored: IgnoredNames
  let archive: Archive
  let shelves: Shelves
  let names: SessionNames
  let state: Mutex<State>
  /// One scan at a time.
  let scanning = Mutex<Void>(())
  let snapshot = Mutex(QueueSnapshot())
  /// When everything that waits may be looked at again, by the monotonic clock.
  let nextFullLook = Mutex(-Double.infinity)
  /// The claims given out, by number, apart from the state so that asking for them waits for nobody.
  let inHand = Mutex<[Int: (unit: WorkItem, since: Double)]>([:])

  struct State: Sendable {
    var roots: [RootState]
    var claims: [Int: ClaimedWork] = [:]
    /// Work whose filing failed; tried again with each scan.
    var unfinished: [(work: ClaimedWork, outcome: Outcome)] = []
    var notices: [InboxNotice] = []
    var nextClaim = 1
    /// The root that is served next.
    var turn = 0
    /// Submissions given out since the last one of a backfill root.
    var sinceBackfill = 0
  }

  struct RootState: Sendable {
    let root: InboxRoot
    var index = RootIndex()
    /// Nil while the root cannot be reached.
    var open: OpenRoot?
    /// Looked at and not opened: nothing is taken from it (`InboxGlance`).
    var isGlance = false
    var isReached: Bool { open != nil || isGlance }
    /// Why it cannot be reached; nil when all is well.
    var fault: Fault?
    var wasOpen = false
    /// Whether what this instance's former life held has been put back.
    var isRecovered = false
    /// When the other instances were last looked after, by the monotonic clock.
    var lookedAfterPeers = -Double.infinity
    var dirty: Set<Dirty> = []
    /// What was told already, so that it is told once.
    var reported: Set<Report> = []
    /// What was found that is not taken, and why, as of the last look at it.
    var standing: [Report: Fault] = [:]
  }

  /// A name that somebody says has changed.
  struct Dirty: Hashable, Sendable {
    /// The session's directory; nil for the top of the root.
    let session: OpaqueName?
    let name: OpaqueName
    let isClosed: Bool
  }

  struct Report: Hashable, Sendable {
    let session: OpaqueName?
    let name: OpaqueName
    let code: FaultCode
  }

  /// Opens the roots and takes this instance's lock in each. A root that cannot be reached is tried again with every
  /// scan; its state is in the snapshot. Then `recover()` is due, before the first scan.
  ///
  /// - Throws: `inbox.configuration`; `inbox.already-running` with the process that holds the lock; a fault of the
  ///   state directory.
  public init(configuration: InboxConfiguration, clock: InboxClock = .system) throws(Fault) {
    try configuration.validate()
    self.configuration = configuration
    self.clock = clock
    ignored = IgnoredNames(patterns: configuration.ignore)
    archive = Archive(path: configuration.stateDirectory + "/" + DirectoryLayout.Shelf.archive.rawValue, instance: configuration.instance)
    shelves = Shelves(path: configuration.stateDirectory, instance: configuration.instance)
    do throws(SystemError) {
      try Shelves.prepare(in: Folder.open(path: configuration.stateDirectory))
      names = SessionNames(archived: try archive.sessions())
    } catch {
      throw error.number == ENODEV
        ? Fault(.inboxShelfUnmounted, configuration.stateDirectory) : error.fault(about: configuration.stateDirectory)
    }
    var roots: [RootState] = []
    for root in configuration.roots {
      var state = RootState(root: root)
      do throws(Fault) {
        state.open = try OpenRoot.open(root, instance: configuration.instance, mustBeKnown: false)
        state.wasOpen = true
      } catch {
        if error.code == .inboxRunning { throw error }
        state.fault = error
      }
      roots.append(state)
    }
    state = Mutex(State(roots: roots))
  }

  /// The roots as they are open now, in the order of the configuration.
  func openRoots() -> [OpenRoot?] { state.withLock { $0.roots.map(\.open) } }

  /// What a person should know of, each told once.
  public func takeNotices() -> [InboxNotice] {
    state.withLock { state in
      defer { state.notices = [] }
      return state.notices
    }
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

extension Inbox.State {
  mutating func report(_ fault: Fault, root: Int, session: OpaqueName?, name: OpaqueName, isQuarantined: Bool = false) {
    let report = Inbox.Report(session: session, name: name, code: fault.code)
    if !isQuarantined, !roots[root].reported.insert(report).inserted { return }
    notices.append(
      InboxNotice(fault: fault, root: roots[root].root, session: session, name: name, isQuarantined: isQuarantined))
  }
}
