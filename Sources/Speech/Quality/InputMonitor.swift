import RealModule
import Signal

/// Watches the sound as it arrives, at the recording's own rate and without what `SilenceCutter` took out: clipping, lost
/// samples, offset, and a coarse spectrum eight times a second from which the bandwidth is read.
struct InputMonitor: ~Copyable {
  /// Samples per second.
  let rate: Int
  /// Samples taken at a time; every piece but the last has this many.
  let piece: Int

  private(set) var count = 0
  private(set) var sum = 0.0
  private(set) var peak: Float = 0
  /// Stretches of exact zeros of at least `shortestZeros` seconds, in samples.
  private(set) var zeros: [Range<Int>] = []
  /// Samples that repeat their neighbour's value, by magnitude in steps of 1/512.
  private var flat = [Int](repeating: 0, count: 513)
  /// Samples at or beyond full scale.
  private var full = 0
  private var last: Float = 0
  private var zeroRun = 0

  /// Levels in half dB of the bands, `bands` per snapshot; see `Bandwidth`.
  private(set) var snapshots: [UInt8] = []
  static let bands = 64
  private static let length = 1024
  private var transform = RealTransform(length: length)
  private let taper = SampleWindow.hann(length)
  private var power = [Float](repeating: 0, count: length / 2)

  private static let shortestZeros = 0.01
  private static let fullScale: Float = 0.999_9
  private static let clippingShare: Float = 0.985

  init(rate: Int) {
    self.rate = rate
    piece = max(Self.length, rate * 128 / 1000)
  }

  /// Seconds between snapshots.
  var snapshotStep: Double { Double(piece) / Double(rate) }

  /// Looks at the next piece.
  mutating func inspect(_ samples: [Float], final: Bool) {
    let n = samples.count
    let x = samples.span
    sum += Double(Arithmetic.sum(x))
    let features = InputKernels.survey(x)
    peak = max(peak, features.peak)
    if features.flat > 0 || features.peak >= Self.fullScale { countFlat(x) }
    if features.zeros > 0 || zeroRun > 0 { countZeros(x, features.zeros) }
    last = n > 0 ? x[n - 1] : last
    count += n
    if final { closeZeros(at: count) }
    if n >= Self.length { snapshot(samples) }
  }

  /// Share of the samples that lie flat at the recording's own extremes or at full scale.
  var clippedRatio: Double {
    guard count > 0, peak > 0 else { return 0 }
    let lowest = Int(min(peak, 1) * Self.clippingShare * 512)
    return Double(flat[lowest...].reduce(0, +)) / Double(count)
  }

  private mutating func countFlat(_ x: Span<Float>) {
    var before = last
    for i in 0..<x.count {
      let here = x[i]
      if here == before, here != 0 || abs(here) >= Self.fullScale {
        flat[min(Int(abs(here) * 512), 512)] += 1
      } else if abs(here) >= Self.fullScale {
        flat[512] += 1
      }
      before = here
    }
  }

  /// - Parameter zeros: How many there are. Where all together are too few for a stretch, only how the piece ends is looked at.
  private mutating func countZeros(_ x: Span<Float>, _ zeros: Int) {
    if Double(zeroRun + zeros) < Self.shortestZeros * Double(rate), zeros < x.count {
      zeroRun = 0
      while x[x.count - 1 - zeroRun] == 0 { zeroRun += 1 }
      return
    }
    for i in 0..<x.count {
      if x[i] == 0 {
        zeroRun += 1
      } else if zeroRun > 0 {
        closeZeros(at: count + i)
      }
    }
  }

  private mutating func closeZeros(at end: Int) {
    if Double(zeroRun) >= Self.shortestZeros * Double(rate) { zeros.append(end - zeroRun..<end) }
    zeroRun = 0
  }

  private mutating func snapshot(_ x: [Float]) {
    transform.windowedPower(x, window: taper, into: &power)
    let width = power.count / Self.bands
    for band in 0..<Self.bands {
      let total = Arithmetic.sum(power.span.extracting(band * width..<(band + 1) * width))
      // −80 dB and less is 0, steps of half a dB: from 16 bits' own noise, −66 dB, to a tone of full scale, 48 dB.
      snapshots.append(UInt8(limit(2 * (10 * .log10(total + 1e-12) + 80), 0, 255)))
    }
  }
}
