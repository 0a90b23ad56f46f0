import Synchronization

/// Wakes those who wait for the feed when somebody says that there is something new. A hint: whoever waits looks all the same after a while,
/// and nothing is lost where it does not ring.
public final class FeedBell: Sendable {
  private struct State {
    var rings = 0
    var last = 0
    var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  /// How often it has rung: to be read before one looks, so that what comes between look and wait is not waited for.
  public var rings: Int { state.withLock { $0.rings } }

  public func ring() {
    let waiting = state.withLock { state in
      state.rings += 1
      return Array(state.waiting.values)
    }
    for one in waiting { one.yield() }
  }

  /// Returns when it has rung since `rings` were counted, or after `limit`.
  ///
  /// - Throws: `CancellationError`.
  public func wait(since rings: Int, atMost limit: Duration) async throws {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let (number, hasRung) = state.withLock { state in
      state.last += 1
      state.waiting[state.last] = continuation
      return (state.last, state.rings != rings)
    }
    defer { state.withLock { $0.waiting[number] = nil } }
    guard !hasRung else { return }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for await _ in stream { return } }
      group.addTask { try await Task.sleep(for: limit) }
      defer { group.cancelAll() }
      try await group.next()
    }
    // The stream ends without a word where the one who waits is let go.
    try Task.checkCancellation()
  }
}
