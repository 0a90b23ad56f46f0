import CKernels
import Signal

// Invariant of this file: a span that is empty has no address and is not passed on; a copied part is extracted from its span, which checks its
// range, and lives as long as the copy takes.

/// The one look that every input sample gets.
enum InputKernels {
  /// The largest magnitude, samples equal to the one before and at least 1/8 of full scale, and samples that are exactly 0.
  static func survey(_ x: Span<Float>) -> (peak: Float, flat: Int, zeros: Int) {
    unsafe x.withUnsafeBufferPointer { x in
      guard let samples = x.baseAddress else { return (0, 0, 0) }
      let found = unsafe Kernels.table.pointee.survey(samples, x.count)
      return (found.peak, Int(found.flat), Int(found.zeros))
    }
  }

  /// How far samples lie from one of them: the sum of squares about the mean (no number where a sample is none), and the largest distance from the
  /// first. Taken about the first sample, so that a constant gives exactly 0 whatever its size.
  static func deviation(_ x: Span<Float>) -> (square: Float, farthest: Float) {
    unsafe x.withUnsafeBufferPointer { x in
      guard let samples = x.baseAddress else { return (0, 0) }
      let found = unsafe Kernels.table.pointee.deviation(samples, x.count)
      return (found.square, found.farthest)
    }
  }

  /// Appends a part of `samples` to `array`.
  static func append(_ samples: Span<Float>, _ range: Range<Int>, to array: inout [Float]) {
    unsafe samples.extracting(range).withUnsafeBufferPointer { unsafe array.append(contentsOf: $0) }
  }
}
