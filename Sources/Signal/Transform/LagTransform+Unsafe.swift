import CFFTW
import RealModule

// Invariant of this file: `folded` holds `channels × half` floats and `spectra` `channels × (half + 2)`; `lower`, `upper`
// and `first` hold `channels × (bins)`. Indices run inside these products, which are checked at the head of each function.

/// Autocorrelations from several weighted copies of one frame's compressed power spectrum.
///
/// The inverse transform of a real and even spectrum is a cosine series. It is computed through a real transform of half
/// the length (Press et al., Numerical Recipes, §12.4 "cosft1"): fold the series, transform once, read the even lags off
/// the real parts and the odd lags off the running sum of the imaginary parts. As only the lower half of the doubled
/// spectrum is filled (that doubles the resolution of the lags), the fold is a multiplication by two fixed tables, which
/// hold the spectral weights as well.
public struct LagTransform: ~Copyable {
  /// Number of autocorrelations computed together.
  public let channels: Int
  /// Bins of each input spectrum, the one at half the sampling rate included.
  public let bins: Int
  /// Lags of each output, from 0; in steps of half a sample of the analysed signal.
  public let lags: Int
  private let half: Int
  private let lower: [Float]
  private let upper: [Float]
  private let first: [Float]
  private let correction: [Float]
  private let folded: AlignedFloats
  private let spectra: AlignedFloats
  private let plan: TransformPlan

  /// - Parameters:
  ///   - weights: For each channel its weight of every bin.
  ///   - correction: For each channel the factor of every lag (the inverse of the window's own autocorrelation).
  public init(weights: [[Float]], correction: [[Float]]) {
    precondition(!weights.isEmpty && weights.count == correction.count)
    let bins = weights[0].count
    let lags = correction[0].count
    let half = 2 * (bins - 1)
    precondition(
      bins > 2 && lags > 2 && lags <= half && weights.allSatisfy { $0.count == bins } && correction.allSatisfy { $0.count == lags })
    let channels = weights.count
    let step = Double.pi / Double(half)
    func table(_ factor: (Int, Double) -> Double) -> [Float] {
      var all: [Float] = []
      for w in weights {
        for k in 0..<bins { all.append(Float(Double(w[k]) * factor(k, Double(k) * step))) }
      }
      return all
    }
    let last = bins - 1
    lower = table { k, angle in k == 0 ? 0.5 : k == last ? 1 : 0.5 - Double.sin(angle) }
    upper = table { _, angle in 0.5 + Double.sin(angle) }
    first = table { k, angle in k == 0 ? 0.5 : Double.cos(angle) }
    self.correction = correction.flatMap { $0 }
    let folded = AlignedFloats(count: channels * half)
    let spectra = AlignedFloats(count: channels * (half + 2))
    let (t, f) = unsafe (folded.pointer, spectra.complex)
    plan = unsafe TransformPlan {
      var length = Int32(half)
      return unsafe fftwf_plan_many_dft_r2c(
        1, &length, Int32(channels), t, nil, 1, length, f, nil, 1, length / 2 + 1, FFTW_ESTIMATE)
    }
    self.folded = folded
    self.spectra = spectra
    self.channels = channels
    self.bins = bins
    self.lags = lags
    self.half = half
  }

  /// Sets the spectrum of one channel.
  public mutating func load(_ values: [Float], channel: Int) {
    precondition(channel >= 0 && channel < channels && values.count == bins)
    let spectrum = values.span
    let offset = channel * bins
    // The cosine series at lag 1 starts the running sum of the odd lags.
    let start = Arithmetic.dot(spectrum, first.span.extracting(offset..<offset + bins))
    starts[channel] = start
    let all = offset..<offset + bins
    let (low, high) = (lower.span.extracting(all), upper.span.extracting(all))
    let t = unsafe folded.pointer + channel * half
    for k in 0..<bins { unsafe t[k] = spectrum[unchecked: k] * low[unchecked: k] }
    for k in 1..<bins - 1 { unsafe t[half &- k] = spectrum[unchecked: k] * high[unchecked: k] }
  }

  private var starts: SIMD8<Float> = .zero

  /// Transforms what was loaded: `values` holds for each channel in turn its `lags` values, divided by the value at lag 0
  /// and corrected for the window, limited to −1…1.2.
  public mutating func execute(into values: inout [Float]) {
    precondition(values.count == channels * lags)
    var out = values.mutableSpan
    plan.execute()
    let f = unsafe spectra.pointer
    // The imaginary parts become their running sum in place: each spectrum is then its row of lags. Three channels side by
    // side hide the latency of each sum's additions.
    let row = half + 2
    let last = (lags + 1) / 2
    var channel = 0
    while channel + 3 <= channels {
      let (x, y, z) = unsafe (f + channel * row, f + (channel + 1) * row, f + (channel + 2) * row)
      var (a, b, c) = (starts[channel], starts[channel + 1], starts[channel + 2])
      unsafe (x[1], y[1], z[1]) = (a, b, c)
      for k in 1..<last {
        let l = 2 &* k &+ 1
        unsafe a -= x[l]
        unsafe b -= y[l]
        unsafe c -= z[l]
        unsafe x[l] = a
        unsafe y[l] = b
        unsafe z[l] = c
      }
      channel += 3
    }
    while channel < channels {
      let x = unsafe f + channel * row
      var a = starts[channel]
      unsafe x[1] = a
      for k in 1..<last {
        unsafe a -= x[2 &* k &+ 1]
        unsafe x[2 &* k &+ 1] = a
      }
      channel += 1
    }
    let factors = correction.span
    for channel in 0..<channels {
      let x = unsafe f + channel * row
      let scale = unsafe 1 / max(x[0], 1e-15)
      let base = channel * lags
      let factor = factors.extracting(base..<base + lags)
      for l in 0..<lags {
        let value = unsafe x[l] * scale * factor[unchecked: l]
        let low: Float = value < -1 ? -1 : value
        unsafe out[unchecked: base &+ l] = low > 1.2 ? 1.2 : low
      }
    }
  }
}
