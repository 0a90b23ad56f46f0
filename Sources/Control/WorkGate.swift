import Documents
import Synchronization

/// Whether workers take new work. What is in hand is always ended.
public final class WorkGate: Sendable {
  private let state = Mutex((mode: WorkMode.running, opened: nil as (@Sendable () -> Void)?))

  public init() {}

  public var mode: WorkMode { state.withLock { $0.mode } }

  /// Called each time the gate is opened again: wakes the workers.
  public func onOpen(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.opened = action } }

  public func set(_ mode: WorkMode) {
    let opened = state.withLock { state in
      state.mode = mode
      return mode == .running ? state.opened : nil
    }
    opened?()
  }
}
