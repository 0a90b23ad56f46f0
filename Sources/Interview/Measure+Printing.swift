extension Measure {
  /// Decimals at which the value is printed and stored. Results on different processor families agree at this precision,
  /// and it is finer than what any of the methods can tell apart.
  public var decimals: Int {
    switch unit {
    case "dB", "dBFS", "Hz", "1/min", "字/min", "words/min", "1/100 syll": 2
    case "1": 4
    default: 3
    }
  }

  /// The value as the documented JSON shows it: rounded, null where unknown.
  public func json(_ measured: Measured<Double>) -> JSON { .rounded(measured.value, decimals) }
}
