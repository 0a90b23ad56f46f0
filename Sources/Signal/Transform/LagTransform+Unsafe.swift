import CFFTW
import RealModule

// Invariants of this file: the tables hold `channels × padded` floats with `padded` = bins rounded up to a multiple of four, and
// `padded` more so that a vector may be read at the last bin; `packed` and `spectra` hold `channels × row` floats with
// `row` = 2 × (half + 4); vectors of lags are read up to `even × 4 + 8` < `row`. Lengths of what callers give are checked at
// the head of each function.

/// Autocorrelations of two frames at once, from several weighted copies of each frame's compressed power spectrum.
///
/// The inverse transform of a real and even spectrum is a cosine series. It is computed through a real transform of half
/// the length (Press et al., Numerical Recipes, §12.4 "cosft1"): fold the series, transform once, read the even lags off
/// the real parts and the odd lags off the running sum of the imaginary parts. As only the lower half of the doubled
/// spectrum is filled (that doubles the resolution of the lags), the fold is a multiplication by two fixed tables, which
/// hold the spectral weights as well.
///
/// Two folded rows are the real and the imaginary part of one complex transform: Z = A + iB, so that Z[k] + Z[−k] holds
/// twice the real parts of A and B side by side, and Z[k] − Z[−k] their imaginary parts. Each row is divided by its value
/// at lag 0 before, so that a loud frame leaves no rounding errors in a soft one beside it.
public struct LagTransform: ~Copyable {
  /// Number of autocorrelations computed together for each of the two frames.
  public let channels: Int
  /// Bins of each input spectrum, the one at half the sampling rate included.
  public let bins: Int
  /// Lags of each output, from 0; in steps of half a sample of the analysed signal.
  public let lags: Int
  private let half: Int
  private let padded: Int
  private let row: Int
  private let lower: [Float]
  private let upper: [Float]
  /// Each bin's share of lag 0 and of lag 1.
  private let zeroth: [Float]
  private let first: [Float]
  private let correction: [Float]
  private let packed: AlignedFloats
  private let spectra: AlignedFloats
  private let plan: TransformPlan
  /// Lag 1 of both rows of each channel.
  private var starts: [SIMD2<Float>]

  /// - Parameters:
  ///   - weights: For each channel its weight of every bin.
  ///   - correction: For each channel the factor of every lag (the inverse of the window's own autocorrelation).
  public init(weights: [[Float]], correction: [[Float]]) {
    precondition(!weights.isEmpty && weights.count == correction.count)
    let bins = weights[0].count
    let lags = correction[0].count
    let half = 2 * (bins - 1)
    precondition(bins > 8 && (bins - 1).isMultiple(of: 4) && lags > 2 && lags <= half)
    precondition(weights.allSatisfy { $0.count == bins } && correction.allSatisfy { $0.count == lags })
    let channels = weights.count
    let padded = bins + 3
    let step = Double.pi / Double(half)
    func table(_ factor: (Int, Double) -> Double) -> [Float] {
      var all: [Float] = []
      for w in weights {
        for k in 0..<bins { all.append(Float(Double(w[k]) * factor(k, Double(k) * step))) }
        all += [Float](repeating: 0, count: padded - bins)
      }
      return all + [Float](repeating: 0, count: padded)
    }
    let last = bins - 1
    lower = table { k, angle in k == 0 ? 0.5 : k == last ? 1 : 0.5 - Double.sin(angle) }
    upper = table { k, angle in k == 0 ? 0 : 0.5 + Double.sin(angle) }
    zeroth = table { k, _ in k == 0 ? 0.5 : 1 }
    first = table { k, angle in k == 0 ? 0.5 : Double.cos(angle) }
    // Room for a vector at the last lag.
    self.correction = correction.flatMap { $0 + [Float](repeating: 0, count: 8) }
    let row = 2 * (half + 4)
    let packed = AlignedFloats(count: channels * row)
    let spectra = AlignedFloats(count: channels * row)
    let (t, f) = unsafe (packed.complex, spectra.complex)
    plan = unsafe TransformPlan {
      var length = Int32(half)
      return unsafe fftwf_plan_many_dft(
        1, &length, Int32(channels), t, nil, 1, length + 4, f, nil, 1, length + 4, FFTW_FORWARD, FFTW_ESTIMATE)
    }
    self.packed = packed
    self.spectra = spectra
    self.channels = channels
    self.bins = bins
    self.lags = lags
    self.half = half
    self.padded = padded
    self.row = row
    starts = [SIMD2<Float>](repeating: .zero, count: channels)
  }

