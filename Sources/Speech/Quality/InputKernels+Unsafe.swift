// Invariant of this file: the span's length is read once and every index lies below it.

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
    for i in 1..<n {
      let here = unsafe x[unchecked: i]
      let size = abs(here)
      peak = size > peak ? size : peak
      zeros &+= here == 0 ? 1 : 0
      unsafe flat &+= (here == x[unchecked: i - 1] && size >= 0.125) ? 1 : 0
    }
    return Survey(peak: peak, flat: Int(flat), zeros: Int(zeros))
  }
}
