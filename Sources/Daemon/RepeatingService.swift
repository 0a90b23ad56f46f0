import Control
import Interview
import Logging
import NIOPosix
import SQLiteStore
import ServiceLifecycle
import Settings
import Store
import Webhooks

/// Calls `step` on a thread of its own, again and again with the pause between that it returns, until the daemon shuts down.
///
/// A step that throws ends the service, and with it the daemon, which the service manager starts anew: no part of the daemon dies unseen.
/// What can be waited out (a full disk, a receiver that fails) is the step's to log and to come back to.
struct RepeatingService<State: Sendable>: Service {
  private let initial: State
  /// What is done each time; tests call it by itself.
  let step: @Sendable (inout State) throws -> Duration
  private let onShutdown: @Sendable () -> Void
  private let last: (@Sendable (inout State) throws -> Void)?

  /// - Parameters:
  ///   - initial: what the first step is given; each step is given what the one before left.
  ///   - onShutdown: called at once, from any thread, when the shutdown begins: ends a step that would block.
  ///   - last: called after the last step of an orderly shutdown, on the same thread.
  init(
    from initial: State, onShutdown: @escaping @Sendable () -> Void = {}, last: (@Sendable (inout State) throws -> Void)? = nil,
    step: @escaping @Sendable (inout State) throws -> Duration
  ) {
    self.initial = initial
    self.step = step
    self.onShutdown = onShutdown
    self.last = last
  }

  /// - Throws: what a step throws; `CancellationError` when the group is torn down.
  func run() async throws {
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    let ended: Result<Void, any Error>
    do {
      try await repeated(on: threads)
      ended = .success(())
    } catch {
      ended = .failure(error)
    }
    try await threads.shutdownGracefully()
    try ended.get()
  }

  private func repeated(on threads: NIOThreadPool) async throws {
    var state = initial
    try await withGracefulShutdownHandler {
      while !Task.isShuttingDownGracefully {
        let given = state
        let pause: Duration
        (state, pause) = try await threads.runIfActive {
          var next = given
          let pause = try step(&next)
          return (next, pause)
        }
        try await sleepUnlessShutdown(for: pause)
      }
    } onGracefulShutdown: {
      onShutdown()
    }
    guard let last else { return }
    let given = state
    try await threads.runIfActive {
      var state = given
      try last(&state)
    }
  }
}

extension RepeatingService where State == Int {
  /// Counts how the questions do, soon after somebody has asked for it.
  static func statistics(_ kept: KeptStatistics, of store: any ScoreStore, clock: @escaping @Sendable () -> Double) -> Self {
    RepeatingService(from: 0, onShutdown: { kept.end() }) { _ in
      kept.countWhereWanted(store, at: clock())
      return .seconds(2)
    }
  }
}

/// Waits for `duration`, or until the shutdown begins.
/// - Throws: `CancellationError` when the task is cancelled and no orderly shutdown is why.
func sleepUnlessShutdown(for duration: Duration) async throws {
  do {
    try await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
  } catch is CancellationError where Task.isShuttingDownGracefully {}
}

/// The fault that was last logged of a receiver: once when it begins and once when it ends; the attempts between are in the metrics.
struct LoggedFault: Sendable {
  var code: FaultCode?
}

extension RepeatingService where State == LoggedFault {
  /// Delivers the change feed to one receiver, on a thread of its own while it sends.
  /// - Parameter post: what it sends with; stopped when the shutdown begins, so that a receiver that stalls does not hold it up.
  static func webhook(_ dispatcher: WebhookDispatcher, post: HTTPPost, logger: Logger) -> Self {
    RepeatingService(from: LoggedFault(), onShutdown: { post.stop() }) { logged in
      let pause = dispatcher.step()
      let fault = dispatcher.summary.fault
      if fault?.code != logged.code {
        logged.code = fault?.code
        let metadata: Logger.Metadata = [
          "id": fault == nil ? "webhook.delivering" : "webhook.failing", "webhook": "\(dispatcher.hook.name)",
          "code": "\(fault?.code.code ?? "")", "detail": "\(fault?.detail ?? "")",
        ]
        logger.log(level: fault == nil ? .notice : .warning, fault == nil ? "webhook delivers" : "webhook fails", metadata: metadata)
      }
      return .seconds(pause)
    }
  }
}

/// Whether the published copy has yet to be made from a store that is another one than when the daemon last ran.
struct PublicationState: Sendable {
  var isAnew: Bool
}

extension RepeatingService where State == PublicationState {
  /// Keeps `scores.sqlite` within a second of the store, on a thread of its own: whatever readers do to it, nothing waits for it. What was
  /// scored last is published before the end.
  /// - Parameter anew: whether the store is another one than it was when the daemon last ran.
  static func publication(_ publication: Publication, anew: Bool, logger: Logger) -> Self {
    /// Whether the copy is up to date; a fault, which a full or broken disk goes on with, is logged.
    @Sendable func update(anew: Bool) -> Bool {
      do throws(Fault) {
        try publication.update(anew: anew)
        return true
      } catch {
        logger.error(
          "scores not published", metadata: ["id": "scores.unpublished", "code": "\(error.code.code)", "detail": "\(error.detail)"])
        return false
      }
    }
    return RepeatingService(
      from: PublicationState(isAnew: anew), onShutdown: { publication.end() }, last: { _ in _ = update(anew: false) }
    ) { state in
      guard update(anew: state.isAnew) else { return .seconds(5) }
      state.isAnew = false
      return .milliseconds(200)
    }
  }
}
