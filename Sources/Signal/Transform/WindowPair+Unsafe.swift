import CFFTW
import CKernels

// Invariant of this file: `time` and `frequency` hold `length + 4` complex numbers; `tapers` two floats for each sample of the longer
// window. The reach of the windows in the samples and of the bins in the results is checked at the head of `powers`.

/// Power spectra of the same place of a signal through two windows of different length, by one complex transform.
///
/// The windowed samples are the real and the imaginary part: with Z = A + iB, 4|A[k]|² = (Zr[k] + Zr[−k])² + (Zi[k] − Zi[−k])²
/// and 4|B[k]|² = (Zr[k] − Zr[−k])² + (Zi[k] + Zi[−k])². The same input gives the same bits on the same processor family.
public struct WindowPair: ~Copyable {
  /// Samples per transform.
  public let length: Int
  /// Samples that the longer window reaches to each side.
  public let reach: Int
  private let shorter: Int
  /// Both windows side by side, the shorter one with zeros around it.
  private let tapers: [Float]
  private let time: AlignedFloats
  private let frequency: AlignedFloats
  private let plan: TransformPlan

  /// - Parameters:
  ///   - length: Of the transform, a multiple of sixteen.
  ///   - long, short: Windows of even length; `short` is not longer than `long`, `long` not longer than the transform.
  public init(length: Int, long: [Float], short: [Float]) {
    precondition(length.isMultiple(of: 16) && long.count <= length && short.count <= long.count)
    precondition(long.count.isMultiple(of: 4) && short.count.isMultiple(of: 2) && !short.isEmpty)
    let time = AlignedFloats(count: 2 * (length + 4))
    let frequency = AlignedFloats(count: 2 * (length + 4))
    let (t, f) = unsafe (time.complex, frequency.complex)
    plan = unsafe TransformPlan { unsafe fftwf_plan_dft_1d(Int32(length), t, f, FFTW_FORWARD, FFTW_ESTIMATE) }
    var tapers = [Float](repeating: 0, count: 2 * long.count)
    let before = (long.count - short.count) / 2
    for i in long.indices { tapers[2 * i] = long[i] }
    for i in short.indices { tapers[2 * (before + i) + 1] = short[i] }
    self.tapers = tapers
    self.length = length
    self.time = time
    self.frequency = frequency
    reach = long.count / 2
    shorter = short.count / 2
  }

  /// Squared magnitudes plus `least` of bins 0…`length / 2` of the samples around index `centre`, each window's mean taken off before.
  ///
  /// - Parameters:
  ///   - long, short: Results, each from index `at` on.
  public mutating func powers(_ samples: [Float], centre: Int, least: Float, long: inout [Float], short: inout [Float], at: Int) {
    let bins = length / 2 + 1
    precondition(centre >= reach && centre + reach <= samples.count && at >= 0 && at + bins <= long.count && at + bins <= short.count)
    let all = samples.span
    let means = SIMD2(
      Arithmetic.sum(all.extracting(centre - reach..<centre + reach)) / Float(2 * reach),
      Arithmetic.sum(all.extracting(centre - shorter..<centre + shorter)) / Float(2 * shorter))
    let (t, z) = unsafe (time.pointer, frequency.pointer)
    unsafe samples.withUnsafeBufferPointer { samples in
      unsafe tapers.withUnsafeBufferPointer { tapers in
        unsafe Kernels.table.pointee.window_pair(
          samples.baseAddress.unsafelyUnwrapped + (centre - reach), tapers.baseAddress.unsafelyUnwrapped, means[0], means[1], t, 2 * reach)
      }
    }
    plan.execute()
    // Bin −0 stands behind the last one.
    unsafe (z[2 * length], z[2 * length + 1]) = (z[0], z[1])
    unsafe long.withUnsafeMutableBufferPointer { long in
      unsafe short.withUnsafeMutableBufferPointer { short in
        unsafe Kernels.table.pointee.split_powers(
          z, length, least, long.baseAddress.unsafelyUnwrapped + at, short.baseAddress.unsafelyUnwrapped + at)
      }
    }
  }
}