  /// Sets one channel's spectra of both frames.
  public mutating func load(_ a: [Float], _ b: [Float], channel: Int) {
    precondition(channel >= 0 && channel < channels && a.count == bins && b.count == bins)
    let offset = channel * padded
    let (scale, start) = scaled(a.span, b.span, offset..<offset + bins)
    starts[channel] = start
    let t = unsafe packed.pointer + channel * row
    let (half, last) = (half, bins - 1)
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe lower.withUnsafeBufferPointer { low in
          unsafe upper.withUnsafeBufferPointer { high in
            for k in stride(from: 0, to: last, by: 4) {
              let x = unsafe Vectors.four(a, k) * scale[0]
              let y = unsafe Vectors.four(b, k) * scale[1]
              let (down, up) = unsafe (Vectors.four(low, offset &+ k), Vectors.four(high, offset &+ k))
              let (p, q) = (x * down, y * down)
              let (r, s) = (x * up, y * up)
              unsafe Vectors.store(SIMD8(p[0], q[0], p[1], q[1], p[2], q[2], p[3], q[3]), t, 2 &* k)
              // The upper half runs backwards.
              unsafe Vectors.store(SIMD8(r[3], s[3], r[2], s[2], r[1], s[1], r[0], s[0]), t, 2 &* (half &- k &- 3))
            }
            unsafe t[2 &* last] = a[last] * scale[0] * low[offset &+ last]
            unsafe t[2 &* last &+ 1] = b[last] * scale[1] * low[offset &+ last]
          }
        }
      }
    }
  }

  /// One over each row's value at lag 0, and its value at lag 1, which starts the running sum of the odd lags.
  private func scaled(_ a: Span<Float>, _ b: Span<Float>, _ row: Range<Int>) -> (scale: SIMD2<Float>, start: SIMD2<Float>) {
    let (total, next) = (zeroth.span.extracting(row), first.span.extracting(row))
    let scale = SIMD2<Float>(1 / max(Arithmetic.dot(a, total), 1e-15), 1 / max(Arithmetic.dot(b, total), 1e-15))
    return (scale, scale * SIMD2(Arithmetic.dot(a, next), Arithmetic.dot(b, next)))
  }

  /// Transforms what was loaded: `a` and `b` hold for each channel in turn the frame's `lags` values, divided by the value at
  /// lag 0 and corrected for the window, limited to −1…1.2.
  public mutating func execute(_ a: inout [Float], _ b: inout [Float]) {
    precondition(a.count == channels * lags && b.count == channels * lags)
    plan.execute()
    let (f, t) = unsafe (spectra.pointer, packed.pointer)
    let even = (lags + 1) / 2
    var channel = 0
    // Three channels side by side hide the latency of each sum's additions.
    while channel + 3 <= channels {
      let (x, y, z) = unsafe (f + channel * row, f + (channel + 1) * row, f + (channel + 2) * row)
      let (u, v, w) = unsafe (t + channel * row, t + (channel + 1) * row, t + (channel + 2) * row)
      var sums = (SIMD2<Float>.zero, SIMD2<Float>.zero, SIMD2<Float>.zero)
      unsafe Self.begin(x, u)
      unsafe Self.begin(y, v)
      unsafe Self.begin(z, w)
      for k in 1..<even {
        unsafe Self.unfold(x, u, k, half, &sums.0)
        unsafe Self.unfold(y, v, k, half, &sums.1)
        unsafe Self.unfold(z, w, k, half, &sums.2)
      }
      channel += 3
    }
    while channel < channels {
      let (x, u) = unsafe (f + channel * row, t + channel * row)
      var sum = SIMD2<Float>.zero
      unsafe Self.begin(x, u)
      for k in 1..<even { unsafe Self.unfold(x, u, k, half, &sum) }
      channel += 1
    }
    for channel in 0..<channels { unsafe finish(t + channel * row, channel: channel, &a, &b) }
  }

  /// Lag 0 of both rows, doubled, and no sum yet.
  @inline(__always)
  private static func begin(_ z: UnsafeMutablePointer<Float>, _ series: UnsafeMutablePointer<Float>) {
    unsafe (series[0], series[1], series[2], series[3]) = (2 * z[0], 2 * z[1], 0, 0)
  }

  /// Lag 2k of both rows, doubled, and the running sum of Z[k] − Z[−k].
  @inline(__always)
  private static func unfold(
    _ z: UnsafeMutablePointer<Float>, _ series: UnsafeMutablePointer<Float>, _ k: Int, _ half: Int, _ sum: inout SIMD2<Float>
  ) {
    let (here, there) = unsafe (Vectors.two(z, 2 &* k), Vectors.two(z, 2 &* (half &- k)))
    let even = here + there
    sum += here - there
    unsafe Vectors.store(SIMD4(lowHalf: even, highHalf: sum), series, 4 &* k)
  }

  /// From doubled even lags and sums to the lags, corrected and limited.
  private func finish(_ series: UnsafeMutablePointer<Float>, channel: Int, _ a: inout [Float], _ b: inout [Float]) {
    let base = channel * lags
    let factors = channel * (lags + 8)
    let start = starts[channel]
    let (bias, other) = (SIMD4<Float>(0, start[0], 0, start[0]), SIMD4<Float>(0, start[1], 0, start[1]))
    let sign = SIMD4<Float>(0.5, -0.5, 0.5, -0.5)
    unsafe correction.withUnsafeBufferPointer { factor in
      unsafe a.withUnsafeMutableBufferPointer { a in
        unsafe b.withUnsafeMutableBufferPointer { b in
          for l in stride(from: 0, to: lags, by: 4) {
            let (v, w) = unsafe (Vectors.four(series, 2 &* l), Vectors.four(series, 2 &* l &+ 4))
            let c = unsafe Vectors.four(factor, factors &+ l)
            let x = Self.limited((bias + SIMD4(v[0], v[3], w[0], w[3]) * sign) * c)
            let y = Self.limited((other + SIMD4(v[1], v[2], w[1], w[2]) * 0.5) * c)
            if l &+ 4 <= lags {
              unsafe Vectors.store(x, a.baseAddress.unsafelyUnwrapped, base &+ l)
              unsafe Vectors.store(y, b.baseAddress.unsafelyUnwrapped, base &+ l)
            } else {
              for i in l..<lags { unsafe (a[base &+ i], b[base &+ i]) = (x[i &- l], y[i &- l]) }
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func limited(_ x: SIMD4<Float>) -> SIMD4<Float> {
    let least = SIMD4<Float>(repeating: -1)
    let most = SIMD4<Float>(repeating: 1.2)
    let floored = x.replacing(with: least, where: x .< least)
    return floored.replacing(with: most, where: floored .> most)
  }
}
