import RealModule

/// Pitch candidates of one frame and what the scorer is told about each.
struct CandidateFeatures {
  /// Inputs of the scorer.
  static let count = 12
  static let inputs = [
    "r0", "r1", "r2", "height", "height-best", "s(L/2)", "s(2L)", "s(1.5L)", "s(L/3)", "log2(f/150)", "r0(L/2)", "r2(L/2)",
  ]

  /// How many candidates there are, 0…6.
  private(set) var found = 0
  /// Hz, by rank.
  private(set) var f0 = SIMD8<Float>.zero
  /// `count` values per candidate.
  private(set) var values = [Float](repeating: 0, count: 6 * Self.count)

  /// Finds the candidates of a frame.
  ///
  /// - Parameters:
  ///   - parts: The three autocorrelations, one after another.
  ///   - sum: Their weighted sum.
  mutating func find(parts: [Float], sum curve: [Float], costs: [Float], lags: ClosedRange<Int>) {
    let n = curve.count
    let sum = curve.span
    let all = parts.span
    let (r0, r1, r2) = (all.extracting(0..<n), all.extracting(n..<2 * n), all.extracting(2 * n..<3 * n))
    let peaks = FrontEndKernels.peaks(of: curve, costs: costs, from: lags.lowerBound, through: lags.upperBound)
    found = peaks.count
    f0 = .zero
    var highest = -Float.infinity
    for i in 0..<found {
      let index = Int(peaks.lags[i])
      let (a, b, c) = (sum[index - 1], sum[index], sum[index + 1])
      let shift = min(max(0.5 * (a - c) / min(a - 2 * b + c, -1e-9), -0.5), 0.5)
      let lag = Float(index) + shift
      let height = b - 0.25 * (a - c) * shift
      highest = max(highest, height)
      // Lags count half samples of 8 kHz.
      let frequency = 16_000 / lag
      f0[i] = frequency
      let at = i * Self.count
      values[at] = FrontEndKernels.value(of: r0, at: lag)
      values[at + 1] = FrontEndKernels.value(of: r1, at: lag)
      values[at + 2] = FrontEndKernels.value(of: r2, at: lag)
      values[at + 3] = height
      values[at + 5] = FrontEndKernels.value(of: sum, at: lag / 2)
      values[at + 6] = double(lag, sum)
      values[at + 7] = FrontEndKernels.value(of: sum, at: 1.5 * lag)
      values[at + 8] = FrontEndKernels.value(of: sum, at: lag / 3)
      values[at + 9] = .log2(max(frequency, 50) / 150)
      values[at + 10] = FrontEndKernels.value(of: r0, at: lag / 2)
      values[at + 11] = FrontEndKernels.value(of: r2, at: lag / 2)
    }
    for i in 0..<found { values[i * Self.count + 4] = values[i * Self.count + 3] - highest }
  }

  /// The highest of the sum near the double lag, 0 where that lies outside.
  private func double(_ lag: Float, _ sum: Span<Float>) -> Float {
    guard 2 * lag <= Float(sum.count - 4) else { return 0 }
    return max(
      FrontEndKernels.value(of: sum, at: 2 * lag - 2), FrontEndKernels.value(of: sum, at: 2 * lag),
      FrontEndKernels.value(of: sum, at: 2 * lag + 2))
  }
}
