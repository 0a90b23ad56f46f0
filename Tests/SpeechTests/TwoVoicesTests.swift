import Foundation
import Interview
import Signal
import TestSupport
import Testing

@testable import Speech

/// An interviewer an octave over the candidate, in one recording with the candidate.
struct TwoVoicesTests {
  private static let own = [(start: 3.5, end: 5.0), (start: 5.6, end: 7.5), (start: 10.0, end: 14.5)]
  private static let others = [TimeRange(0.4, 2.6), TimeRange(8, 9.6)]

  private static func profile(_ samples: [Float]) throws -> SpeechProfile {
    try SpeechAnalyzer.analyze(Waveform(samples: samples, sampleRate: 16_000))
  }

  private static let candidate = Synthetic.answer(own, seconds: 16)
  private static let both: [Float] = {
    let interviewer = Synthetic.answer([(start: 0.5, end: 2.5), (start: 8.1, end: 9.5)], seconds: 16, octaves: 1)
    // Each brings the same noise; one of it is enough.
    return zip(zip(candidate, interviewer).map(+), Synthetic.noise(candidate.count, level: 0.001)).map(-)
  }()

  @Test func `pitch, pauses and pace are those of the candidate alone`() throws {
    let (whole, wanted) = (try Self.profile(Self.both), try Self.profile(Self.candidate))
    let alone = whole.alone(without: Self.others)
    let (mixed, median) = (try #require(whole.pitch.sdSemitones.value), try #require(alone.pitch.medianHz.value))
    #expect(mixed > 4)
    #expect(try abs(median / #require(wanted.pitch.medianHz.value) - 1) < 0.01)
    #expect(try abs(#require(alone.pitch.sdSemitones.value) - #require(wanted.pitch.sdSemitones.value)) < 0.1)
    #expect(alone.segments.count == 3)
    #expect(whole.pauses.count == 4 && alone.pauses.count == 1)
    #expect(try abs(#require(alone.pauses.first).start - 5) < 0.05)
    // Two turns: 3.5 to 7.5 and 10 to 14.5 s, with a pause of 0.6 s.
    #expect(try abs(#require(alone.timing.span.value) - 8.5) < 0.1)
    #expect(alone.timing.phonation == wanted.timing.phonation)
    #expect(try abs(#require(alone.timing.leadIn.value) - 0.9) < 0.05)
    #expect(try abs(#require(alone.timing.tail.value) - 1.5) < 0.05)
    #expect(alone.nuclei.allSatisfy { time in !Self.others.contains { $0.contains(time) } })
    #expect(Double(alone.nuclei.count) < 0.8 * Double(whole.nuclei.count))
    #expect(alone.contours.f0[40..<260].allSatisfy { $0 == 0 } && !alone.contours.speech[40..<260].contains(true))
    #expect(alone.voice.levelDBFS == .unknown(.speechSeveralVoices))
  }

  @Test func `times beyond the sound, in any order, and of nobody change nothing`() throws {
    let whole = try Self.profile(Self.both)
    let alone = whole.alone(without: [TimeRange(8, 9.6), TimeRange(0.4, 2), TimeRange(1.5, 2.6), TimeRange(15.5, 80), TimeRange(90, 99)])
    #expect(alone.segments == whole.alone(without: Self.others).segments)
    #expect(whole.alone(without: []).segments == whole.segments)
    #expect(whole.alone(without: [TimeRange(50, 60)]).pauses == whole.pauses)
  }

  @Test func `who speaks over the candidate all the time leaves nothing`() throws {
    let none = try Self.profile(Self.both).alone(without: [TimeRange(0, 16)])
    #expect(none.segments.isEmpty && none.pauses.isEmpty && none.nuclei.isEmpty)
    #expect(none.timing.span == .unknown(.speechNone) && none.pitch.medianHz == .unknown(.speechNone))
  }

  @Test func `at times that nobody knows pitch and pauses are unknown and the length of the speech is not`() throws {
    let whole = try Self.profile(Self.both)
    let shared = whole.shared()
    #expect(shared.pitch.medianHz == .unknown(.speechSeveralVoices) && shared.timing.leadIn == .unknown(.speechSeveralVoices))
    #expect(shared.timing.phonation == whole.timing.phonation && shared.pauses.isEmpty && shared.hasSeveralVoices)
  }
}
