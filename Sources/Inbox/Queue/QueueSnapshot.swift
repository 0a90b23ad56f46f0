import Interview
import Synchronization

/// The inbox at a glance, as of the last scan; where very much waits, as of one some seconds ago.
public struct QueueSnapshot: Sendable, Equatable {
  /// Submissions on their way, by where they stand.
  public var settling = 0
  /// May not be read.
  public var denied = 0
  public var awaitingTranscript = 0
  /// Transcripts whose recording has not come.
  public var awaitingRecording = 0
  public var backingOff = 0
  /// Ready to be claimed.
  public var ready = 0
  /// Ready but behind their session's manifest, or behind other work on the same answer.
  public var blocked = 0
  /// Whose session's manifest cannot be read.
  public var held = 0
  public var working: [Working] = []
  /// Work that is done but whose files could not be moved yet.
  public var unfiled = 0
  /// Files in all roots.
  public var files = 0
  /// Seconds since the oldest file that waits was first seen; nil when none waits.
  public var oldestAge: Double?
  public var roots: [Root] = []
  /// Why the inbox, or one of its roots, is polled instead of watched; empty when events reach all of it.
  public var degradation: [Degradation] = []

  /// What was put back after a failure, by the failure's code: the first of them by name, and how many there are.
  public var retrying: [Group] = []
  /// What waits for a manifest that can be read, likewise.
  public var heldBack: [Group] = []
  /// Files and directories that are left where they lie, by the reason; a person should look at them.
  public var leftAlone: [Group] = []

  /// One of those that may not be read.
  public var deniedExample: String?

  /// Several things of one code.
  public struct Group: Sendable, Equatable {
    /// The first one's.
    public let fault: Fault
    public let id: String
    public let count: Int
  }

  public struct Degradation: Sendable, Equatable {
    public let fault: Fault
    /// The root's path; nil where it is all of them.
    public let root: String?
  }

  public struct Working: Sendable, Equatable {
    /// The answer's id, or `<session>/session.yaml`.
    public let id: String
    /// Seconds since it was claimed.
    public let age: Double
  }

  public struct Root: Sendable, Equatable {
    public let root: InboxRoot
    /// Why it cannot be read or taken from; nil when all is well.
    public let fault: Fault?
  }

  /// Everything that waits to be claimed.
  public var waiting: Int { settling + denied + awaitingTranscript + awaitingRecording + backingOff + ready + blocked + held }

  public init() {}
}

extension Inbox {
  /// The last snapshot, with the work in progress as of now: never waits for a scan. Linear in the claims.
  public func queueSnapshot() -> QueueSnapshot {
    let now = clock.monotonic()
    var result = snapshot.withLock { $0 }
    result.working = claims.withLock { $0.work.filter { $0.value.unfiled == nil } }.sorted { $0.key < $1.key }.map {
      QueueSnapshot.Working(id: $0.value.unit.id, age: now - $0.value.since)
    }
    return result
  }

  func setDegradation(_ degradation: [QueueSnapshot.Degradation]) { snapshot.withLock { $0.degradation = degradation } }

  /// Linear in what waits; made at the end of a scan.
  func refreshSnapshot() {
    let now = clock.monotonic()
    let archived = archive.sessions(state.withLock { $0.sessionsWaiting })
    var fresh = state.withLock { $0.snapshot(now: now, transcriptWait: configuration.transcriptWait, archive: archived) }
    fresh.unfiled = claims.withLock { $0.unfiled.count }
    snapshot.withLock { snapshot in
      let degradation = snapshot.degradation
      snapshot = fresh
      snapshot.degradation = degradation
    }
  }
}

extension QueueState {
  /// How long a transcript waits for its recording before a person is told, in seconds: uploads of an hour's video take some
  /// minutes.
  private static let lonelyAfter = 600.0

  func snapshot(now: Double, transcriptWait: Double, archive: (OpaqueName) -> ArchivedSession) -> QueueSnapshot {
    var fresh = QueueSnapshot()
    var oldest: Double?
    var (retrying, heldBack, leftAlone) = (QueueGroups(), QueueGroups(), QueueGroups())
    for root in roots {
      fresh.roots.append(.init(root: root.root, fault: root.fault))
      guard root.isReached else { continue }
      for session in root.index.sessions.values {
        fresh.files += session.files.count
        for entry in session.files.values where entry.leftAlone == nil { oldest = min(oldest ?? entry.firstSeen, entry.firstSeen) }
      }
      for (report, fault) in root.standing { leftAlone.add(fault, (report.session.map { $0.text + "/" } ?? "") + report.name.text) }
      for (name, session) in root.index.sessions {
        for (id, entry) in session.files {
          if let code = entry.leftAlone { leftAlone.add(Fault(code, id.path(of: name)), id.path(of: name)) }
        }
      }
      for unit in root.index.waiting {
        if let fault = root.index.backoff[unit]?.fault { retrying.add(fault, unit.id) }
        switch root.index.readiness(unit, now: now, transcriptWait: transcriptWait, archive: archive) {
        case .gone: break
        case .settling: fresh.settling += 1
        case .denied:
          fresh.denied += 1
          fresh.deniedExample = min(fresh.deniedExample ?? unit.id, unit.id)
        case .awaitingTranscript: fresh.awaitingTranscript += 1
        case .awaitingRecording:
          fresh.awaitingRecording += 1
          for (id, entry) in root.index.entries(of: unit) where now - entry.firstSeen >= Self.lonelyAfter {
            leftAlone.add(Fault(.inboxLonely, id.path(of: unit.session)), id.path(of: unit.session))
          }
        case .backingOff: fresh.backingOff += 1
        case .blocked: fresh.blocked += 1
        case .held:
          fresh.held += 1
          if let fault = root.index.heldBack(unit.session, archive(unit.session)) { heldBack.add(fault, unit.id) }
        case .ready: fresh.ready += 1
        }
      }
    }
    fresh.oldestAge = oldest.map { now - $0 }
    (fresh.retrying, fresh.heldBack, fresh.leftAlone) = (retrying.inOrder, heldBack.inOrder, leftAlone.inOrder)
    return fresh
  }
}

/// Things by their codes: of each, the first by name, and how many there are.
private struct QueueGroups {
  private var groups: [String: QueueSnapshot.Group] = [:]

  mutating func add(_ fault: Fault, _ id: String) {
    let known = groups[fault.code.code]
    let isFirst = known.map { id < $0.id } ?? true
    groups[fault.code.code] = QueueSnapshot.Group(
      fault: isFirst ? fault : known?.fault ?? fault, id: isFirst ? id : known?.id ?? id, count: (known?.count ?? 0) + 1)
  }

  var inOrder: [QueueSnapshot.Group] { groups.values.sorted { $0.fault.code.code < $1.fault.code.code } }
}
