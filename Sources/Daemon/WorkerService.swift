import Assessment
import Control
import Documents
import Inbox
import Interview
import Logging
import NIOPosix
import Pipeline
import ServiceLifecycle
import Synchronization

/// Runs the inbox watcher and the workers, each on a thread of its own: none of them ever waits on the cooperative pool.
///
/// On graceful shutdown the watcher stops, each worker ends the claim it has, and the service returns.
struct WorkerService: Service {
  let processor: SubmissionProcessor
  let inbox: Inbox
  let watcher: InboxWatcher
  let gate: WorkGate
  let workers: Int
  let threads: NIOThreadPool
  let logger: Logger

  func run() async throws {
    let signal = WorkerSignal(workers: workers)
    gate.onOpen { signal.signal() }
    let nextOverdueCheck = NextOverdueCheck()
    try await withGracefulShutdownHandler {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await threads.runIfActive {
            watcher.run {
              report()
              gate.resumeIfDue(at: InboxClock.system.wall())
              closeOverdue(nextOverdueCheck)
              signal.signal()
            }
            signal.close()
          }
        }
        for worker in 0..<workers {
          group.addTask { try await threads.runIfActive { work(worker, signal) } }
        }
        try await group.waitForAll()
      }
    } onGracefulShutdown: {
      watcher.stop()
      processor.transcriber?.stop()
      processor.analyzer.judge?.stop()
      signal.close()
    }
  }

  /// One worker: takes what is ready until there is nothing, then waits for the signal.
  private func work(_ worker: Int, _ signal: WorkerSignal) {
    while !signal.isClosed {
      do throws(Fault) {
        if gate.mode == .running, try processor.processNext() { continue }
      } catch {
        logger.error("inbox", metadata: ["id": "inbox.fault", "code": "\(error.code.code)", "detail": "\(error.detail)"])
      }
      signal.wait(worker: worker)
    }
  }

  private func report() {
    for notice in inbox.takeNotices() {
      logger.warning(
        "\(notice.fault.code.cause.en)",
        metadata: [
          "id": "inbox.notice", "code": "\(notice.fault.code.code)", "detail": "\(notice.fault.detail)",
          "site": "\(notice.root.site ?? "")",
          "quarantined": "\(notice.isQuarantined)",
        ])
    }
  }

  /// Every session is looked at, so not after every scan.
  private func closeOverdue(_ nextOverdueCheck: NextOverdueCheck) {
    let now = InboxClock.system.monotonic()
    let isDue = nextOverdueCheck.time.withLock { next in
      guard now >= next else { return false }
      next = now + 10
      return true
    }
    guard isDue else { return }
    do throws(Fault) {
      try processor.closeOverdueSessions()
      try processor.followOrders()
    } catch {
      logger.error("sessions", metadata: ["id": "sessions.fault", "code": "\(error.code.code)"])
    }
  }
}

/// When the sessions are looked at next, on the monotonic clock.
private final class NextOverdueCheck: Sendable {
  let time = Mutex(0.0)
}
