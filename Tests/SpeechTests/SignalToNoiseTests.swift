import Interview
import Speech
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The signal-to-noise ratio of buzzes in noise whose ratio is in how they were made, in the band in which it is measured.
struct SignalToNoiseTests {
  private static let rate = 16_000

  /// Two stretches of a swelling buzz in 12 s, in white noise that lies `ratio` dB under the power of the stretches between 60 and 4,000 Hz.
  private func recording(ratio: Double, seed: UInt64) -> [Float] {
    let spans = [(start: 1.5, end: 5.0), (start: 6.5, end: 10.5)]
    // The highest harmonic lies under 4 kHz, so that all power of the buzz is in the band.
    var buzz = [Double](repeating: 0, count: 12 * Self.rate)
    var (power, count) = (0.0, 0)
    for i in buzz.indices {
      let t = Double(i) / Double(Self.rate)
      guard spans.contains(where: { $0.start <= t && t < $0.end }) else { continue }
      var value = 0.0
      // A vibrato of 1 Hz: what holds its pitch for long is no voice.
      let phase = 160 * t + sin(2 * .pi * 3 * t) / (2 * .pi * 3)
      for harmonic in 1...20 { value += cos(2 * .pi * Double(harmonic) * phase) / Double(harmonic) }
      buzz[i] = 0.1 * (0.55 + 0.45 * sin(2 * .pi * 4.5 * t)) * value
      power += buzz[i] * buzz[i]
      count += 1
    }
    // White noise spreads evenly to 8 kHz: 3,940 of 8,000 Hz of its power lie in the band.
    let level = (power / Double(count) / pow(10, ratio / 10) * 8000 / 3940).squareRoot()
    return zip(buzz, Synthetic.noise(buzz.count, level: level, seed: seed)).map { Float($0) + $1 }
  }

  @Test(arguments: [(0.0, 1), (0, 2), (10, 1), (10, 2), (20, 1), (20, 2), (30, 1), (30, 2)])
  func `the ratio is told within 1 dB of what the sound was made with`(ratio: Double, seed: UInt64) throws {
    var analyzer = try SpeechAnalyzer(sampleRate: Self.rate)
    analyzer.append(recording(ratio: ratio, seed: seed))
    let told = try #require(try analyzer.finish().quality.snrDB.value)
    #expect(abs(told - ratio) <= 1, "told \(told) dB")
  }
}
