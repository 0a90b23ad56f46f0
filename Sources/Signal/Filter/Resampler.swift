import RealModule

/// Changes the sampling rate of a stream by a polyphase filter; output sample `k` stands for time `k / outputRate`.
///
/// The pass band reaches 7/8 of half the lower rate, the stop band (−70 dB) begins at 9/8 of it: what folds back lies
/// above the pass band. Any two rates work; where their ratio needs more than `phaseLimit` phases, the nearest of that many
/// is taken (a jitter of 1/4096 of an input sample at most, −70 dB at the band's edge).
public struct Resampler: Sendable {
  public let inputRate: Int
  public let outputRate: Int
  private let taps: Int
  private let up: Int
  private let down: Int
  private let phases: Int
  private let table: [Float]
  /// Input not yet done with; `first` is the index in the stream of its first sample.
  private var held: [Float]
  private var first: Int
  private var next = 0

  private static let attenuation = 70.0
  private static let phaseLimit = 2048

  /// - Precondition: Both rates are 1 or more.
  public init(from inputRate: Int, to outputRate: Int) {
    precondition(inputRate > 0 && outputRate > 0)
    self.inputRate = inputRate
    self.outputRate = outputRate
    var (a, b) = (inputRate, outputRate)
    while b > 0 { (a, b) = (b, a % b) }
    up = outputRate / a
    down = inputRate / a
    // In cycles per input sample.
    let cutoff = 0.5 * min(1, Double(outputRate) / Double(inputRate))
    let width = cutoff / 4
    let taps = (LowPassDesign.taps(width: width, attenuation: Self.attenuation) + 3) / 4 * 4
    self.taps = taps
    phases = min(up, Self.phaseLimit)
    let beta = LowPassDesign.beta(attenuation: Self.attenuation)
    let reach = Double(taps) / 2
    var table = [Float]()
    table.reserveCapacity(phases * taps)
    for phase in 0..<phases {
      let shift = Double(phase) / Double(phases)
      let row = (0..<taps).map { i in
        LowPassDesign.response(at: Double(i - taps / 2 + 1) - shift, cutoff: cutoff, reach: reach, beta: beta)
      }
      let gain = row.reduce(0, +)
      table += row.map { Float($0 / gain) }
    }
    self.table = table
    held = [Float](repeating: 0, count: taps / 2 - 1)
    first = -(taps / 2 - 1)
  }

  /// Takes the next samples of the stream and appends to `output` every sample that can be computed so far.
  public mutating func append(_ input: [Float], to output: inout [Float]) {
    held += input
    run(until: first + held.count, into: &output)
  }

  /// Ends the stream: appends what is left, `⌈inputs · outputRate / inputRate⌉` samples in all.
  public mutating func finish(into output: inout [Float]) {
    let inputs = first + held.count
    let wanted = (inputs * up + down - 1) / down
    held += [Float](repeating: 0, count: taps)
    run(until: inputs + taps, into: &output, limit: wanted)
  }

  private mutating func run(until end: Int, into output: inout [Float], limit: Int = .max) {
    next = compute(until: end, into: &output, limit: limit)
    let keep = next * down / up - (taps / 2 - 1)
    if keep - first > 0 {
      held.removeFirst(min(keep - first, held.count))
      first = keep
    }
  }

  /// Appends the outputs whose input lies before `end`; gives the index of the first that does not.
  private func compute(until end: Int, into output: inout [Float], limit: Int) -> Int {
    let samples = held.span
    let rows = table.span
    var at = next
    while at < limit {
      let position = at * down
      var index = position / up
      var phase = position % up
      if phases < up {
        phase = (phase * phases + up / 2) / up
        if phase == phases { (phase, index) = (0, index + 1) }
      }
      let start = index - (taps / 2 - 1)
      guard start + taps <= end else { break }
      let window = samples.extracting(start - first..<start - first + taps)
      output.append(Arithmetic.dot(window, rows.extracting(phase * taps..<(phase + 1) * taps)))
      at += 1
    }
    return at
  }
}

/// Windowed-sinc low-pass filters. Kaiser (1974): a stop band of `attenuation` dB needs
/// `(attenuation − 8) / (2.285 · Δω)` taps for a transition of Δω radians per sample.
enum LowPassDesign {
  /// Taps needed for a transition `width`, both in cycles per sample.
  static func taps(width: Double, attenuation: Double) -> Int {
    Int(((attenuation - 8) / (2.285 * 2 * .pi * width)).rounded(.up)) + 1
  }

  /// Kaiser's beta for a stop band of more than 50 dB.
  static func beta(attenuation: Double) -> Double { 0.1102 * (attenuation - 8.7) }

  /// The filter's impulse response at `time` samples from its middle, with gain 1 at frequency 0 (nearly; callers that
  /// need it exact divide by the sum).
  ///
  /// - Parameters:
  ///   - cutoff: Middle of the transition, cycles per sample.
  ///   - reach: Half the filter's length in samples; 0 is returned beyond it.
  static func response(at time: Double, cutoff: Double, reach: Double, beta: Double) -> Double {
    let x = time / reach
    guard abs(x) <= 1 else { return 0 }
    let phase = 2 * .pi * cutoff * time
    let sinc = time == 0 ? 1 : .sin(phase) / phase
    return 2 * cutoff * sinc * SampleWindow.besselI0(beta * (1 - x * x).squareRoot()) / SampleWindow.besselI0(beta)
  }
}
