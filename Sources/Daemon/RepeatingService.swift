import NIOPosix
import ServiceLifecycle

/// Calls `step` on a thread of its own, again and again with the pause between that it returns, until the daemon shuts down.
///
/// A step that throws ends the service, and with it the daemon, which the service manager starts anew: no part of the daemon dies unseen.
/// What can be waited out (a full disk, a receiver that fails) is the step's to log and to come back to.
struct RepeatingService<State: Sendable>: Service {
  private let initial: State
  private let step: @Sendable (inout State) throws -> Duration
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

/// Waits for `duration`, or until the shutdown begins.
/// - Throws: `CancellationError` when the task is cancelled and no orderly shutdown is why.
func sleepUnlessShutdown(for duration: Duration) async throws {
  do {
    try await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
  } catch is CancellationError where Task.isShuttingDownGracefully {}
}
