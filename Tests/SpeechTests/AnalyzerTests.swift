import Interview
import Signal
import Speech
import TestSupport
import Testing

struct AnalyzerTests {
  private let spans = [(start: 0.5, end: 2.0), (start: 2.6, end: 4.0), (start: 4.4, end: 5.5)]

  private func analyze(_ samples: [Float], rate: Int = 16_000, block: Int? = nil) throws -> SpeechProfile {
    var analyzer = try SpeechAnalyzer(sampleRate: rate)
    let size = block ?? max(1, samples.count)
    for start in stride(from: 0, to: samples.count, by: size) { analyzer.append(Array(samples[start..<min(start + size, samples.count)])) }
    return try analyzer.finish()
  }

  @Test func `silences are found where they were put`() throws {
    let profile = try analyze(Synthetic.answer(spans, seconds: 6))
    #expect(profile.segments.count == 3)
    for (found, truth) in zip(profile.segments, spans) {
      #expect(abs(found.start - truth.start) <= 0.03)
      #expect(abs(found.end - truth.end) <= 0.03)
    }
    #expect(profile.pauses.count == 2)
    #expect(abs(try #require(profile.timing.span.value) - 5) <= 0.06)
    #expect(abs(try #require(profile.timing.leadIn.value) - 0.5) <= 0.03)
  }

  @Test(arguments: [1, 7, 160, 4096])
  func `blocks never change a bit`(block: Int) throws {
    let samples = Synthetic.answer(spans, seconds: 6)
    let (cut, whole) = (try analyze(samples, block: block), try analyze(samples))
    #expect(same(cut, whole))
  }

  @Test func `the same samples give the same bits, over several chunks too`() throws {
    let samples = Array(repeatElement(Synthetic.answer(spans, seconds: 6), count: 17).joined())
    let (one, two) = (try analyze(samples, block: 1000), try analyze(samples))
    #expect(same(one, two))
    #expect(one.segments.count == 51)
    #expect(one.contours.f0.count == 10_201)
  }

  /// Every width of the inner loops that this processor has is forced over the same sound.
  @Test func `wide and narrow vectors give the same bits`() throws {
    let samples = Synthetic.answer(spans, seconds: 6)
    defer { Kernels.choose(Kernels.names.count - 1) }
    let profiles = try Kernels.names.indices.map { index in
      Kernels.choose(index)
      return try analyze(samples)
    }
    for other in profiles.dropFirst() { #expect(same(other, profiles[0])) }
    #expect(profiles[0].segments.count == 3)
  }

  private func same(_ a: SpeechProfile, _ b: SpeechProfile) -> Bool {
    a.contours.f0 == b.contours.f0 && a.contours.voicing == b.contours.voicing && a.contours.intensityDB == b.contours.intensityDB
      && a.segments == b.segments && a.nuclei == b.nuclei && a.voice.hnrDB == b.voice.hnrDB && a.voice.cppsDB == b.voice.cppsDB
      && a.voice.jitterLocal == b.voice.jitterLocal && a.quality.snrDB == b.quality.snrDB && a.quality.bandwidthHz == b.quality.bandwidthHz
      && a.pitch.sdSemitones == b.pitch.sdSemitones && a.quality.flags == b.quality.flags
  }

  @Test func `silence is unknown with its reason, never a number`() throws {
    let profile = try analyze([Float](repeating: 0, count: 48_000))
    #expect(profile.segments.isEmpty && profile.pauses.isEmpty && profile.nuclei.isEmpty)
    #expect(profile.timing.span == .unknown(.speechNone))
    #expect(profile.pitch.sdSemitones == .unknown(.speechNone))
    #expect(profile.voice.hnrDB == .unknown(.speechNone))
    #expect(profile.quality.snrDB == .unknown(.speechNone))
    #expect(profile.duration == 3)
  }

  @Test(arguments: [0, 1, 80, 800])
  func `next to nothing is analysed without a measure`(count: Int) throws {
    let profile = try analyze(Array(Synthetic.pulses(seconds: 0.05) { _ in 150 }.prefix(count)))
    #expect(profile.timing.span.value == nil && profile.pitch.medianHz.value == nil && profile.voice.cppsDB.value == nil)
    #expect(profile.contours.f0.count == profile.contours.speech.count)
  }

  @Test func `an offset changes nothing that is heard`() throws {
    let samples = Synthetic.answer(spans, seconds: 6)
    let (plain, shifted) = (try analyze(samples), try analyze(samples.map { $0 + 0.2 }))
    #expect(abs(shifted.quality.offset - 0.2) < 0.001)
    let medians = (try #require(plain.pitch.medianHz.value), try #require(shifted.pitch.medianHz.value))
    #expect(abs(medians.0 - medians.1) < 0.05)
    let ratios = (try #require(plain.quality.snrDB.value), try #require(shifted.quality.snrDB.value))
    #expect(abs(ratios.0 - ratios.1) < 1)
    #expect(plain.segments.count == shifted.segments.count)
  }

  @Test func `clipping is counted and flagged`() throws {
    let clipped = Synthetic.answer(spans, seconds: 6).map { min(max($0 * 8, -0.9), 0.9) }
    let share = Double(clipped.count { abs($0) == 0.9 }) / Double(clipped.count)
    let profile = try analyze(clipped)
    #expect(abs(profile.quality.clippedRatio / share - 1) < 0.4)
    #expect(profile.quality.flags.contains("quality.clipping"))
    #expect(try analyze(Synthetic.answer(spans, seconds: 6)).quality.clippedRatio < 0.0001)
  }

  @Test func `numbers that are none are silenced and flagged`() throws {
    var samples = Synthetic.answer(spans, seconds: 6)
    for i in stride(from: 20_000, to: 20_040, by: 4) { (samples[i], samples[i + 1]) = (.nan, .infinity) }
    let profile = try analyze(samples)
    #expect(profile.quality.invalidSamples == 20)
    #expect(profile.quality.flags.contains("quality.invalid-samples"))
    #expect(try #require(profile.pitch.medianHz.value).isFinite)
    #expect(profile.contours.intensityDB.allSatisfy { $0.isFinite })
  }

  @Test func `lost samples inside speech are found`() throws {
    var samples = Synthetic.answer([(start: 0.5, end: 5.5)], seconds: 6)
    for start in [20_000, 40_000, 60_000] { for i in start..<start + 960 { samples[i] = 0 } }
    let profile = try analyze(samples)
    #expect(abs(profile.quality.dropoutSeconds - 0.18) < 0.002)
    #expect(profile.quality.flags.contains("quality.dropouts"))
  }

  @Test func `a rate that no recording has is refused with what to do`() {
    #expect(throws: Fault(.speechRateUnsupported, "4000 Hz")) {
      _ = try SpeechAnalyzer.analyze(Waveform(samples: [0], sampleRate: 4000))
    }
  }
}
