import Assessment
import Interview
import Synchronization

/// What the line has done since it started; read by status and metrics while workers write.
public final class ProcessorMetrics: Sendable {
  /// The stages whose time is kept.
  public enum Stage: String, Sendable, CaseIterable {
    case analyze, transcribe, store, record, finish
  }

  /// How a submission left the line.
  public enum Result: String, Sendable, CaseIterable {
    case recorded, unchanged, quarantined, held, deferred, manifest
  }

  /// Counts by upper bound in seconds.
  public struct Histogram: Sendable, Equatable {
    /// Upper bounds in seconds, ascending; the last bucket is open.
    public let bounds: [Double]
    /// One count more than bounds; not cumulative.
    public private(set) var counts: [Int]
    public private(set) var sum = 0.0

    init(bounds: [Double]) {
      self.bounds = bounds
      counts = [Int](repeating: 0, count: bounds.count + 1)
    }

    public var total: Int { counts.reduce(0, +) }

    mutating func add(_ seconds: Double) {
      counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
      sum += seconds
    }
  }

  /// All counters at one moment.
  public struct Snapshot: Sendable, Equatable {
    public var results: [Result: Int] = [:]
    /// Submissions that were not recorded, by fault code.
    public var faults: [String: Int] = [:]
    public var stages: [Stage: Histogram] = [:]
    /// From arrival to the committed row, in seconds.
    public var latency = Histogram(bounds: [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600])
    /// Answers whose row came later than the promised time.
    public var objectiveMissed = 0
    public var audioSeconds = 0.0
    public var recordingBytes = 0
    /// Seconds since 1970; nil before the first.
    public var lastSuccess: Double?
    public var lastFailure: Double?
    public var lastFault: String?
    /// Transcripts that the operator's recogniser has made, and why it has made none, by fault code.
    public var transcribed = 0
    public var transcriberFaults: [String: Int] = [:]
    public var lastTranscriberFault: String?
    /// Steps begun and ended by workers: a watchdog sees progress in them.
    public var steps = 0
  }

  private let state = Mutex(Snapshot())
  private let objective: Double

  /// - Parameter promise: seconds from arrival within which an answer is promised to be scored.
  public init(objective: Double = 1800) { self.objective = objective }

  public var snapshot: Snapshot { state.withLock { $0 } }

  func spent(_ seconds: Double, in stage: Stage) {
    state.withLock {
      $0.stages[stage, default: Histogram(bounds: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300])].add(seconds)
      $0.steps += 1
    }
  }

  /// - Parameter arrivedAt: nil for a revision of an answer that was counted when it arrived.
  func recorded(_ result: Result, arrivedAt: Double?, at now: Double, audioSeconds: Double, bytes: Int) {
    state.withLock {
      $0.results[result, default: 0] += 1
      $0.lastSuccess = now
      $0.audioSeconds += audioSeconds
      $0.recordingBytes += bytes
      guard let arrivedAt else { return }
      // A clock that was set back must not make a negative latency.
      let latency = max(0, now - arrivedAt)
      $0.latency.add(latency)
      if latency > objective { $0.objectiveMissed += 1 }
    }
  }

  func transcribed(_ fault: Fault?) {
    state.withLock {
      guard let code = fault?.code.code else { return $0.transcribed += 1 }
      $0.transcriberFaults[code, default: 0] += 1
      $0.lastTranscriberFault = code
    }
  }

  func manifest() { state.withLock { $0.results[.manifest, default: 0] += 1 } }

  func failed(_ result: Result, _ fault: Fault, at now: Double) {
    state.withLock {
      $0.results[result, default: 0] += 1
      $0.faults[fault.code.code, default: 0] += 1
      $0.lastFailure = now
      $0.lastFault = fault.code.code
    }
  }
}
