import Interview
import Logging
import Pipeline
import Store

/// Retention's timetable: a pass every hour, the next one after a second while there is more to do, and a look every few seconds at what
/// could not be erased yet.
struct RetentionTimetable: Sendable {
  /// Seconds between two looks, and between two passes.
  private static let lookInterval = 5
  private static let passInterval = 3600

  /// Seconds since the last pass; one is due at the start.
  private var waited = Self.passInterval

  var isPassDue: Bool { waited >= Self.passInterval }

  /// - Parameter more: whether the pass that was due left something to do.
  /// - Returns: seconds until the next look.
  mutating func looked(more: Bool) -> Int {
    let pause = more ? 1 : Self.lookInterval
    waited = more ? Self.passInterval : isPassDue ? 0 : waited + pause
    return pause
  }
}

extension RepeatingService where State == RetentionTimetable {
  /// Erases what is due, by the timetable. A fault is logged and tried again with the next look.
  static func retention(_ keeper: Keeper, in store: any ScoreStore, logger: Logger) -> Self {
    RepeatingService(from: RetentionTimetable()) { timetable in
      var more = false
      do throws(Fault) {
        try keeper.catchUp(in: store)
        if timetable.isPassDue { more = try keeper.pass(limit: 200) }
      } catch {
        logger.error("retention", metadata: ["id": "retention.fault", "code": "\(error.code.code)", "detail": "\(error.detail)"])
      }
      return .seconds(timetable.looked(more: more))
    }
  }
}
