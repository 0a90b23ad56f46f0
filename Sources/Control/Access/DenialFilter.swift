import Synchronization

/// Keeps one user's denials from filling the audit log: so many a minute are written, the rest are counted, and the first
/// that is written afterwards says how many there were.
final class DenialFilter: Sendable {
  /// Entries for each user within a window. Default: enough to see what somebody tries, 20 MB a year at most.
  static let allowed = 10
  /// Seconds.
  static let window = 60.0
  /// Users remembered at most; beyond that those whose window has passed are forgotten, then all.
  private static let remembered = 1000

  private struct User: Sendable {
    var since: Double
    var count: Int
  }

  private let users = Mutex<[UInt32: User]>([:])

  enum Verdict: Equatable {
    /// It is written; so many of the same user were only counted before.
    case write(keptBack: Int)
    case count
  }

  /// - Parameters:
  ///   - uid: nil counts all those together whom nobody knows.
  ///   - now: seconds; a clock that was set back begins a window anew.
  func judge(_ uid: UInt32?, now: Double) -> Verdict {
    // What chown(2) takes for "leave it" is nobody's number.
    let uid = uid ?? .max
    return users.withLock { users in
      if users.count >= Self.remembered, users[uid] == nil {
        users = users.filter { now - $0.value.since < Self.window && $0.value.since <= now }
        if users.count >= Self.remembered { users.removeAll() }
      }
      guard var known = users[uid], now >= known.since, now - known.since < Self.window else {
        let keptBack = max(0, (users[uid]?.count ?? 0) - Self.allowed)
        users[uid] = User(since: now, count: 1)
        return .write(keptBack: keptBack)
      }
      known.count += 1
      users[uid] = known
      return known.count <= Self.allowed ? .write(keptBack: 0) : .count
    }
  }
}
