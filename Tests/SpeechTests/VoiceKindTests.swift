import Foundation
import Interview
import Signal
import Speech
import TestSupport
import Testing

/// Voices that are not an adult's modal one, made from their own truth.
struct VoiceKindTests {
  private let rate = 16_000

  private func profile(_ samples: [Float]) throws -> SpeechProfile {
    try SpeechAnalyzer.analyze(Waveform(samples: samples, sampleRate: rate))
  }

  /// 2 s at 120 Hz that end in 0.6 s at half that: the lower pitch is kept, and belongs to the spread.
  ///
  /// Of 260 frames 60 lie 12 st lower: SD = 12 · √(0.231 · 0.769) = 5.06 st.
  @Test func `creak an octave below the voice is heard as such`() throws {
    let voice = Synthetic.voice(seconds: 2.6) { $0 < 2 ? 120 : 60 }
    let profile = try profile(voice)
    #expect(abs(try #require(profile.pitch.medianHz.value) - 120) < 1)
    #expect(abs(try #require(profile.pitch.sdSemitones.value) - 5.06) < 0.4)
    let creak = profile.contours.f0[260..<300].filter { $0 > 0 }
    #expect(creak.count > 35 && creak.allSatisfy { abs($0 - 60) < 2 })
  }

  @Test func `a whisper has no pitch`() throws {
    var noise = Synthetic.noise(4 * rate, level: 0.05)
    for i in noise.indices {
      let t = Double(i) / Double(rate)
      noise[i] *= Float(t < 0.5 || t > 3.5 ? 0.01 : 0.55 + 0.45 * sin(2 * .pi * 4.5 * t))
    }
    let profile = try profile(noise)
    #expect(profile.contours.f0.count { $0 > 0 } <= 3)
    #expect(profile.pitch.medianHz.value == nil && profile.pitch.sdSemitones.value == nil)
  }

  @Test(arguments: [330.0, 400, 480])
  func `a child's voice is measured like any other`(hertz: Double) throws {
    let profile = try profile(Synthetic.voice(seconds: 2) { hertz * exp2(sin(2 * .pi * 3 * $0) / 12) })
    #expect(abs(try #require(profile.pitch.medianHz.value) / hertz - 1) < 0.01)
    // A sine of one semitone's amplitude: 1/√2.
    #expect(abs(try #require(profile.pitch.sdSemitones.value) - 0.7071) < 0.05)
  }

  /// Uniform over 24 semitones: SD = 24/√12.
  @Test func `two octaves of singing, up in three seconds, are followed throughout`() throws {
    let profile = try profile(Synthetic.voice(seconds: 3) { 110 * exp2(2 * $0 / 3) })
    #expect(abs(try #require(profile.pitch.sdSemitones.value) - 6.928) < 0.1)
    for (t, f0) in profile.contours.f0.enumerated().dropFirst(60).dropLast(60) {
      #expect(abs(1200 * log2(Double(f0) / (110 * exp2(2 * (Double(t) * 0.01 - 0.5) / 3)))) < 50)
    }
  }
}
