import Interview
import Logging
import Maintenance
import Store

/// Retention's timetable: a pass every hour, the next one after a second while there is more to do, and a look every few seconds at what
/// could not be erased yet.
struct RetentionTimetable: Sendable {
  /// Seconds between two looks, between two passes, and before a pass that failed is tried again.
  private static let checkInterval = 5
  private static let passInterval = 3600
  private static let retryInterval = 60

  /// Seconds since the last pass; one is due at the start.
  private var waited = Self.passInterval

  var isPassDue: Bool { waited >= Self.passInterval }

  /// - Parameter more: whether the pass that was due left something to do.
  /// - Returns: seconds until the next look.
  mutating func looked(more: Bool) -> Int {
    let pause = more ? 1 : Self.checkInterval
    waited = more ? Self.passInterval : isPassDue ? 0 : waited + pause
    return pause
  }

  /// - Returns: seconds until the next look, after one whose pass failed: that is due again in a minute.
  mutating func failed() -> Int {
    waited = Self.passInterval - Self.retryInterval + Self.checkInterval
    return Self.checkInterval
  }
}

extension RepeatingService where State == RetentionTimetable {
  /// Erases what is due, by the timetable. A fault is logged and tried again with the next look.
  /// - Parameter onShutdown: ends what a step would wait for.
  static func retention(
    _ retention: RetentionManager, in store: any ScoreStore, logger: Logger, onShutdown: @escaping @Sendable () -> Void
  ) -> Self {
    RepeatingService(from: RetentionTimetable(), onShutdown: onShutdown) { timetable in
      func tell(_ fault: Fault) {
        logger.error("retention", metadata: ["id": "retention.fault", "code": "\(fault.code.code)", "detail": "\(fault.detail)"])
      }
      // What keeps an erasure from being done keeps no period from ending.
      do throws(Fault) { try retention.catchUp(in: store) } catch { tell(error) }
      guard timetable.isPassDue else { return .seconds(timetable.looked(more: false)) }
      do throws(Fault) {
        return .seconds(timetable.looked(more: try retention.pass(limit: 200)))
      } catch {
        tell(error)
        return .seconds(timetable.failed())
      }
    }
  }
}
