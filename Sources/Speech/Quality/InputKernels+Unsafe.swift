import RealModule
import Signal

// Invariant of this file: the span's length is read once and every index lies below it; a copied part is extracted from
// its span, which checks its range, and lives as long as the copy takes.

/// The one look that every input sample gets.
enum InputKernels {
  struct Survey {
    var peak: Float
    /// Samples equal to the one before and at least 1/8 of full scale.
    var flat: Int
    /// Samples that are exactly 0.
    var zeros: Int
  }

  static func survey(_ x: Span<Float>) -> Survey {
    let n = x.count
    guard n > 0 else { return Survey(peak: 0, flat: 0, zeros: 0) }
    var peak = unsafe abs(x[unchecked: 0])
    var zeros: Int32 = unsafe x[unchecked: 0] == 0 ? 1 : 0
    var flat: Int32 = peak >= 0.125 ? 1 : 0
    var i = 1
    unsafe x.withUnsafeBufferPointer { samples in
      guard let x = samples.baseAddress else { return }
      var (peaks, noughts, repeats) = (SIMD8<Float>.zero, SIMD8<Int32>.zero, SIMD8<Int32>.zero)
      while i + 8 <= n {
        let here = unsafe Vectors.eight(x, i)
        let size = here.replacing(with: -here, where: here .< 0)
        peaks.replace(with: size, where: size .> peaks)
        noughts &-= SIMD8<Int32>(repeating: 0).replacing(with: -1, where: here .== 0)
        let isFlat = unsafe (here .== Vectors.eight(x, i &- 1)) .& (size .>= 0.125)
        repeats &-= SIMD8<Int32>(repeating: 0).replacing(with: -1, where: isFlat)
        i += 8
      }
      peak = max(peak, peaks.max())
      zeros &+= noughts.wrappedSum()
      flat &+= repeats.wrappedSum()
    }
    while i < n {
      let here = unsafe x[unchecked: i]
      let size = abs(here)
      peak = size > peak ? size : peak
      zeros &+= here == 0 ? 1 : 0
      unsafe flat &+= (here == x[unchecked: i - 1] && size >= 0.125) ? 1 : 0
      i += 1
    }
    return Survey(peak: peak, flat: Int(flat), zeros: Int(zeros))
  }

  /// How far samples lie from one of them.
  struct Deviation {
    /// Sum of squares about the mean; no number where a sample is none.
    var square: Float
    /// The largest distance from the first sample.
    var farthest: Float
  }

  /// Taken about the first sample, so that a constant gives exactly 0 whatever its size.
  static func deviation(_ x: Span<Float>) -> Deviation {
    let n = x.count
    guard n > 0 else { return Deviation(square: 0, farthest: 0) }
    let first = unsafe x[unchecked: 0]
    var (sum, square, farthest) = (Float(0), Float(0), Float(0))
    for i in 0..<n {
      let distance = unsafe x[unchecked: i] - first
      sum = Relaxed.sum(sum, distance)
      square = Relaxed.multiplyAdd(distance, distance, square)
      let size = abs(distance)
      farthest = size > farthest ? size : farthest
    }
    let about = square - sum * sum / Float(n)
    return Deviation(square: about < 0 ? 0 : about, farthest: farthest)
  }

  /// Appends a part of `samples` to `array`.
  static func append(_ samples: Span<Float>, _ range: Range<Int>, to array: inout [Float]) {
    unsafe samples.extracting(range).withUnsafeBufferPointer { unsafe array.append(contentsOf: $0) }
  }
}
