import Signal

// Invariant of this file: lengths are checked at the head of each function; unchecked subscripts stay inside them.

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
    precondition(start >= 0 && start + n <= rows.count && clean.count == n && compressed.count == n)
    unsafe rows.withUnsafeBufferPointer { power in
      unsafe noise.withUnsafeBufferPointer { floor in
        unsafe clean.withUnsafeMutableBufferPointer { clean in
          unsafe compressed.withUnsafeMutableBufferPointer { root in
            var k = 0
            while k + 4 <= n {
              let p = unsafe Vectors.four(power, start &+ k)
              let over = unsafe p - Vectors.four(floor, k)
              let least = share * p
              let left = over.replacing(with: least, where: over .<= least)
              unsafe Vectors.store(left, clean, k)
              let half = left.squareRoot()
              unsafe Vectors.store(twice ? half.squareRoot() : half, root, k)
              k += 4
            }
            while k < n {
              let p = unsafe power[start &+ k]
              let left = unsafe max(p - floor[k], share * p)
              unsafe clean[k] = left
              let half = left.squareRoot()
              unsafe root[k] = twice ? half.squareRoot() : half
              k += 1
            }
          }
        }
      }
    }
  }

  /// Weighted sum of three equally long runs that stand one after another in `parts`.
  static func mix(_ runs: [Float], weights: SIMD4<Float>, into total: inout [Float]) {
    let n = total.count
    precondition(runs.count == 3 * n)
    let parts = runs.span
    let (x, y, z) = (parts.extracting(0..<n), parts.extracting(n..<2 * n), parts.extracting(2 * n..<3 * n))
    var sum = total.mutableSpan
    let (a, b, c) = (weights[0], weights[1], weights[2])
    for l in 0..<n {
      unsafe sum[unchecked: l] = a * x[unchecked: l] + b * y[unchecked: l] + c * z[unchecked: l]
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
    let x = sums.span
    var found = result.mutableSpan
    for k in 1..<n - 1 {
      let value = unsafe (x[unchecked: k &- 1] + x[unchecked: k] + x[unchecked: k &+ 1]) * scale
      unsafe found[unchecked: k] = cell(value, lowest, cells)
    }
    found[0] = cell((x[0] + x[0] + x[1]) * scale, lowest, cells)
    found[n - 1] = cell((x[n - 2] + x[n - 1] + x[n - 1]) * scale, lowest, cells)
  }

  /// `⌊4 log₂ x⌋` read off the bits: the exponent, and one for each of the fractions of 2^¼, 2^½ and 2^¾ that is reached.
  @inline(__always)
  private static func cell(_ x: Float, _ lowest: Int32, _ cells: Int32) -> Int32 {
    let bits = Int32(bitPattern: x.bitPattern)
    let fraction = bits & 0x7F_FFFF
    var quarter: Int32 = fraction >= 0x18_37F0 ? 1 : 0
    quarter &+= fraction >= 0x35_04F3 ? 1 : 0
    quarter &+= fraction >= 0x57_44FD ? 1 : 0
    let place = 4 &* ((bits >> 23) &- 127) &+ quarter &- lowest
    return place < 0 ? 0 : place > cells &- 1 ? cells &- 1 : place
  }

  /// The six highest local maxima of `curve` between two lags, ranked by height less a cost per lag, highest first,
  /// equal ones by the smaller lag.
  ///
  /// - Returns: Their lags, and how many there are.
  static func peaks(
    of curve: [Float], costs: [Float], from low: Int, through high: Int
  ) -> (lags: SIMD8<Int32>, count: Int) {
    precondition(low >= 1 && low <= high && high + 8 < curve.count && high < costs.count)
    var lags = InlineArray<6, Int32>(repeating: 0)
    var ranks = InlineArray<6, Float>(repeating: -.infinity)
    var count = 0
    unsafe curve.withUnsafeBufferPointer { curve in
      unsafe costs.withUnsafeBufferPointer { costs in
        let x = unsafe curve.baseAddress.unsafelyUnwrapped
        var l = low
        while l <= high {
          // Most lags are no maxima: eight are looked at together, and only those that are one are visited.
          let here = unsafe Vectors.eight(x, l)
          let isTop = unsafe (here .> Vectors.eight(x, l &- 1)) .& (here .>= Vectors.eight(x, l &+ 1))
          var marks = SIMD8<Int32>.zero.replacing(with: SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128), where: isTop).wrappedSum()
          while marks != 0 {
            let at = l &+ marks.trailingZeroBitCount
            marks &= marks &- 1
            guard at <= high else { break }
            let rank = unsafe x[at] - costs[at]
            guard count < 6 || rank > ranks[5] else { continue }
            var place = min(count, 5)
            while place > 0, ranks[place - 1] < rank {
              ranks[place] = ranks[place - 1]
              lags[place] = lags[place - 1]
              place -= 1
            }
            ranks[place] = rank
            lags[place] = Int32(truncatingIfNeeded: at)
            count = min(count + 1, 6)
          }
          l = l &+ 8
        }
      }
    }
    return (SIMD8(lags[0], lags[1], lags[2], lags[3], lags[4], lags[5], 0, 0), count)
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
