import Foundation
import Interview
import Signal
import Speech
import TestSupport
import Testing

/// Beeps, ringing and music before an answer are not the candidate's.
struct SteadyToneTests {
  private static let rate = 16_000
  private static let spans = [(start: 0.5, end: 2.0), (start: 2.6, end: 4.0), (start: 4.4, end: 5.5)]
  private static let answer = Synthetic.answer(spans, seconds: 6)

  /// What sounds before the answer, with a second of the room behind it; the hiss keeps all of it from being digital silence.
  private static func profile(after sound: [Float]) throws -> SpeechProfile {
    let hiss = Synthetic.noise(sound.count + rate, level: 0.001, seed: 7)
    let before = hiss.enumerated().map { $0 < sound.count ? sound[$0] + $1 : $1 }
    return try SpeechAnalyzer.analyze(Waveform(samples: before + answer, sampleRate: rate))
  }

  private static func sum(_ tones: [Double], seconds: Double) -> [Float] {
    let parts = tones.map { Synthetic.tone($0, seconds: seconds, amplitude: 0.15) }
    return parts[0].indices.map { i in parts.reduce(0) { $0 + $1[i] } }
  }

  /// Twelve notes of 0.4 s, four harmonics each, that die away by 7 dB.
  private static var music: [Float] {
    [262.0, 330, 392, 523, 392, 330, 262, 294, 349, 440, 349, 294].flatMap { hertz in
      (0..<6400).map { i in
        let t = Double(i) / 16_000
        var partials = 0.0
        for k in 1...4 { partials += sin(2 * Double.pi * hertz * Double(k) * t) / Double(k) }
        let height: Double = 0.08 * exp(-2 * t) * min(1, t / 0.01)
        return Float(height * partials)
      }
    }
  }

  @Test(arguments: [
    // A start beep, two low ones, the ring of Chinese and of American exchanges, a key.
    [1000.0], [300], [180], [450], [440, 480], [770, 1336],
  ]) func `a tone before the answer is no speech, and is told`(tones: [Double]) throws {
    let (plain, after) = (try Self.profile(after: []), try Self.profile(after: Self.sum(tones, seconds: 1)))
    #expect(after.segments.count == 3)
    #expect(abs(try #require(after.segments.first?.start) - 2.5) < 0.05)
    #expect(abs(try #require(after.pitch.sdSemitones.value) - #require(plain.pitch.sdSemitones.value)) < 0.05)
    #expect(plain.quality.flags.isEmpty)
    #expect(after.quality.flags.isEmpty || after.quality.flags == ["quality.tones"])
  }

  @Test func `notes of music are no speech, and are told`() throws {
    let profile = try Self.profile(after: Self.music)
    #expect(profile.segments.count == 3)
    #expect(abs(try #require(profile.segments.first?.start) - 6.3) < 0.05)
    #expect(profile.quality.flags == ["quality.tones"])
  }

  /// The steadiest that people do: a vowel sung for a second, whose pitch still wavers by a tenth of a semitone.
  @Test func `a held vowel is speech`() throws {
    let vowel = Synthetic.pulses(seconds: 1) { 220 * (1 + 0.006 * sin(2 * .pi * 5 * $0)) }
    let swelling = vowel.enumerated().map { i, value -> Float in
      let swell: Double = 1 + 0.15 * sin(2 * Double.pi * 5 * Double(i) / 16_000)
      return Float(swell) * value
    }
    let profile = try Self.profile(after: swelling)
    #expect(profile.segments.count == 4)
    #expect(profile.quality.flags.isEmpty)
  }
}
