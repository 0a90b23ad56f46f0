import RealModule

// Invariant of this file: every function checks the lengths of its spans once, at its head; each unchecked subscript
// below it stays inside the checked range. The loops are written so that the compiler turns them into SIMD code.

/// Arithmetic on runs of samples. Sums are relaxed: their order is fixed for a given build and input, not left to right.
public enum Arithmetic {
  /// Sum of products of two equally long runs.
  public static func dot(_ a: Span<Float>, _ b: Span<Float>) -> Float {
    precondition(a.count == b.count)
    var sum: Float = 0
    for i in 0..<a.count {
      sum = unsafe Relaxed.multiplyAdd(a[unchecked: i], b[unchecked: i], sum)
    }
    return sum
  }

  /// Sum of a run.
  public static func sum(_ a: Span<Float>) -> Float {
    var sum: Float = 0
    for i in 0..<a.count {
      sum = unsafe Relaxed.sum(sum, a[unchecked: i])
    }
    return sum
  }

  /// Sum of the values from index `range.lowerBound` up to `range.upperBound`.
  public static func sum(_ a: [Float], _ range: Range<Int>) -> Float {
    let all = a.span
    return sum(all.extracting(range))
  }

  /// Sum of squares of a run.
  public static func energy(_ a: Span<Float>) -> Float {
    var sum: Float = 0
    for i in 0..<a.count {
      sum = unsafe Relaxed.multiplyAdd(a[unchecked: i], a[unchecked: i], sum)
    }
    return sum
  }

  /// Adds as many values of `x`, from index `start` on, to `total`, element by element.
  public static func accumulate(_ x: [Float], from start: Int, into total: inout [Float]) {
    let part = x.span.extracting(start..<start + total.count)
    var sum = total.mutableSpan
    for i in 0..<part.count {
      unsafe sum[unchecked: i] += part[unchecked: i]
    }
  }
}
