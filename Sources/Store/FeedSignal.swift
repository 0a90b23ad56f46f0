import Synchronization

/// Wakes those who wait for the feed when somebody says that there is something new. A hint: whoever waits looks all the same after a while,
/// and nothing is lost where no signal comes.
public final class FeedSignal: Sendable {
  private struct State {
    var count = 0
    var last = 0
    var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  /// How many signals came: to be read before one looks, so that what comes between look and wait is not waited for.
  public var count: Int { state.withLock { $0.count } }

  public func signal() {
    let waiting = state.withLock { state in
      state.count += 1
      return Array(state.waiting.values)
    }
    for one in waiting { one.yield() }
  }

  /// Returns when a signal came after the first `count`, or after `limit`.
  ///
  /// - Throws: `CancellationError`.
  public func wait(after count: Int, upTo limit: Duration) async throws {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let (number, hasCome) = state.withLock { state in
      state.last += 1
      state.waiting[state.last] = continuation
      return (state.last, state.count != count)
    }
    defer { state.withLock { $0.waiting[number] = nil } }
    guard !hasCome else { return }
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
