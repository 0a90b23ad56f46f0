import Interview

/// What one of several daemons of a store does at a time, for instance delivering the feed to a receiver. Who does it has a lease, which
/// the store's clock ends; another takes over with what was last kept of how far it had come.
public protocol SharedDuties: Sendable {
  /// Takes a duty, or keeps it, for so many seconds from now.
  ///
  /// - Returns: what was kept of it, nil in it where nothing was; nil where another daemon has it.
  func take(_ duty: String, as node: String, for seconds: Double) throws(Fault) -> DutyHeld?
  /// Keeps how far a duty has come.
  ///
  /// - Throws: `store.duty-elsewhere` where another daemon has it.
  func keep(_ state: String, of duty: String, as node: String) throws(Fault)
}

/// A duty that is one's own until its lease ends.
public struct DutyHeld: Sendable, Equatable {
  /// How far it had come; nil where nobody has kept anything.
  public var state: String?

  public init(state: String?) { self.state = state }
}

/// The list of what was forgotten, where several machines write one store: what is forgotten in one city must not come again in another.
public protocol SharedTombstones: Sendable {
  /// Entries after `number`, in the order in which they were added; each a kind and a hash, never a name.
  func tombstones(after number: Int) throws(Fault) -> [(number: Int, entry: String)]
  /// Adds those that are not there yet. From then on nothing of the sessions and recordings among them is recorded by anybody.
  func add(tombstones entries: [String]) throws(Fault)
}
