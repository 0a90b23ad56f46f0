// Invariant of this file: the buffer's length is read once and every index lies below it.

extension Arithmetic {
  /// Replaces every value by its logarithm to base 2. Positive normal numbers only; the error stays below 3·10⁻⁵.
  ///
  /// The exponent is read off the bits; the fraction m in 1…2 follows a series in (m − √2)/(m + √2).
  public static func log2(_ array: inout [Float]) {
    var values = array.mutableSpan
    let n = values.count
    for i in 0..<n {
      let bits = unsafe values[unchecked: i].bitPattern
      let exponent = Float(Int32(bits >> 23) - 127)
      let fraction = Float(bitPattern: bits & 0x007F_FFFF | 0x3F80_0000)
      let s = (fraction - 1.414_213_6) / (fraction + 1.414_213_6)
      let square = s * s
      // 2/ln 2 · (s + s³/3 + s⁵/5 + s⁷/7).
      let series = s * (2.885_390_1 + square * (0.961_796_7 + square * (0.577_078 + square * 0.412_198_6)))
      unsafe values[unchecked: i] = exponent + 0.5 + series
    }
  }
}
