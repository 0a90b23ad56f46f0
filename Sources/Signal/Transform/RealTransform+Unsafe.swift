import CFFTW
import CKernels

// Invariant of this file: `time` holds `length` floats and `frequency` `length + 2` (that is `length / 2 + 1` complex
// numbers); every index below is checked against these lengths at the head of its function.

/// The discrete Fourier transform of real samples, `X[k] = Σ x[n] exp(−2πi kn/N)`, through FFTW.
///
/// One owner at a time; the same input gives the same bits on the same processor family.
public struct RealTransform: ~Copyable {
  /// Samples per transform.
  public let length: Int
  private let time: AlignedFloats
  private let frequency: AlignedFloats
  private let plan: TransformPlan

  /// - Parameter length: Even, 2 or more; products of small primes are fast.
  public init(length: Int) {
    precondition(length >= 2 && length.isMultiple(of: 2))
    let time = AlignedFloats(count: length)
    let frequency = AlignedFloats(count: length + 2)
    let (t, f) = unsafe (time.pointer, frequency.complex)
    plan = unsafe TransformPlan { unsafe fftwf_plan_dft_r2c_1d(Int32(length), t, f, FFTW_ESTIMATE) }
    self.length = length
    self.time = time
    self.frequency = frequency
  }

  /// Spectrum of `samples` (shorter input is padded with zeros) as `length / 2 + 1` pairs (real, imaginary).
  public mutating func forward(_ samples: [Float], into spectrum: inout [Float]) {
    precondition(samples.count <= length && spectrum.count == length + 2)
    load(samples.span)
    plan.execute()
    var out = spectrum.mutableSpan
    let f = unsafe frequency.pointer
    for i in 0..<length + 2 { unsafe out[unchecked: i] = f[i] }
  }

  /// Squared magnitudes of bins `0..<power.count` of as many samples as `window` has, from index `start` on, times the
  /// window, after the samples' mean is taken off.
  ///
  /// - Precondition: The window is at most `length` long and the samples reach that far; `power.count <= length / 2 + 1`.
  public mutating func windowedPower(_ samples: [Float], from start: Int = 0, window: [Float], into power: inout [Float]) {
    let n = window.count
    precondition(n > 0 && n <= length && power.count <= length / 2 + 1)
    let stretch = samples.span.extracting(start..<start + n)
    let taper = window.span
    let mean = Arithmetic.sum(stretch) / Float(n)
    let t = unsafe time.pointer
    unsafe stretch.withUnsafeBufferPointer { x in
      unsafe taper.withUnsafeBufferPointer { taper in
        unsafe Kernels.table.pointee.taper(x.baseAddress.unsafelyUnwrapped, taper.baseAddress.unsafelyUnwrapped, mean, t, n)
      }
    }
    for i in n..<length { unsafe t[i] = 0 }
    plan.execute()
    readPower(into: &power)
  }

  /// Squared magnitudes of bins `0..<power.count` of `samples`, padded with zeros.
  public mutating func power(_ samples: [Float], into power: inout [Float]) {
    precondition(samples.count <= length && power.count <= length / 2 + 1)
    load(samples.span)
    plan.execute()
    readPower(into: &power)
  }

  private func readPower(into power: inout [Float]) {
    let f = unsafe frequency.pointer
    unsafe power.withUnsafeMutableBufferPointer { power in
      guard let out = power.baseAddress else { return }
      unsafe Kernels.table.pointee.power(f, out, power.count)
    }
  }

  private func load(_ samples: Span<Float>) {
    let t = unsafe time.pointer
    for i in 0..<samples.count { unsafe t[i] = samples[unchecked: i] }
    for i in samples.count..<length { unsafe t[i] = 0 }
  }
}

/// The way back: samples from their spectrum, unscaled, so that a round trip multiplies by `length`.
///
/// A type of its own, because making a plan costs as much as analysing a tenth of a second. One owner at a time.
public struct InverseRealTransform: ~Copyable {
  /// Samples per transform.
  public let length: Int
  private let time: AlignedFloats
  private let frequency: AlignedFloats
  private let plan: TransformPlan

  /// - Parameter length: Even, 2 or more; products of small primes are fast.
  public init(length: Int) {
    precondition(length >= 2 && length.isMultiple(of: 2))
    let time = AlignedFloats(count: length)
    let frequency = AlignedFloats(count: length + 2)
    let (t, f) = unsafe (time.pointer, frequency.complex)
    plan = unsafe TransformPlan { unsafe fftwf_plan_dft_c2r_1d(Int32(length), f, t, FFTW_ESTIMATE) }
    self.length = length
    self.time = time
    self.frequency = frequency
  }

  /// `length` samples from `length / 2 + 1` pairs (real, imaginary), multiplied by `length`.
  public mutating func execute(_ spectrum: [Float], into samples: inout [Float]) {
    precondition(samples.count == length && spectrum.count == length + 2)
    let (f, t) = unsafe (frequency.pointer, time.pointer)
    let bins = spectrum.span
    for i in 0..<length + 2 { unsafe f[i] = bins[unchecked: i] }
    plan.execute()
    var out = samples.mutableSpan
    for i in 0..<length { unsafe out[unchecked: i] = t[i] }
  }
}
