// Invariant of this file: lengths are checked at the head of each function; unchecked subscripts stay inside them.

/// The inner loops of the front end.
enum FrontEndKernels {
  /// Power less the noise floor, never under `share` of the power.
  static func subtract(_ noise: [Float], from rows: [Float], at start: Int, keeping share: Float, into q: inout [Float]) {
    let n = noise.count
    precondition(q.count == n)
    let floor = noise.span
    let power = rows.span.extracting(start..<start + n)
    var clean = q.mutableSpan
    for k in 0..<n {
      let p = unsafe power[unchecked: k]
      let over = unsafe p - floor[unchecked: k]
      let least = share * p
      unsafe clean[unchecked: k] = over > least ? over : least
    }
  }

  /// Square roots of positive normal numbers, to a relative error of 10⁻⁶.
  ///
  /// `squareRoot()` checks its argument and so runs one number at a time; three of Newton's steps towards 1/√x from the
  /// well-known guess off the bits run four at a time.
  static func root(_ values: [Float], into result: inout [Float]) {
    let n = values.count
    precondition(result.count == n)
    let x = values.span
    var roots = result.mutableSpan
    for k in 0..<n {
      let value = unsafe x[unchecked: k]
      let half = 0.5 * value
      var y = Float(bitPattern: 0x5F37_59DF &- (value.bitPattern >> 1))
      y *= 1.5 - half * y * y
      y *= 1.5 - half * y * y
      y *= 1.5 - half * y * y
      unsafe roots[unchecked: k] = value * y
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

  /// The six highest local maxima of `curve` between two lags, ranked by height less a cost per lag, highest first,
  /// equal ones by the smaller lag.
  ///
  /// - Parameter marks: Scratch for one mark per lag; as long as the curve, a multiple of eight or more beyond `high`.
  /// - Returns: Their lags, and how many there are.
  static func peaks(
    of curve: Span<Float>, costs: Span<Float>, from low: Int, through high: Int, marks: inout [UInt8]
  ) -> (lags: SIMD8<Int32>, count: Int) {
    precondition(low >= 1 && high + 1 < curve.count && high < costs.count && marks.count >= high + 9)
    // Most lags are no maxima: first mark those that are, many at a time, then visit only them.
    var flags = marks.mutableSpan
    for l in low...high {
      let here = unsafe curve[unchecked: l]
      // No short cut between the two comparisons: without a branch they run many at a time.
      let rises: UInt8 = unsafe here > curve[unchecked: l &- 1] ? 1 : 0
      let falls: UInt8 = unsafe here >= curve[unchecked: l &+ 1] ? 1 : 0
      unsafe flags[unchecked: l] = rises & falls
    }
    var lags = InlineArray<6, Int32>(repeating: 0)
    var ranks = InlineArray<6, Float>(repeating: -.infinity)
    var count = 0
    var l = low
    while l <= high {
      // Eight marks in one word: the lowest set byte is the next maximum.
      var word: UInt64 = 0
      for byte in 0..<8 { unsafe word |= UInt64(flags[unchecked: l &+ byte]) << UInt64(8 &* byte) }
      while word != 0 {
        let at = l &+ word.trailingZeroBitCount / 8
        word &= word &- 1
        guard at <= high else { break }
        let rank = unsafe curve[unchecked: at] - costs[unchecked: at]
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
