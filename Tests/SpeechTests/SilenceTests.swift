import Interview
import Signal
import Speech
import TestSupport
import Testing

/// Digital silence is where nothing was recorded: it is no speech and moves nothing that is measured of the rest.
struct SilenceTests {
  private let rate = 16_000
  private let spans = [(start: 0.5, end: 2.0), (start: 2.8, end: 4.2), (start: 4.8, end: 6.0)]
  private var answer: [Float] { Synthetic.answer(spans, seconds: 6.6) }

  private func profile(_ samples: [Float], block: Int? = nil) throws -> SpeechProfile {
    var analyzer = try SpeechAnalyzer(sampleRate: rate)
    let size = block ?? samples.count
    for start in stride(from: 0, to: samples.count, by: size) { analyzer.append(Array(samples[start..<min(start + size, samples.count)])) }
    return try analyzer.finish()
  }

  private func silence(_ seconds: Double, value: Float = 0) -> [Float] {
    [Float](repeating: value, count: Int(seconds * Double(rate)))
  }

  /// All that the sound says, times aside, to the bit.
  private func expectSame(_ a: SpeechProfile, _ b: SpeechProfile, _ location: SourceLocation = #_sourceLocation) {
    #expect(a.pauses.count == b.pauses.count && a.segments.count == b.segments.count, sourceLocation: location)
    #expect(a.nuclei.count == b.nuclei.count, sourceLocation: location)
    #expect(a.timing.phonation.map { ($0 * 1e6).rounded() } == b.timing.phonation.map { ($0 * 1e6).rounded() }, sourceLocation: location)
    #expect(a.pitch.medianHz == b.pitch.medianHz && a.pitch.sdSemitones == b.pitch.sdSemitones, sourceLocation: location)
    #expect(a.voice.hnrDB == b.voice.hnrDB && a.voice.levelDBFS == b.voice.levelDBFS, sourceLocation: location)
    #expect(a.quality.snrDB == b.quality.snrDB && a.quality.flags == b.quality.flags, sourceLocation: location)
    #expect(a.quality.bandwidthHz == b.quality.bandwidthHz && a.quality.clippedRatio == b.quality.clippedRatio, sourceLocation: location)
    #expect(a.quality.offset == b.quality.offset, sourceLocation: location)
  }

  /// Of the whole from a twentieth to three quarters; in version 1.1 no pause was left from a twentieth on.
  @Test(arguments: [0.35, 1.5, 20.0], [Float(0), 0.25])
  func `zeros or a constant around a recording move the lead-in and the tail alone`(seconds: Double, value: Float) throws {
    let sound = answer
    let (alone, around) = (try profile(sound), try profile(silence(seconds, value: value) + sound + silence(seconds, value: value)))
    #expect(alone.pauses.count == 2)
    expectSame(around, alone)
    for path in [\SpeechProfile.Timing.leadIn, \.tail] {
      #expect(abs(try #require(around.timing[keyPath: path].value) - (try #require(alone.timing[keyPath: path].value)) - seconds) < 1e-6)
    }
    #expect(abs(around.duration - alone.duration - 2 * seconds) < 1e-9)
    #expect(around.contours.f0.count == alone.contours.f0.count + Int(200 * seconds))
    let first = try #require(around.segments.first)
    let frame = Int(((first.start + 0.2) * 100).rounded())
    #expect(around.contours.speech[frame] && around.contours.f0[frame] > 0 && !around.contours.speech[Int(seconds * 50)])
  }

