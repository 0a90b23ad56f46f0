import NIOConcurrencyHelpers
import Synchronization

/// Wakes waiting workers. A signal that comes while a worker is busy is kept for it, once however many come.
final class WorkerSignal: Sendable {
  /// Whether each worker has been signalled since it last waited.
  private let pending: [ConditionLock<Bool>]
  private let closed = Atomic(false)

  /// - Parameter workers: how many wait, each by its number from 0.
  init(workers: Int) { pending = (0..<workers).map { _ in ConditionLock(value: false) } }

  var isClosed: Bool { closed.load(ordering: .acquiring) }

  /// Lets every worker look once.
  func signal() {
    for lock in pending {
      lock.lock()
      lock.unlock(withValue: true)
    }
  }

  /// Nobody waits any more, now or later.
  func close() {
    closed.store(true, ordering: .releasing)
    signal()
  }

  /// Waits for the next signal; returns at once where one came since the last wait, or where it is closed.
  func wait(worker: Int) {
    let lock = pending[worker]
    lock.lock(whenValue: true)
    lock.unlock(withValue: isClosed)
  }
}
