import Glibc

/// Wakes waiting workers.
///
/// Invariant: `mutex` and `condition` are initialised once, never moved (they live on the heap behind fixed pointers), and
/// destroyed after the last reference is gone; every access to the flags holds `mutex`. That makes it safe to share.
@safe final class Bell: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var rings = 0
  private var closed = false

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe condition.initialize(to: pthread_cond_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  var isClosed: Bool {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return closed
  }

  /// Lets every worker look once.
  func ring() {
    unsafe pthread_mutex_lock(mutex)
    rings += 1
    unsafe pthread_cond_broadcast(condition)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Nobody waits any more, now or later.
  func close() {
    unsafe pthread_mutex_lock(mutex)
    closed = true
    unsafe pthread_cond_broadcast(condition)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Waits for the next ring.
  func wait() {
    unsafe pthread_mutex_lock(mutex)
    let seen = rings
    while rings == seen, !closed { unsafe pthread_cond_wait(condition, mutex) }
    unsafe pthread_mutex_unlock(mutex)
  }
}
