import Synchronization

/// Keeps a fault that goes on from filling the journal: of one message with one code, so many a minute, then one line that
/// counts the rest. Plain news (info and below) passes always: one line an event is promised.
final class RepeatFilter: Sendable {
  /// Lines of one kind within a window. Default: enough to see a pattern, few enough to read.
  static let allowed = 5
  /// Seconds.
  static let window = 60.0
  /// Kinds remembered at most; beyond it all are forgotten and may speak again.
  private static let remembered = 500

  private struct Kind: Sendable {
    var since: Double
    var count: Int
  }

  private let kinds = Mutex<[String: Kind]>([:])

  enum Verdict: Equatable {
    case pass
    /// It passes, and so many of its kind were kept back in the window before.
    case passAfter(Int)
    case keepBack
  }

  /// - Parameter now: seconds by a clock that only moves forward.
  func judge(_ kind: String, now: Double) -> Verdict {
    kinds.withLock { kinds in
      if kinds.count > Self.remembered { kinds.removeAll() }
      guard var known = kinds[kind], now - known.since < Self.window else {
        let kept = max(0, (kinds[kind]?.count ?? 0) - Self.allowed)
        kinds[kind] = Kind(since: now, count: 1)
        return kept > 0 ? .passAfter(kept) : .pass
      }
      known.count += 1
      kinds[kind] = known
      return known.count <= Self.allowed ? .pass : .keepBack
    }
  }
}
