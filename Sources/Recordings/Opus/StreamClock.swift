/// Holds a stream's own timestamps against the sound that has come, and tells how much time is missing.
///
/// Timestamps of browsers are rounded to milliseconds, jitter, and drift against the sound card; none of that is a gap.
/// A gap is when the stream is late by `tolerance` and this very timestamp jumped. Time never runs back: where
/// timestamps do (by more than a second: recordings put together), they are taken to go on from here.
package struct StreamClock {
  private let tolerance: Int64
  private let jump: Int64
  /// Where the stream stands by the sound that has come, in the stream's own time.
  private var expected: Int64?
  /// Where the stream would stand if the last timestamp had been exact.
  private var announced: Int64 = 0
  private static let second: Int64 = 48_000

  /// All in samples at 48 kHz.
  package init(tolerance: Int64, jump: Int64, start: Int64? = nil) {
    self.tolerance = tolerance
    self.jump = jump
    expected = start
    announced = start ?? 0
  }

  /// Takes note of sound of `duration` that claims to begin at `time`; nil if it claims nothing.
  ///
  /// - Returns: the time that is missing before it.
  package mutating func advance(to time: Int64?, duration: Int64) -> Int64 {
    let expected = self.expected ?? time ?? 0
    let claimed = time ?? expected
    let late = claimed - expected
    let isJump = claimed - announced >= jump || self.expected == nil
    announced = claimed + duration
    if late < -Self.second {
      self.expected = claimed + duration
      return 0
    }
    guard late >= tolerance, isJump else {
      self.expected = expected + duration
      return 0
    }
    self.expected = claimed + duration
    return late
  }
}
