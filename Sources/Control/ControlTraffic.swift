import Synchronization

/// Who comes to the socket and what became of it: the counters of its limits, and what they need to remember.
public final class ControlTraffic: Sendable {
  /// Why a connection was turned away.
  public enum Refusal: String, Sendable, CaseIterable {
    /// Its user holds as many as one may.
    case user
    /// All are taken.
    case all
    /// The request was too long, too slow or none.
    case request
  }

  /// Counts since the start, but for `open`, which is of now.
  public struct Snapshot: Sendable, Equatable {
    public var open = 0
    public var refused: [Refusal: Int] = [:]
    public var denied = 0
  }

  private let state = Mutex(Snapshot())
  let denials = DenialFilter()
  let hearings = Hearings()
  let acknowledgements = Acknowledgements()
  let readings = Hearings()
  let accounts: AccountBook

  public convenience init() { self.init(accounts: AccountBook()) }

  init(accounts: AccountBook) { self.accounts = accounts }

  /// As of one moment. Any thread, as all here.
  public var snapshot: Snapshot { state.withLock { $0 } }

  func denied() { state.withLock { $0.denied += 1 } }
  func refused(_ reason: Refusal) { state.withLock { $0.refused[reason, default: 0] += 1 } }
  func opened() { state.withLock { $0.open += 1 } }
  func closed() { state.withLock { $0.open -= 1 } }
}
