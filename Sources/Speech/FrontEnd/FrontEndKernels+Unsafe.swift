// Invariant of this file: lengths are checked at the head of each function; unchecked subscripts stay inside them.

/// The inner loops of the front end.
enum FrontEndKernels {
  /// Power less the noise floor, never under `share` of the power, and its square root and fourth root.
  static func subtract(
    _ noise: [Float], from rows: [Float], at start: Int, keeping share: Float,
    into q: inout [Float], root r: inout [Float], fourth f: inout [Float]
  ) {
    let n = noise.count
    precondition(q.count == n && r.count == n && f.count == n)
    let floor = noise.span
    let power = rows.span.extracting(start..<start + n)
    var clean = q.mutableSpan
    var root = r.mutableSpan
    var fourth = f.mutableSpan
    for k in 0..<n {
      let p = unsafe power[unchecked: k]
      let q = unsafe max(p - floor[unchecked: k], share * p)
      unsafe clean[unchecked: k] = q
    }
    for k in 0..<n { unsafe root[unchecked: k] = clean[unchecked: k].squareRoot() }
    for k in 0..<n { unsafe fourth[unchecked: k] = root[unchecked: k].squareRoot() }
  }

  /// Weighted sum of three equally long runs that stand one after another in `parts`.
  static func mix(_ runs: [Float], weights: SIMD4<Float>, into total: inout [Float]) {
    let n = total.count
    precondition(runs.count == 3 * n)
    let parts = runs.span
    var sum = total.mutableSpan
    let (a, b, c) = (weights[0], weights[1], weights[2])
    for l in 0..<n {
      unsafe sum[unchecked: l] = a * parts[unchecked: l] + b * parts[unchecked: n + l] + c * parts[unchecked: 2 * n + l]
    }
  }

  /// The six highest local maxima of `curve` between two lags, ranked by height less a cost per lag, highest first,
  /// equal ones by the smaller lag.
  ///
  /// - Returns: Their lags, and how many there are.
  static func peaks(of curve: Span<Float>, costs: Span<Float>, from low: Int, through high: Int) -> (lags: SIMD8<Int32>, count: Int) {
    precondition(low >= 1 && high + 1 < curve.count && high < costs.count)
    var lags = SIMD8<Int32>.zero
    var ranks = SIMD8<Float>(repeating: -.infinity)
    var count = 0
    // Most lags are no maxima: eight are looked at together, one by one only where there is any.
    var l = low
    while l <= high {
      if l + 7 <= high, l + 9 < curve.count {
        let (before, here, after) = unsafe (eight(curve, l - 1), eight(curve, l), eight(curve, l + 1))
        if !any((here .> before) .& (here .>= after)) {
          l += 8
          continue
        }
      }
      let end = min(l + 7, high)
      while l <= end {
        let here = unsafe curve[unchecked: l]
        guard unsafe here > curve[unchecked: l - 1], unsafe here >= curve[unchecked: l + 1] else {
          l += 1
          continue
        }
        let rank = unsafe here - costs[unchecked: l]
        if count < 6 || rank > ranks[5] {
          var place = min(count, 5)
          while place > 0, ranks[place - 1] < rank {
            ranks[place] = ranks[place - 1]
            lags[place] = lags[place - 1]
            place -= 1
          }
          ranks[place] = rank
          lags[place] = Int32(l)
          count = min(count + 1, 6)
        }
        l += 1
      }
    }
    return (lags, count)
  }

  /// Eight values from an index on, which the caller knows to lie inside.
  @inline(__always)
  @unsafe private static func eight(_ x: Span<Float>, _ at: Int) -> SIMD8<Float> {
    unsafe SIMD8(
      x[unchecked: at], x[unchecked: at + 1], x[unchecked: at + 2], x[unchecked: at + 3], x[unchecked: at + 4], x[unchecked: at + 5],
      x[unchecked: at + 6], x[unchecked: at + 7])
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
