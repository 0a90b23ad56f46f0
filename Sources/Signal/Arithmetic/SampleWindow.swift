import RealModule

/// Tapers. All are symmetric and strictly positive inside.
public enum SampleWindow {
  /// Hann, without the zeros at both ends: `0.5 − 0.5 cos(2π(i + 1)/(count + 1))`.
  public static func hann(_ count: Int) -> [Float] {
    (0..<count).map { i in Float(0.5 - 0.5 * .cos(2 * .pi * Double(i + 1) / Double(count + 1))) }
  }

  /// Gaussian that falls to `exp(−12)` at its ends, with that pedestal taken off (the window of Praat's analyses).
  public static func gaussian(_ count: Int) -> [Float] {
    let edge = Double.exp(-12)
    let middle = Double(count + 1) / 2
    return (1...max(1, count)).map { i in
      let x = (Double(i) - middle) / (Double(count + 1))
      return Float((.exp(-48 * x * x) - edge) / (1 - edge))
    }
  }

  /// Modified Bessel function of order zero by its power series.
  static func besselI0(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var k = 1.0
    while term > sum * 1e-17 {
      term *= (x / (2 * k)) * (x / (2 * k))
      sum += term
      k += 1
    }
    return sum
  }
}
