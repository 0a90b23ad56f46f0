import FoundationEssentials
import Interview
import Store
import StoreSQL
import Synchronization

/// Since when a server is away, as all who ask for it are told.
final class ServerAbsence: Sendable {
  private struct Absence {
    let since: Double
    var fault: Fault
    var lastSeen: ContinuousClock.Instant
  }

  private let state = Mutex<Absence?>(nil)
  /// How long nobody looks again after a look in vain.
  private static let pause = Duration.seconds(1)

  /// What was found a moment ago; nil where it is time to look.
  var recent: Fault? {
    state.withLock { absence in absence.flatMap { ContinuousClock.now - $0.lastSeen < Self.pause ? $0.fault : nil } }
  }

  /// - Returns: the fault with the time since when it is so.
  func begin(_ fault: Fault, at time: Double) -> Fault {
    guard fault.code == .storeAway else { return fault }
    return state.withLock { absence in
      let since = absence?.since ?? time
      let absent = Fault(.storeAway, "\(fault.detail), since \(UTC.text(since))")
      absence = Absence(since: since, fault: absent, lastSeen: .now)
      return absent
    }
  }

  func end() { state.withLock { $0 = nil } }
}

/// The server's clock, read now and then and carried on by this machine's monotonic one: what several machines write is of one time.
final class ServerClock: Sendable {
  private struct Reading {
    /// Seconds since 1970 by the server, less those of the monotonic clock.
    var offset: Double
    var at: ContinuousClock.Instant
  }

  private let start = ContinuousClock.now
  private let reading = Mutex<Reading?>(nil)
  /// Monotonic clocks drift by up to 500 ppm (adjtimex(2)): 30 ms in this time.
  private static let validity = Duration.seconds(60)

  private func monotonic(_ instant: ContinuousClock.Instant) -> Double { (instant - start) / .seconds(1) }

  func now() -> Double {
    let offset = reading.withLock { $0?.offset }
    return offset.map { $0 + monotonic(.now) } ?? Date().timeIntervalSince1970
  }

  /// Reads it where the last reading is old. Half the way there and back is taken off.
  ///
  /// - Parameter ask: the server's time; nil where it cannot be had, which is tried again with the next transaction.
  func observe(_ ask: () -> Double?) {
    guard reading.withLock({ $0.map { ContinuousClock.now - $0.at > Self.validity } ?? true }) else { return }
    let sent = ContinuousClock.now
    guard let server = ask() else { return }
    let received = ContinuousClock.now
    let offset = server - (monotonic(sent) + monotonic(received)) / 2
    reading.withLock { $0 = Reading(offset: offset, at: received) }
  }
}

extension PostgresConnection {
  /// The server's time, in seconds since 1970; nil where it does not say.
  func time() -> Double? { try? run("SELECT extract(epoch FROM clock_timestamp())::float8 AS now").rows.first?["now"] }
}
