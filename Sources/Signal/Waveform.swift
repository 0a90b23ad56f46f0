/// One channel of sound held in memory.
public struct Waveform: Sendable {
  /// Full scale is ±1; values beyond it may occur in floating-point recordings.
  public let samples: [Float]
  /// Samples per second, 1 or more.
  public let sampleRate: Int

  public init(samples: [Float], sampleRate: Int) {
    precondition(sampleRate > 0)
    self.samples = samples
    self.sampleRate = sampleRate
  }

  /// Seconds.
  public var duration: Double { Double(samples.count) / Double(sampleRate) }
}
