import Glibc
import Interview

/// Processor time that one recording may take to decode in this process: by its length in sound, never by the clock on the
/// wall, so that a busy machine refuses nothing.
///
/// A megabyte and a half can hold an hour of eight channels at 192 kHz: what is small to deliver must not be large to work on.
///
/// Unsafe: `clock_gettime` writes into a local variable.
struct DecodingBudget {
  private let limits: RecordingLimits
  private(set) var spent = 0.0
  private var sound = 0.0

  init(_ limits: RecordingLimits) { self.limits = limits }

  /// Runs `work`, which begins and ends on the calling thread, and takes note of its time.
  ///
  /// - Parameter work: gives the seconds of sound that came of it.
  /// - Throws: what `work` throws; `recording.decoding-costly` where the time is used up.
  mutating func measure(_ work: () throws(Fault) -> Double) throws(Fault) {
    let begin = Self.now()
    sound += try work()
    spent += Self.now() - begin
    let allowed = min(limits.decoderTime, limits.decodingBase + limits.decodingShare * sound)
    guard spent <= allowed else { throw Fault(.recordingDecodingCostly, "\(Int(spent)) s / \(Int(sound)) s") }
  }

  private static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
