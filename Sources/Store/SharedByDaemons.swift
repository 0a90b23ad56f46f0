import FoundationEssentials
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
  /// What was last kept of a duty, whoever has it; nil where nothing was.
  func state(of duty: String) throws(Fault) -> String?
  /// Ends one's own lease before its time.
  func leave(_ duty: String, as node: String) throws(Fault)
}

/// A duty that is one's own until its lease ends.
public struct DutyHeld: Sendable, Equatable {
  /// How far it had come; nil where nobody has kept anything.
  public var state: String?

  public init(state: String?) { self.state = state }
}

/// One duty, as one daemon sees it.
public struct FleetDuty: Sendable {
  private let name: String
  private let node: String
  private let lease: Double
  private let duties: (any SharedDuties)?

  /// - Parameters:
  ///   - lease: seconds for which it is one's own after each look; longer than what is done between two.
  ///   - duties: nil where there is one daemon, whose it always is.
  public init(_ name: String, of duties: (any SharedDuties)?, as node: String, lease: Double) {
    (self.name, self.duties, self.node, self.lease) = (name, duties, node, lease)
  }

  /// Takes it, or keeps it.
  ///
  /// - Returns: whether it is this daemon's for as long as the lease.
  public func isOwn() throws(Fault) -> Bool {
    try duties.map { duties throws(Fault) in try duties.take(name, as: node, for: lease) != nil } ?? true
  }

  /// - Throws: `store.duty-elsewhere` where another daemon does it.
  public func require() throws(Fault) {
    if try !isOwn() { throw Fault(.storeDutyElsewhere, name) }
  }

  public func leave() throws(Fault) { try duties?.leave(name, as: node) }
}

/// The list of what was forgotten, where several machines write one store: what is forgotten in one city must not come again in another.
public protocol SharedTombstones: Sendable {
  /// Entries after `number`, in the order in which they were added; each a kind and a hash, never a name.
  func tombstones(after number: Int) throws(Fault) -> [(number: Int, entry: String)]
  /// Adds those that are not there yet. From then on nothing of the sessions and recordings among them is recorded by anybody.
  func add(tombstones entries: [String]) throws(Fault)
}

/// What is to be done with a session, where several machines have files of it: its manifest comes to one of them, and a person holds it
/// at one. It goes with the session.
public protocol SharedOrders: Sendable {
  func orders(ofSession session: String) throws(Fault) -> SessionOrders
  /// The manifest in force from now on. An answer that was scored by another one is not recorded any more.
  func keep(manifest: [UInt8], hash: ContentHash, ofSession session: String) throws(Fault)
  /// Says that nothing of the session is scored, on any machine, until it is released.
  func hold(session: String, at time: Double) throws(Fault)
  /// - Returns: whether it was held.
  func release(session: String) throws(Fault) -> Bool
}

public struct SessionOrders: Sendable, Equatable {
  /// As it was delivered; nil where none was.
  public var manifest: [UInt8]?
  public var isOnHold = false

  public init(manifest: [UInt8]? = nil, isOnHold: Bool = false) { (self.manifest, self.isOnHold) = (manifest, isOnHold) }
}

/// Frozen baselines, where several machines score one store.
public protocol SharedBaselines: Sendable {
  /// Versions of a role's baseline, ascending.
  func baselineVersions(ofRole role: String) throws(Fault) -> [Int]
  /// The document; nil where there is none.
  func baseline(ofRole role: String, version: Int) throws(Fault) -> String?
  /// - Returns: false where this version is there already; it stays as it is.
  func add(baseline document: String, ofRole role: String, version: Int) throws(Fault) -> Bool
}

/// The daemons of a store, each by what it last said of itself.
public protocol SharedNodes: Sendable {
  func report(_ node: FleetNode) throws(Fault)
  /// In the order of their names, with the time since each was last heard by the store's clock.
  func nodes() throws(Fault) -> [FleetNode]
}

/// One daemon of several.
public struct FleetNode: Sendable, Equatable {
  /// The machine, and which of its daemons.
  public var name: String
  /// The site of its inbox; those of several with commas between.
  public var site: String?
  /// The program's, which is its engine's.
  public var version: String
  /// The latest step of the database's schema that it knows.
  public var schema: Int
  /// What waits in its inbox, what is in work, and what was set aside.
  public var waiting: Int
  public var working: Int
  public var quarantined: Int?
  /// Codes of what is wrong there.
  public var problems: [String]
  /// Seconds since it started, and since it was last heard.
  public var uptime: Double
  public var silence: Double

  public init(
    name: String, site: String?, version: String, schema: Int = 0, waiting: Int, working: Int, quarantined: Int?, problems: [String],
    uptime: Double, silence: Double = 0
  ) {
    (self.name, self.site, self.version, self.schema) = (name, site, version, schema)
    (self.waiting, self.working, self.quarantined, self.problems) = (waiting, working, quarantined, problems)
    (self.uptime, self.silence) = (uptime, silence)
  }
}

extension SessionOrders {
  /// A manifest's bytes as a text that every database takes.
  public static func text(of manifest: [UInt8]) -> String { Data(manifest).base64EncodedString() }
  public static func manifest(of text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }
}
