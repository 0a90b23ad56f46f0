import Connections

/// How many connections the socket holds.
///
/// A descriptor too many ends the process: libdispatch traps where it cannot open a file. So the connections in all stay
/// well below the limit of open files, and whoever comes beyond them is told so and sent away at once.
public struct ConnectionLimits: Sendable, Equatable {
  /// In all. Default: a dozen consumers and their pools, with room; some 10 MB of memory.
  public var total = 512
  /// Of one user; root and the daemon's own user are held to `total` alone.
  public var perUser = 64
  /// Of all, kept free for operators, administrators, root and the daemon's user.
  public var keptForOperators = 64
  /// Of those, kept free for root and the daemon's user.
  public var keptForOwner = 16
  /// Of one request.
  public var request = RequestLimits()
  /// Connections that may wait in the kernel to be accepted. Default: a quarter of what it allows by itself (listen(2)); a
  /// short queue is full of the impatient, and then turns the others away.
  public var waiting = 1024

  public init() {}

  /// Descriptors that everything but the socket may need: event loops, the store, watches, and for each worker the
  /// recording, its decoder's pipes, transcript, archive and documents. Measured: 40 at rest.
  public static func reserve(workers: Int) -> Int { 128 + 16 * workers }

  /// As many as the limit of open files leaves room for.
  public init(openFiles: Int, workers: Int) {
    total = max(16, min(total, openFiles - Self.reserve(workers: workers)))
    perUser = min(perUser, total / 4)
    keptForOperators = min(keptForOperators, total / 4)
    keptForOwner = min(keptForOwner, total / 8)
  }

  /// Connections that are accepted before new ones wait in the kernel: those beyond `total` are on their way out.
  var accepted: Int { total + 32 }
}

/// Who holds how many connections.
struct ConnectionBook: Sendable {
  /// What becomes of one more connection.
  enum Standing: Sendable {
    case member
    /// Holds the role of operator or administrator.
    case `operator`
    /// Root or the daemon's own user.
    case owner
  }

  let limits: ConnectionLimits
  private(set) var open = 0
  private var perUser: [UInt32: Int] = [:]

  init(_ limits: ConnectionLimits) { self.limits = limits }

  /// Whether it matters who somebody is: while there is plenty, everybody is let in.
  var isScarce: Bool { open >= limits.total - limits.keptForOperators }

  /// Takes note of a connection where there is a place for it.
  /// - Returns: why there is none; nil where it was let in.
  mutating func enter(_ uid: UInt32, as standing: Standing) -> ControlTraffic.Refusal? {
    let slots =
      switch standing {
      case .member: limits.total - limits.keptForOperators
      case .operator: limits.total - limits.keptForOwner
      case .owner: limits.total
      }
    if standing != .owner, perUser[uid, default: 0] >= limits.perUser { return .user }
    guard open < slots else { return .all }
    open += 1
    perUser[uid, default: 0] += 1
    return nil
  }

  /// A connection of this user is over.
  mutating func leave(_ uid: UInt32) {
    open -= 1
    perUser[uid, default: 1] -= 1
    if perUser[uid] == 0 { perUser[uid] = nil }
  }
}
