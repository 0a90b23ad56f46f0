import Glibc
import Interview
import Synchronization

/// Scans the inbox when something may have changed: at events of the kernel, and on a timer. No event is believed: the scan says
/// what is there, so that a lost event costs time and nothing else.
///
/// Blocking work: `run` wants a thread of its own.
public final class InboxWatcher: Sendable {
  /// How it learns of changes.
  public enum Mode: Sendable, Equatable {
    case events
    /// Events do not reach all of the inbox, for this reason: everything is looked at on the timer.
    case polling(Fault)
  }

  private let inbox: Inbox
  private let tick: Double
  private let rescan: Double
  private let pollEvery: Double
  private let isStopped = Atomic<Bool>(false)
  private let state = Mutex<Mode>(.events)
  private let losses = Atomic<Int>(0)

  /// - Parameters:
  ///   - tick: how long at most between two looks at what is on its way, in seconds; also how long `stop` takes.
  ///   - rescan: how long between two looks at everything while events work. Default: paperless-ngx, 300 s.
  ///   - pollEvery: the same while they do not.
  public init(_ inbox: Inbox, tick: Double = 0.5, rescan: Double = 300, pollEvery: Double = 5) {
    self.inbox = inbox
    self.tick = tick
    self.rescan = rescan
    self.pollEvery = pollEvery
  }

  /// How it learns of changes just now.
  public var mode: Mode { state.withLock { $0 } }

  /// How often events were lost, most often by a full queue of the kernel's; each time everything was looked at instead.
  public var timesLost: Int { losses.load(ordering: .relaxed) }

  /// Makes `run` return within a tick. May be called from any thread, also before `run`.
  public func stop() { isStopped.store(true, ordering: .releasing) }

  /// Scans the inbox again and again until `stop`, and calls `onScan` after each scan; blocks meanwhile. The first scan is
  /// at once and of everything.
  public func run(_ onScan: () -> Void) {
    let watch: Watch?
    do {
      watch = try Watch()
    } catch {
      watch = nil
      become(.polling(Self.fault(error)))
    }
    var watches = WatchList(inbox: inbox)
    var lastFull = -Double.infinity
    var scope = Inbox.ScanScope.everything
    while !isStopped.load(ordering: .acquiring) {
      let now = inbox.clock.monotonic()
      if now - lastFull >= (mode == .events ? rescan : pollEvery) { scope = .everything }
      if let watch, watches.follow(watch) || scope == .everything {
        // Watches first, then the look: what comes between is seen by the one or the other.
        scope = .everything
        let reason = watches.addAll(watch)
        become(reason.map { .polling($0.fault) } ?? .events, root: reason?.root)
      }
      if scope == .everything { lastFull = now }
      inbox.scan(scope)
      onScan()
      scope = .changed
      if let watch {
        guard watch.wait(seconds: tick) else { continue }
        do {
          let isLost = watches.take(try watch.read(), watch)
          if isLost {
            scope = .everything
            losses.wrappingAdd(1, ordering: .relaxed)
          }
        } catch {
          scope = .everything
        }
      } else {
        Self.pause(tick)
      }
    }
  }

  /// - Parameter root: the one that events do not reach; nil for all.
  private func become(_ mode: Mode, root: String? = nil) {
    state.withLock { $0 = mode }
    if case .polling(let fault) = mode { return inbox.setDegradation([.init(fault: fault, root: root)]) }
    inbox.setDegradation([])
  }

  static func fault(_ error: SystemError) -> Fault {
    // ENOSPC: the watches of this user are used up; EMFILE: the queues.
    let isLimit = error.number == ENOSPC || error.number == EMFILE
    return Fault(isLimit ? .inboxWatchLimit : .inboxWatchFailed, "\(error.call), errno \(error.number)")
  }
}
