import CFFTW
import CKernels
import RealModule

// Invariants of this file: the tables hold `channels × padded` floats with `padded` ≥ bins, and `padded` more so that a vector may be read at the
// last bin; the correction has eight floats more for each channel; `packed` and `spectra` hold `channels × row` floats with
// `row` = 2 × (half + 4), of which vectors of eight are read as far as 2 × half + 2. Lengths of what callers give are checked at the head of each
// function.

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
    precondition(bins > 8 && (bins - 1).isMultiple(of: 8) && lags > 2 && lags <= half)
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
    let t = unsafe packed.pointer + channel * row
    var sums = InlineArray<4, Float>(repeating: 0)
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        let (a, b) = unsafe (a.baseAddress.unsafelyUnwrapped, b.baseAddress.unsafelyUnwrapped)
        let table = unsafe Kernels.table
        var whole = sums.mutableSpan
        unsafe whole.withUnsafeMutableBufferPointer { whole in
          unsafe zeroth.withUnsafeBufferPointer { zeroth in
            unsafe first.withUnsafeBufferPointer { first in
              unsafe table.pointee.lag_sums(
                a, b, zeroth.baseAddress.unsafelyUnwrapped + offset, first.baseAddress.unsafelyUnwrapped + offset, bins,
                whole.baseAddress.unsafelyUnwrapped)
            }
          }
        }
        let scale = SIMD2(1 / max(sums[0], 1e-15), 1 / max(sums[1], 1e-15))
        // The value at lag 1 starts the running sum of the odd lags.
        starts[channel] = scale * SIMD2(sums[2], sums[3])
        unsafe lower.withUnsafeBufferPointer { lower in
          unsafe upper.withUnsafeBufferPointer { upper in
            unsafe table.pointee.lag_fold(
              a, b, scale[0], scale[1], lower.baseAddress.unsafelyUnwrapped + offset, upper.baseAddress.unsafelyUnwrapped + offset, half, t)
          }
        }
      }
    }
  }

  /// Transforms what was loaded: `a` and `b` hold for each channel in turn the frame's `lags` values, divided by the value at
  /// lag 0 and corrected for the window, limited to −1…1.2.
  public mutating func execute(_ a: inout [Float], _ b: inout [Float]) {
    precondition(a.count == channels * lags && b.count == channels * lags)
    plan.execute()
    let spectra = unsafe spectra.pointer
    unsafe a.withUnsafeMutableBufferPointer { a in
      unsafe b.withUnsafeMutableBufferPointer { b in
        unsafe correction.withUnsafeBufferPointer { factors in
          for channel in 0..<channels {
            let z = unsafe spectra + channel * row
            // Bin −0 stands behind the last one.
            unsafe (z[2 * half], z[2 * half + 1]) = (z[0], z[1])
            unsafe Kernels.table.pointee.lag_unfold(
              z, half, starts[channel][0], starts[channel][1], factors.baseAddress.unsafelyUnwrapped + channel * (lags + 8), lags,
              a.baseAddress.unsafelyUnwrapped + channel * lags, b.baseAddress.unsafelyUnwrapped + channel * lags)
          }
        }
      }
    }
  }
}
