import RealModule

/// The bands under which the three autocorrelations are taken.
enum SpectralWeights {
  /// One weight per bin of 15.625 Hz, 0…4 kHz, for each autocorrelation.
  static let all: [[Float]] = [
    // The Gaussian low-pass of Praat 6.4's filtered autocorrelation, a little narrower, without hum below 55 Hz.
    weights { f in .exp(-(f / 302) * (f / 302)) * band(f, 55, 4000, 60) },
    weights { f in band(f, 70, 1500, 150) },
    weights { f in band(f, 280, 3500, 200) },
  ]

  private static func weights(_ weight: (Double) -> Double) -> [Float] {
    (0..<FrontEnd.bins).map { Float(weight(Double($0) * 15.625)) }
  }

  /// A band with logistic edges of the given width.
  private static func band(_ f: Double, _ low: Double, _ high: Double, _ width: Double) -> Double {
    1 / (1 + .exp(-(f - low) / (width / 4))) / (1 + .exp((f - high) / (width / 4)))
  }
}
