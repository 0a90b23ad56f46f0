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
  public var working: [Working] = []
  /// Work that is done but whose files could not be moved yet.
  public var unfiled = 0
  /// Files in all roots.
  public var files = 0
  /// Seconds since the oldest file that waits was first seen; nil when none waits.
  public var oldestAge: Double?
  public var roots: [Root] = []
  /// Why the inbox is polled instead of watched; empty when events reach all of it.
  public var degradation: [Fault] = []

  /// What was put back after a failure, by the failure's code: the first of them by name, and how many there are.
  public var retrying: [Retrying] = []

  /// One of those that may not be read.
  public var deniedExample: String?

  public struct Retrying: Sendable, Equatable {
    public let fault: Fault
    public let id: String
    public let count: Int
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
  public var waiting: Int { settling + denied + awaitingTranscript + awaitingRecording + backingOff + ready + blocked }

  public init() {}
}

extension Inbox {
  /// The last snapshot, with the work in hand as of now: never waits for a scan. Linear in the claims.
  public func queueSnapshot() -> QueueSnapshot {
    let now = clock.monotonic()
    var result = snapshot.withLock { $0 }
    result.working = inHand.withLock { $0 }.sorted { $0.key < $1.key }.map {
      QueueSnapshot.Working(id: $0.value.id, age: now - $0.value.since)
    }
    return result
  }

  func setDegradation(_ faults: [Fault]) { snapshot.withLock { $0.degradation = faults } }

  /// Linear in what waits; made at the end of a scan.
  func refreshSnapshot() {
    let now = clock.monotonic()
    let fresh = state.withLock { state -> QueueSnapshot in
      var fresh = QueueSnapshot()
      var oldest: Double?
      var retrying: [String: QueueSnapshot.Retrying] = [:]
      for root in state.roots {
        fresh.roots.append(.init(root: root.root, fault: root.fault))
        guard root.open != nil else { continue }
        for session in root.index.sessions.values {
          fresh.files += session.files.count
          for entry in session.files.values { oldest = min(oldest ?? entry.firstSeen, entry.firstSeen) }
        }
        for unit in root.index.waiting {
          if let fault = root.index.backoff[unit]?.fault {
            let known = retrying[fault.code.code]
            let isFirst = unit.description < known?.id ?? "\u{10FFFF}"
            retrying[fault.code.code] = QueueSnapshot.Retrying(
              fault: isFirst ? fault : known?.fault ?? fault, id: isFirst ? unit.description : known?.id ?? "",
              count: (known?.count ?? 0) + 1)
          }
          switch root.index.readiness(unit, now: now, transcriptWait: configuration.transcriptWait, archive: archive.session) {
          case .gone: break
          case .settling: fresh.settling += 1
          case .denied:
            fresh.denied += 1
            fresh.deniedExample = min(fresh.deniedExample ?? unit.description, unit.description)
          case .awaitingTranscript: fresh.awaitingTranscript += 1
          case .awaitingRecording: fresh.awaitingRecording += 1
          case .backingOff: fresh.backingOff += 1
          case .blocked: fresh.blocked += 1
          case .ready: fresh.ready += 1
          }
        }
      }
      fresh.oldestAge = oldest.map { now - $0 }
      fresh.retrying = retrying.values.sorted { $0.fault.code.code < $1.fault.code.code }
      fresh.unfiled = state.unfinished.count
      return fresh
    }
    snapshot.withLock { snapshot in
      let degradation = snapshot.degradation
      snapshot = fresh
      snapshot.degradation = degradation
    }
  }
}
