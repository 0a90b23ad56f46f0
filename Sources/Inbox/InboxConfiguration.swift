import FoundationEssentials
import Interview

/// One directory that recordings are dropped into.
public struct InboxRoot: Sendable, Hashable {
  public var path: String
  /// A tag that goes with every answer from here; nil for none.
  public var site: String?
  /// The role model for sessions whose manifest names none.
  public var defaultRole: String?
  public var defaultLanguage: Language?
  /// Past recordings, which wait while interviews of today are there; one in eight submissions is theirs all the same.
  public var isBackfill: Bool

  public init(
    path: String, site: String? = nil, defaultRole: String? = nil, defaultLanguage: Language? = nil, isBackfill: Bool = false
  ) {
    self.path = path
    self.site = site
    self.defaultRole = defaultRole
    self.defaultLanguage = defaultLanguage
    self.isBackfill = isBackfill
  }
}

/// How the inbox behaves. Times are in seconds.
public struct InboxConfiguration: Sendable, Hashable {
  /// What happens to recordings and transcripts once their row is committed. Manifests are always archived.
  public enum FilingPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    case archive
    /// A transcript or manifest that comes later can then no longer make a revision.
    case delete
  }

  public var roots: [InboxRoot]
  /// Holds `archive/`, `quarantine/` and `held/`.
  public var stateDirectory: String
  public var filing: FilingPolicy = .archive
  /// Tells daemons on one inbox apart; a plain name. Two of the same name do not run.
  public var instance: String = "main"
  /// A file that was not seen to be closed is taken after it has been still this long. Default: contract, section 1.
  public var settle: Double = 2
  /// How long a recording waits for its transcript; 0: not at all. Default: contract, section 1.
  public var transcriptWait: Double = 60
  /// How long a file may stay empty before it is quarantined.
  public var emptyWait: Double = 60
  /// The largest file taken, in bytes. Default: three hours of 48 kHz stereo in 32 bit are 4.2 GB.
  public var largestFile: Int = 4_500_000_000
  /// How often work on a file may have failed, a killed daemon included, before it is quarantined.
  public var triesAllowed: Int = 5
  /// Further names to ignore; `*` stands for any bytes, `?` for one.
  public var ignore: [String] = []

  public init(roots: [InboxRoot], stateDirectory: String) {
    self.roots = roots
    self.stateDirectory = stateDirectory
  }

  /// Throws `inbox.configuration` for the first value that cannot be.
  func validate() throws(Fault) {
    func require(_ holds: Bool, _ what: String) throws(Fault) {
      guard holds else { throw Fault(.inboxConfiguration, what) }
    }
    try require(!roots.isEmpty, "no inbox root")
    try require(Set(roots.map(\.path)).count == roots.count, "two inbox roots have the same path")
    try require(
      !instance.isEmpty && instance.utf8.count <= 64 && !instance.hasPrefix(".") && !instance.contains { $0 == "/" || $0 == "\0" },
      "the instance name is not a plain name: \(instance)")
    for (name, value) in [("settle", settle), ("transcript_wait", transcriptWait), ("empty_wait", emptyWait)] {
      try require(value.isFinite && value >= 0, "\(name) is \(value)")
    }
    try require(largestFile > 0, "the largest file is \(largestFile) bytes")
    try require(triesAllowed > 0, "tries_allowed is \(triesAllowed)")
  }
}

/// The two clocks the inbox reads: one for waiting, one for telling the time.
public struct InboxClock: Sendable {
  /// Seconds that only move forward, whatever is done to the system's clock.
  public var monotonic: @Sendable () -> Double
  /// Seconds since 1970 UTC.
  public var wall: @Sendable () -> Double

  public init(monotonic: @escaping @Sendable () -> Double, wall: @escaping @Sendable () -> Double) {
    self.monotonic = monotonic
    self.wall = wall
  }
}

extension InboxClock {
  /// The machine's own clocks. The monotonic one also counts while the machine sleeps.
  public static let system: InboxClock = {
    let start = ContinuousClock.now
    return InboxClock(
      monotonic: {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) * 1e-18
      },
      wall: { Date().timeIntervalSince1970 })
  }()
}
