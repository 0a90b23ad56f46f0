import Control
import Interview
import Logging
import PostgresStore
import Store

/// Whether the other daemons were told last time.
struct FleetReport: Sendable {
  var fault: FaultCode?
}

extension RepeatingService where State == FleetReport {
  /// Tells the other daemons of the store how this one is, every ten seconds.
  static func report(_ state: ControlState, to store: PostgresStore, logger: Logger) -> Self {
    RepeatingService(from: FleetReport()) { report in
      do throws(Fault) {
        try store.report(state.fleetNode)
        report.fault = nil
      } catch {
        // That the server is away is told by those who need it.
        if error.code != report.fault, error.code != .storeAway {
          logger.error("fleet", metadata: ["id": "fleet.fault", "code": "\(error.code.code)", "detail": "\(error.detail)"])
        }
        report.fault = error.code
      }
      return .seconds(10)
    }
  }
}

/// Nothing is kept from one step to the next.
struct Listening: Sendable {}

extension RepeatingService where State == Listening {
  /// Wakes those who wait for the feed at the server's word.
  static func listener(_ listener: FeedListener) -> Self {
    RepeatingService(from: Listening()) { _ in .milliseconds(Int(listener.step() * 1000)) }
  }
}
