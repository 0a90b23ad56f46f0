import Glibc
import Interview
import Store

/// Tells whether the store was closed in order, and whether anybody uses it: a file beside the database, `….open`, that is
/// there while a daemon lives, locked (shared) by each one that does. A kill or a power cut leaves it without a lock.
///
/// Unsafe only in that paths go to the kernel as C strings for the length of one call.
public final class CleanShutdownMarker: Sendable {
  private let descriptor: Int32
  private let path: String
  /// Whether the last user ended without closing the store, or another one is using it now.
  public let wasUnclean: Bool

  /// Marks the store as open.
  /// - Parameter exclusively: whether nobody else may use it: to put another database in its place.
  /// - Throws: `store.in-use`, `store.unreachable`.
  public init(of store: String, exclusively: Bool = false) throws(Fault) {
    path = store + ".open"
    wasUnclean = unsafe access(path, F_OK) == 0
    // Who could open it could hold it, and keep every daemon from starting.
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Fault(errno == ENOSPC ? .storeFull : .storeUnreachable, "\(store).open, errno \(errno)") }
    StoreFiles.restrict(path)
    guard flock(descriptor, (exclusively ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
      close(descriptor)
      throw Fault(.storeInUse, store)
    }
  }

  /// Whether nobody else uses the store just now. True keeps others out until `share`.
  public func claim() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Lets others in who only look: the exclusive lock becomes a shared one.
  public func share() { _ = flock(descriptor, LOCK_SH | LOCK_NB) }

  /// The store was closed in order: the next one need not look for damage.
  public func end() {
    if claim() { _ = unsafe unlink(path) }
  }

  deinit { close(descriptor) }
}
