import FoundationEssentials

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
