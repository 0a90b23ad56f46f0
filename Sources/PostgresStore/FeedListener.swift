import Interview
import Store
import Synchronization

/// Listens on a connection of its own for the server's word that the feed has something new, and signals it to it.
///
/// For one thread at a time.
public final class FeedListener: Sendable {
  private let store: PostgresStore
  private let signal: FeedSignal
  private let connection = Mutex<PostgresConnection?>(nil)
  /// How long a step waits, in seconds: so long a shutdown takes at most.
  private static let wait = 1.0
  /// How long it is left alone after it was lost, in seconds: all goes on without it.
  private static let pause = 5.0

  public init(_ store: PostgresStore, to signal: FeedSignal) { (self.store, self.signal) = (store, signal) }

  /// Connects where that is to be done, or waits for a word.
  ///
  /// - Returns: seconds until the next step.
  public func step() -> Double {
    do throws(PostgresError) {
      guard let own = connection.withLock({ $0 }) else {
        let fresh = try store.connected()
        // In quotation marks, as the server's own function names it.
        try fresh.run("LISTEN \"\(store.schema)\"")
        connection.withLock { $0 = fresh }
        // What came before may have been missed.
        signal.signal()
        return 0
      }
      if try own.isNotified(within: Self.wait) { signal.signal() }
      return 0
    } catch {
      connection.withLock { $0 = nil }
      return Self.pause
    }
  }
}
