import Signal

#if canImport(Glibc)
  import Glibc
#endif

/// Sounds whose truth is known because they were made from it. All are deterministic.
public enum Synthetic {
  /// A sine of `hertz`, `seconds` long.
  public static func tone(_ hertz: Double, seconds: Double, rate: Int = 16_000, amplitude: Double = 0.5) -> [Float] {
    (0..<Int(seconds * Double(rate))).map { i in Float(amplitude * sin(2 * .pi * hertz * Double(i) / Double(rate))) }
  }

  /// A voice-like buzz: harmonics up to 7 kHz whose amplitude falls with their number. `pitch` gives Hz at a time in seconds.
  public static func pulses(seconds: Double, rate: Int = 16_000, amplitude: Double = 0.2, pitch: (Double) -> Double) -> [Float] {
    var phase = 0.0
    return (0..<Int(seconds * Double(rate))).map { i in
      let hertz = pitch(Double(i) / Double(rate))
      phase += hertz / Double(rate)
      phase -= phase.rounded(.down)
      var sum = 0.0
      var harmonic = 1.0
      while harmonic * hertz < min(7000, Double(rate) * 0.45) {
        sum += cos(2 * .pi * harmonic * phase) / harmonic
        harmonic += 1
      }
      return Float(amplitude * sum)
    }
  }

  /// The same as a voice makes it, which holds neither pitch nor level still (4.5 swells a second, a vibrato of 0.07 semitones), with half a second of
  /// faint noise on both sides.
  public static func voice(seconds: Double, rate: Int = 16_000, amplitude: Double = 0.2, pitch: (Double) -> Double) -> [Float] {
    let buzz = pulses(seconds: seconds, rate: rate, amplitude: amplitude) { pitch($0) * exp2(0.006 * sin(2 * .pi * 3 * $0)) }
    var sound = noise(buzz.count + rate, level: 0.0005)
    for (i, value) in buzz.enumerated() {
      let swell = 0.8 + 0.2 * sin(2 * .pi * 4.5 * Double(i) / Double(rate))
      sound[rate / 2 + i] += Float(swell) * value
    }
    return sound
  }

  /// Gaussian noise of the given root mean square.
  public static func noise(_ count: Int, level: Double, seed: UInt64 = 1) -> [Float] {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in
      let (a, b) = (generator.uniform(), generator.uniform())
      return Float(level * (-2 * log(max(a, 1e-12))).squareRoot() * cos(2 * .pi * b))
    }
  }

  /// A buzz with the rhythm of speech (4.5 swells a second) inside `spans`, faint noise everywhere.
  public static func answer(_ spans: [(start: Double, end: Double)], seconds: Double, rate: Int = 16_000, octaves: Double = 0) -> [Float] {
    let voice = pulses(seconds: seconds, rate: rate) { t in 150 * exp2(octaves + 0.2 * sin(2 * .pi * 0.7 * t)) }
    let hiss = noise(voice.count, level: 0.001)
    return voice.indices.map { i in
      let t = Double(i) / Double(rate)
      let edge = spans.map { min(1, max(0, min(t - $0.start, $0.end - t) / 0.012 + 0.5)) }.max() ?? 0
      return Float(edge * (0.55 + 0.45 * sin(2 * .pi * 4.5 * t))) * voice[i] + hiss[i]
    }
  }
}

/// Steele, Lea & Flood (2014): small, seeded, the same everywhere.
struct SplitMix {
  var state: UInt64

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
  }
}
