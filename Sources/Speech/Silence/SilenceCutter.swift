import Signal

/// Takes digital silence out of a recording before anything is measured: zeros, any other constant, and what codecs make
/// of them, a level that no microphone is as still as. Nobody was recorded there, so no level, quantile or share may be
/// taken over it, and nothing is to be found in it.
///
/// 1. The stream is looked at in blocks of 10 ms; a block is silent whose deviation from its mean lies under −95 dBFS
///    (16-bit dither of one step lies at −96, Opus' own silence at −100; rooms, through any microphone, above).
/// 2. A stretch of silent blocks is extended to both sides while the samples stay as near to its value as it does itself.
/// 3. From `shortest` on, as many whole hops as it has are cut; less than one hop stays. So the frames behind a cut lie on
///    the same grid as without the silence, and a recording with zeros around it is measured to the bit as without them.
///
/// What was cut where is kept: `TimeMap` puts it back into every time that is told. Memory: a few blocks.
struct SilenceCutter: Sendable {
  struct Cut: Sendable, Equatable {
    /// Samples of sound before it.
    let at: Int
    /// Its length in hops.
    let hops: Int
  }

  /// Seconds from which silence is cut: what is shorter cannot part speech (`activity.merge_s`).
  static let shortest = 0.12
  /// Mean square under which nothing was recorded: −95 dBFS.
  private static let silence: Float = 3.2e-10
  private static let hopsPerSecond = 100

  private(set) var cuts: [Cut] = []
  /// Samples taken so far.
  private(set) var taken = 0
  /// Samples that were no number, infinite or absurdly large, and were taken as 0.
  private(set) var invalid = 0

  private let rate: Int
  private let length: Int
  /// The block that is being filled; the last block of sound, held back because its end may belong to a silence; the end
  /// of the silence at hand.
  private var block: [Float] = []
  private var held: [Float] = []
  private var run: [Float] = []
  /// Samples of the silence at hand, and how far they lie from its first value.
  private var runLength = 0
  private var value: Float = 0
  private var reach: Float = 0
  private var passed = 0

  /// Far above any gain that a floating-point recording has.
  private static let absurd: Float = 64

  init(rate: Int) {
    self.rate = rate
    length = max(1, rate / Self.hopsPerSecond)
    block.reserveCapacity(length)
  }

  /// Takes the next samples, those that are no numbers as 0, and appends to `sound` what is not cut.
  mutating func append(_ samples: Span<Float>, to sound: inout [Float]) {
    taken += samples.count
    var next = 0
    while next < samples.count {
      let end = min(next + length - block.count, samples.count)
      InputKernels.append(samples, next..<end, to: &block)
      next = end
      if block.count == length { closeBlock(&sound) }
    }
  }

  /// Ends the stream.
  mutating func finish(into sound: inout [Float]) {
    if !block.isEmpty { closeBlock(&sound) }
    closeRun(&sound)
    pass(held[...], &sound)
    held = []
  }

  private mutating func closeBlock(_ sound: inout [Float]) {
    defer { block.removeAll(keepingCapacity: true) }
    var deviation = InputKernels.deviation(block.span)
    if !(deviation.square < .infinity && abs(block[0]) + deviation.farthest <= Self.absurd) {
      silenceInvalid()
      deviation = InputKernels.deviation(block.span)
    }
    if deviation.square < Self.silence * Float(block.count) {
      takeSilence(deviation.farthest, &sound)
    } else if runLength > 0 {
      let head = block.prefix { abs($0 - value) <= reach }.count
      run += block[..<head]
      runLength += head
      closeRun(&sound)
      held += block[head...]
    } else {
      pass(held[...], &sound)
      held.removeAll(keepingCapacity: true)
      held += block
    }
  }

  private mutating func takeSilence(_ farthest: Float, _ sound: inout [Float]) {
    if runLength == 0 {
      (value, reach) = (block[0], farthest)
      let tail = held.reversed().prefix { abs($0 - value) <= reach }.count
      pass(held.dropLast(tail), &sound)
      run += held.suffix(tail)
      runLength = tail
      held.removeAll(keepingCapacity: true)
    } else {
      reach = max(reach, abs(block[0] - value) + farthest)
    }
    run += block
    runLength += block.count
    // Once the run is long enough to be cut, only its end may have to be passed on.
    if Double(runLength) > Self.shortest * Double(rate), run.count > 16 * length { run.removeFirst(run.count - 2 * length) }
  }

  private mutating func silenceInvalid() {
    for i in block.indices where !(abs(block[i]) <= Self.absurd) {
      block[i] = 0
      invalid += 1
    }
  }

  /// Cuts the silence at hand if it is long enough, and passes on what is left of it.
  private mutating func closeRun(_ sound: inout [Float]) {
    var rest = runLength
    if Double(runLength) >= Self.shortest * Double(rate) {
      let hops = runLength * Self.hopsPerSecond / rate
      cuts.append(Cut(at: passed, hops: hops))
      rest = max(0, runLength - (hops * rate + Self.hopsPerSecond / 2) / Self.hopsPerSecond)
    }
    pass(run.suffix(rest), &sound)
    run.removeAll(keepingCapacity: true)
    runLength = 0
  }

  private mutating func pass(_ samples: ArraySlice<Float>, _ sound: inout [Float]) {
    sound += samples
    passed += samples.count
  }
}
