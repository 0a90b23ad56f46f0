import Foundation
import Interview
import Signal
import Speech
import TestSupport
import Testing

/// What is not speech stays out of it, and what belongs to a word stays in it.
struct DisturbanceTests {
  private let rate = 16_000
  private let spans = [(start: 0.5, end: 2.0), (start: 3.0, end: 4.4), (start: 5.4, end: 6.5)]
  private var clean: [Float] { Synthetic.answer(spans, seconds: 7) }

  private func profile(_ samples: [Float]) throws -> SpeechProfile {
    try SpeechAnalyzer.analyze(Waveform(samples: samples, sampleRate: rate))
  }

  /// The two pauses of a second each are found, each edge within `reach` seconds.
  private func expectPauses(_ profile: SpeechProfile, within reach: Double = 0.05, _ location: SourceLocation = #_sourceLocation) {
    #expect(profile.pauses.count == 2, sourceLocation: location)
    for (found, truth) in zip(profile.pauses, [(2.0, 3.0), (4.4, 5.4)]) {
      #expect(abs(found.start - truth.0) <= reach && abs(found.end - truth.1) <= reach, "\(found)", sourceLocation: location)
    }
  }

  /// Key presses: 4 ms of noise as loud as the voice, six a second.
  @Test func `a keyboard in the pauses is no speech`() throws {
    var samples = clean
    let click = Synthetic.noise(64, level: 0.15, seed: 3)
    for time in [2.25, 2.42, 2.58, 2.75, 4.6, 4.78, 4.95, 5.12] {
      for i in click.indices { samples[Int(time * Double(rate)) + i] += click[i] }
    }
    expectPauses(try profile(samples))
  }

  @Test func `a constant hum with its overtones is no speech`() throws {
    var samples = clean
    for (hertz, amplitude) in [(50.0, 0.008), (100, 0.005), (150, 0.003)] {
      for (i, value) in Synthetic.tone(hertz, seconds: 7, amplitude: amplitude).enumerated() { samples[i] += value }
    }
    expectPauses(try profile(samples), within: 0.1)
  }

  /// A fan goes on after 3.7 s: the noise rises by 7 dB. (By 14 dB the pause after it is lost.)
  @Test func `a noise floor that rises on the way hides no pause`() throws {
    let fan = Synthetic.noise(7 * rate, level: 0.002, seed: 5)
    let voice = clean
    expectPauses(try profile(voice.indices.map { voice[$0] + (Double($0) / Double(rate) > 3.7 ? fan[$0] : 0) }), within: 0.08)
  }

  /// A room's noise, 25 and 20 dB under the voice, its level moved with a standard deviation of 5 dB at 1 to 4 Hz.
  @Test(arguments: [(25.0, 0.12), (20.0, 0.15)])
  func `noise that wavers is no speech`(snr: Double, reach: Double) throws {
    let voice = Synthetic.answer([(start: 1.5, end: 3), (start: 4, end: 5.4), (start: 6.4, end: 7.5)], seconds: 10)
    let power = voice.reduce(0.0) { $0 + Double($1 * $1) } / (4 * Double(rate))
    let hiss = Synthetic.noise(voice.count, level: 1, seed: 21)
    let noise = hiss.indices.map { i in
      let t = 2 * Double.pi * Double(i) / Double(rate)
      let decibels = 4.1 * (sin(1.1 * t + 1) + sin(2.3 * t + 4) + sin(3.9 * t + 2))
      return Double(hiss[i]) * pow(10, decibels / 20)
    }
    let gain = (power / (noise.reduce(0.0) { $0 + $1 * $1 } / Double(noise.count)) * pow(10, -snr / 10)).squareRoot()
    let profile = try profile(voice.indices.map { voice[$0] + Float(gain * noise[$0]) })
    #expect(profile.segments.count == 3, "\(profile.segments)")
    for (found, truth) in zip(profile.segments, [(1.5, 3.0), (4.0, 5.4), (6.4, 7.5)]) {
      #expect(abs(found.start - truth.0) <= reach && abs(found.end - truth.1) <= reach, "\(found)")
    }
  }

  /// The gain rises by 20 dB a second in what is quiet, at most by 20 dB, and falls at once. What it has pulled up just before
  /// a word counts as the word's, 0.23 s at most.
  @Test func `automatic gain that pulls the noise up hides no pause`() throws {
    var (gain, level) = (1.0, 0.0)
    let samples = clean.map { value in
      level = max(abs(Double(value)), level * 0.999)
      gain = level > 0.02 ? max(1, gain * 0.998) : min(10, gain * exp2(3.32 / Double(rate)))
      return Float(Double(value) * gain)
    }
    let pauses = try profile(samples).pauses
    #expect(pauses.count == 2)
    for (found, truth) in zip(pauses, [(2.0, 3.0), (4.4, 5.4)]) {
      #expect(abs(found.start - truth.0) <= 0.05 && found.end <= truth.1 + 0.05 && found.end > truth.1 - 0.25, "\(found)")
    }
  }

  /// A closure of 90 ms, as before a Mandarin or English p, t, k.
  @Test func `a stop's closure is no pause and does not part the speech`() throws {
    var samples = Synthetic.answer([(start: 0.5, end: 3.5)], seconds: 4)
    let hiss = Synthetic.noise(samples.count, level: 0.001)
    for start in [1.2, 2.1, 2.8] {
      for i in Int(start * Double(rate))..<Int((start + 0.09) * Double(rate)) { samples[i] = hiss[i] }
    }
    let profile = try profile(samples)
    #expect(profile.segments.count == 1 && profile.pauses.isEmpty)
  }

  /// A voiceless ending of 150 ms, 26 dB under the voice and 20 dB over the noise.
  @Test func `a weak final fricative belongs to its word`() throws {
    var samples = clean
    let hiss = Synthetic.noise(samples.count + 1, level: 0.02, seed: 9)
    for span in spans {
      // The difference of neighbours lifts the high frequencies, as in an s.
      for i in Int(span.end * Double(rate))..<Int((span.end + 0.15) * Double(rate)) { samples[i] += 0.5 * (hiss[i + 1] - hiss[i]) }
    }
    let profile = try profile(samples)
    #expect(profile.segments.count == 3)
    for (found, span) in zip(profile.segments, spans) { #expect(abs(found.end - span.end - 0.15) <= 0.04, "\(found)") }
  }

  /// Nothing above 3.4 kHz but noise 50 dB under the voice, as the steps of µ-law leave it.
  @Test(arguments: [0.1, 1])
  func `a telephone's band is told from a wide one, however loud`(gain: Float) throws {
    let hiss = Synthetic.noise(clean.count, level: 0.0002, seed: 13)
    let narrow = Synthetic.answer(spans, seconds: 7, rate: 7400)
    var resampler = Resampler(from: 7400, to: rate)
    var wide: [Float] = []
    resampler.append(narrow, to: &wide)
    resampler.finish(into: &wide)
    let telephone = try profile(wide.indices.map { gain * 2 * (wide[$0] + hiss[min($0, hiss.count - 1)]) }).quality.bandwidthHz
    #expect((2500.0..<5000).contains(try #require(telephone.value)), "\(telephone)")
    let open = try profile(clean.map { gain * 2 * $0 }).quality.bandwidthHz
    #expect(try #require(open.value) > 6000, "\(open)")
  }
}
