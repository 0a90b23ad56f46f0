import RealModule

/// Windowed-sinc low-pass filters. Kaiser (1974): a stop band of `attenuation` dB needs
/// `(attenuation − 8) / (2.285 · Δω)` taps for a transition of Δω radians per sample.
enum LowPassDesign {
  /// Taps needed for a transition `width`, both in cycles per sample.
  static func taps(width: Double, attenuation: Double) -> Int {
    Int(((attenuation - 8) / (2.285 * 2 * .pi * width)).rounded(.up)) + 1
  }

  /// Kaiser's beta for a stop band of more than 50 dB.
  static func beta(attenuation: Double) -> Double { 0.1102 * (attenuation - 8.7) }

  /// The filter's impulse response at `time` samples from its middle, with gain 1 at frequency 0 (nearly; callers that
  /// need it exact divide by the sum).
  ///
  /// - Parameters:
  ///   - cutoff: Middle of the transition, cycles per sample.
  ///   - reach: Half the filter's length in samples; 0 is returned beyond it.
  static func response(at time: Double, cutoff: Double, reach: Double, beta: Double) -> Double {
    let x = time / reach
    guard abs(x) <= 1 else { return 0 }
    let phase = 2 * .pi * cutoff * time
    let sinc = time == 0 ? 1 : .sin(phase) / phase
    return 2 * cutoff * sinc * SampleWindow.besselI0(beta * (1 - x * x).squareRoot()) / SampleWindow.besselI0(beta)
  }
}
