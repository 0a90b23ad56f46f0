import CKernels
import Signal

// Invariant of this file: lengths are checked at the head of each function; the loops that it calls, and unchecked subscripts, stay inside them.

/// The inner loops of the front end.
enum FrontEndKernels {
  /// Power less the noise floor, never under `share` of the power, and its square root.
  ///
  /// - Parameters:
  ///   - rows: Power, read from index `start` on; as many values as `noise` has.
  ///   - compressed: The square root, or where `twice` is set the fourth.
  static func compress(
    _ rows: [Float], at start: Int, noise: [Float], keeping share: Float, twice: Bool, into clean: inout [Float],
    _ compressed: inout [Float]
  ) {
    let n = noise.count
    precondition(n > 0 && start >= 0 && start + n <= rows.count && clean.count == n && compressed.count == n)
    unsafe rows.withUnsafeBufferPointer { power in
      unsafe noise.withUnsafeBufferPointer { noise in
        unsafe clean.withUnsafeMutableBufferPointer { clean in
          unsafe compressed.withUnsafeMutableBufferPointer { root in
            unsafe Kernels.table.pointee.compress(
              power.baseAddress.unsafelyUnwrapped + start, noise.baseAddress.unsafelyUnwrapped, share, twice ? 1 : 0,
              clean.baseAddress.unsafelyUnwrapped, root.baseAddress.unsafelyUnwrapped, n)
          }
        }
      }
    }
  }

  /// Weighted sum of three equally long runs that stand one after another in `runs`.
  static func mix(_ runs: [Float], weights: SIMD4<Float>, into total: inout [Float]) {
    let n = total.count
    precondition(n > 0 && runs.count == 3 * n)
    unsafe runs.withUnsafeBufferPointer { runs in
      unsafe total.withUnsafeMutableBufferPointer { total in
        let x = unsafe runs.baseAddress.unsafelyUnwrapped
        unsafe Kernels.table.pointee.mix(
          x, x + n, x + 2 * n, weights[0], weights[1], weights[2], total.baseAddress.unsafelyUnwrapped, n)
      }
    }
  }

  /// The quarter octave, counted from `lowest` and at most `cells` − 1, of each bin's mean over itself and its two neighbours;
  /// the first and the last bin stand for what lies beyond.
  ///
  /// - Parameters:
  ///   - scale: What the sum of three is multiplied by; the products are positive normal numbers.
  static func quarterOctaves(_ sums: [Float], scale: Float, lowest: Int32, cells: Int32, into result: inout [Int32]) {
    let n = sums.count
    precondition(n > 2 && result.count == n)
    unsafe sums.withUnsafeBufferPointer { sums in
      unsafe result.withUnsafeMutableBufferPointer { result in
        unsafe Kernels.table.pointee.quarter_octaves(
          sums.baseAddress.unsafelyUnwrapped, scale, lowest, cells, result.baseAddress.unsafelyUnwrapped, n)
      }
    }
  }

  /// Adds one to a cell of each row of `cells`: of row k the one at `places[k]`, which lies in 0…`cells` − 1.
  static func count(_ places: [Int32], of cells: Int, in counts: inout [Int32]) {
    precondition(counts.count == places.count * cells)
    let places = places.span
    var counts = counts.mutableSpan
    for k in 0..<places.count { unsafe counts[unchecked: k &* cells &+ min(max(Int(places[unchecked: k]), 0), cells &- 1)] &+= 1 }
  }

  /// The six highest local maxima of `curve` between two lags, ranked by height less a cost per lag, highest first,
  /// equal ones by the smaller lag.
  ///
  /// - Returns: Their lags, and how many there are.
  static func peaks(of curve: [Float], costs: [Float], from low: Int, through high: Int) -> (lags: InlineArray<6, Int32>, count: Int) {
    precondition(low >= 1 && low <= high && high - low < PEAKS_LONGEST && high + 8 < curve.count && high < costs.count)
    var lags = InlineArray<6, Int32>(repeating: 0)
    var places = lags.mutableSpan
    let count = unsafe curve.withUnsafeBufferPointer { curve in
      unsafe costs.withUnsafeBufferPointer { costs in
        unsafe places.withUnsafeMutableBufferPointer { places in
          unsafe Kernels.table.pointee.peaks(
            curve.baseAddress.unsafelyUnwrapped, costs.baseAddress.unsafelyUnwrapped, low, high, places.baseAddress.unsafelyUnwrapped)
        }
      }
    }
    return (lags, count)
  }

  /// Sixteen levels over the quiet ones in `unit`s and within `limits`, from index `at` on.
  static func levels(
    _ levels: SIMD16<UInt8>, over quiet: SIMD16<Float>, unit: Float, in limits: ClosedRange<Float>, into row: inout [Float], at: Int
  ) {
    precondition(at >= 0 && at + 16 <= row.count)
    var (levels, quiet) = (levels, quiet)
    unsafe withUnsafeBytes(of: &levels) { levels in
      unsafe withUnsafeBytes(of: &quiet) { quiet in
        unsafe row.withUnsafeMutableBufferPointer { row in
          unsafe Kernels.table.pointee.levels_over(
            levels.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self),
            quiet.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Float.self), unit, limits.lowerBound, limits.upperBound,
            row.baseAddress.unsafelyUnwrapped + at)
        }
      }
    }
  }

  /// Value of `curve` at a lag between two samples, by linear interpolation; 0 beyond the last.
  @inline(__always)
  static func value(of curve: Span<Float>, at lag: Float) -> Float {
    let index = Int(lag)
    guard index >= 0, index + 1 < curve.count else { return 0 }
    let weight = lag - Float(index)
    return unsafe curve[unchecked: index] * (1 - weight) + curve[unchecked: index + 1] * weight
  }
}
