import Interview

/// A database that was moved aside, damaged or because a backup took its place. It holds what it held: whoever is forgotten
/// must be forgotten in it too, and what was kept long enough goes from it.
public struct StoreAside: Sendable {
  public let path: String
  /// Seconds since 1970 UTC, not before it was moved aside.
  public let setAsideAt: Double
  /// Opens it for writing, after a check that all of it can be read.
  ///
  /// Throws `store.damaged` where that is not so: then nothing can be taken out of it.
  public let open: @Sendable () throws(Fault) -> any StoreErasure
  /// Removes its files, for good.
  public let remove: @Sendable () throws(Fault) -> Void

  public init(
    path: String, setAsideAt: Double, open: @escaping @Sendable () throws(Fault) -> any StoreErasure,
    remove: @escaping @Sendable () throws(Fault) -> Void
  ) {
    self.path = path
    self.setAsideAt = setAsideAt
    self.open = open
    self.remove = remove
  }
}
