import ServiceLifecycle

/// A service that is given some seconds to end in order, and is then cancelled: clients that hold a connection and neither
/// write nor read must not keep the daemon from stopping.
struct BoundedShutdown<Wrapped: Service>: Service {
  let service: Wrapped
  let timeout: Duration

  func run() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await service.run()
        return true
      }
      group.addTask {
        // Returns at the shutdown, or throws when the service itself has ended first.
        try await gracefulShutdown()
        try await Task.sleep(for: timeout)
        return false
      }
      let hasEnded = try await group.next() ?? true
      group.cancelAll()
      guard !hasEnded else { return }
      // What it throws now is the cancellation that it was given.
      do { while try await group.next() != nil {} } catch {}
    }
  }
}