  @Test func `zeros inside a pause lengthen it, zeros inside a word part it`() throws {
    let sound = answer
    let alone = try profile(sound)
    let pause = Int(2.4 * Double(rate))
    let longer = try profile(Array(sound[..<pause]) + silence(1) + sound[pause...])
    expectSame(longer, alone)
    #expect(abs(longer.pauses[0].duration - alone.pauses[0].duration - 1) < 1e-6)
    let word = Int(3.5 * Double(rate))
    let parted = try profile(Array(sound[..<word]) + silence(1) + sound[word...])
    #expect(parted.pauses.count == 3 && abs(parted.pauses[1].start - 3.5) < 0.01 && abs(parted.pauses[1].end - 4.5) < 0.01)
    #expect(parted.pitch.sdSemitones == alone.pitch.sdSemitones && parted.nuclei.count == alone.nuclei.count)
    #expect(parted.quality.flags.isEmpty)
  }

  /// Every second pause's middle is exchanged for zeros: what was quiet there is missing, the rest decides.
  @Test func `zeros in the place of a pause leave the other pauses as they are`() throws {
    var sound = answer
    for i in Int(2.2 * Double(rate))..<Int(2.7 * Double(rate)) { sound[i] = 0 }
    let found = try profile(sound).pauses
    #expect(found.count == 2)
    for (pause, truth) in zip(found, [(2.0, 2.8), (4.2, 4.8)]) {
      #expect(abs(pause.start - truth.0) <= 0.03 && abs(pause.end - truth.1) <= 0.03, "\(pause)")
    }
  }

  /// Opus decodes silence to a level of −100 dBFS, a converter's dither of one 16-bit step lies at −96.
  @Test(arguments: [1e-5, 1.6e-5])
  func `what codecs and dither make of silence is silence`(level: Double) throws {
    let sound = answer
    let (alone, around) = (try profile(sound), try profile(Synthetic.noise(4 * rate, level: level, seed: 4) + sound))
    #expect(around.pauses.count == alone.pauses.count && abs(around.nuclei.count - alone.nuclei.count) <= 1)
    #expect(abs(try #require(around.timing.phonation.value) - (try #require(alone.timing.phonation.value))) <= 0.03)
    #expect(abs(try #require(around.quality.snrDB.value) - (try #require(alone.quality.snrDB.value))) <= 0.2)
  }

  /// Too short to part speech, and together a tenth of the recording: the rests of lost packets.
  @Test func `many short holes hide no pause`() throws {
    var sound = answer
    for start in stride(from: 0.7, to: 5.9, by: 0.75) {
      for i in Int(start * Double(rate))..<Int((start + 0.09) * Double(rate)) { sound[i] = 0 }
    }
    #expect(try profile(sound).pauses.count == 2)
  }

  @Test(arguments: [1, 7, 160, 4096])
  func `blocks never change a bit of where silence is cut`(block: Int) throws {
    let sound = silence(0.503) + answer + silence(0.2, value: 0.1) + answer + silence(0.777)
    let (cut, whole) = (try profile(sound, block: block), try profile(sound))
    #expect(cut.contours.f0 == whole.contours.f0 && cut.contours.intensityDB == whole.contours.intensityDB)
    #expect(cut.segments == whole.segments && cut.nuclei == whole.nuclei && cut.quality.snrDB == whole.quality.snrDB)
  }

  /// A recording at any rate keeps its length, to the frame.
  @Test(arguments: [8000, 11_025, 22_050, 44_100, 48_000, 192_000])
  func `nothing but silence has a length and no speech`(rate: Int) throws {
    let profile = try SpeechAnalyzer.analyze(Waveform(samples: [Float](repeating: 0.5, count: 3 * rate), sampleRate: rate))
    #expect(profile.duration == 3 && profile.segments.isEmpty && profile.timing.span == .unknown(.speechNone))
    #expect((299...302).contains(profile.contours.f0.count))
  }

  @Test func `samples that are no numbers are silence too`() throws {
    let alone = try profile(answer)
    let around = try profile([Float](repeating: .nan, count: rate) + answer + [Float](repeating: .infinity, count: rate))
    #expect(around.pauses.count == alone.pauses.count && around.quality.invalidSamples == 2 * rate)
    #expect(around.quality.flags == ["quality.invalid-samples"] + alone.quality.flags)
  }
}
