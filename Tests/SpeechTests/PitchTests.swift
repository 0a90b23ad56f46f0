import Foundation
import Interview
import Signal
import Speech
import TestSupport
import Testing

struct PitchTests {
  private func profile(_ samples: [Float], rate: Int = 16_000) throws -> SpeechProfile {
    try SpeechAnalyzer.analyze(Waveform(samples: samples, sampleRate: rate))
  }

  @Test(arguments: [8000, 16_000, 44_100, 48_000])
  func `a voice of 150 Hz gives 150 Hz within 0.3 Hz, at any rate`(rate: Int) throws {
    let median = try #require(try profile(Synthetic.voice(seconds: 3, rate: rate) { _ in 150 }, rate: rate).pitch.medianHz.value)
    #expect(abs(median - 150) < 0.3)
  }

  // At 500 Hz, where two of its bands meet, the activity network takes a bare buzz for none.
  @Test(arguments: [60.0, 80, 110, 150, 220, 300, 400, 480, 550])
  func `a voice gives its rate within 0.5 %, and no spread`(hertz: Double) throws {
    let pitch = try profile(Synthetic.voice(seconds: 3) { _ in hertz }).pitch
    let median = try #require(pitch.medianHz.value)
    #expect(abs(median / hertz - 1) < 0.005)
    let spread = try #require(pitch.sdSemitones.value)
    #expect(spread < 0.1)
  }

  /// A straight glide over one octave is uniform over 12 semitones: its SD is 12/√12.
  @Test func `a glide over an octave has the spread of one`() throws {
    let pitch = try profile(Synthetic.voice(seconds: 3) { 100 * exp2($0 / 3) }).pitch
    #expect(abs(try #require(pitch.sdSemitones.value) - 3.464) < 0.05)
    #expect(abs(try #require(pitch.rangeSemitones.value) - 10.8) < 0.2)
  }

  /// A sine of one semitone's amplitude has an SD of 1/√2.
  @Test func `a vibrato of one semitone has an SD of 0.71`() throws {
    let pitch = try profile(Synthetic.voice(seconds: 3) { 200 * exp2(sin(2 * .pi * 5 * $0) / 12) }).pitch
    #expect(abs(try #require(pitch.sdSemitones.value) - 0.7071) < 0.03)
    #expect(abs(try #require(pitch.medianHz.value) - 200) < 1)
  }

  @Test func `an octave higher moves the spread by less than a tenth of a semitone`() throws {
    let spans = [(0.5, 2.0), (2.6, 4.0), (4.4, 5.5)].map { (start: $0.0, end: $0.1) }
    let low = try profile(Synthetic.answer(spans, seconds: 6)).pitch
    let high = try profile(Synthetic.answer(spans, seconds: 6, octaves: 1)).pitch
    let (narrow, wide) = (try #require(low.sdSemitones.value), try #require(high.sdSemitones.value))
    #expect(abs(narrow - wide) < 0.1)
    let ratio = try #require(high.medianHz.value) / #require(low.medianHz.value)
    #expect(abs(ratio - 2) < 0.02)
  }

  @Test func `white noise has no pitch and is no speech`() throws {
    let profile = try profile(Synthetic.noise(48_000, level: 0.1))
    #expect(profile.segments.isEmpty && profile.nuclei.isEmpty)
    #expect(profile.pitch.medianHz == .unknown(.speechNone))
    #expect(profile.contours.f0.allSatisfy { $0 == 0 })
  }

  @Test func `hum is no speech`() throws {
    let hum = zip(Synthetic.tone(50, seconds: 3, amplitude: 0.02), Synthetic.noise(48_000, level: 0.001)).map { $0 + $1 }
    #expect(try profile(hum).segments.isEmpty)
  }
}
