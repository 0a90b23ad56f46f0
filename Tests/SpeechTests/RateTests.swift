import Interview
import Speech
import Testing

struct RateTests {
  private func timing(span: Double, phonation: Double) -> SpeechProfile.Timing {
    SpeechProfile.Timing(leadIn: .value(0), tail: .value(0), span: .value(span), phonation: .value(phonation), pauseThreshold: 0.25)
  }

  @Test func `240 syllables in 60 seconds are four a second`() {
    let rate = SyllableRate(syllables: 240, timing: timing(span: 60, phonation: 48), pauses: 11)
    #expect(rate.speechRate == .value(4))
    #expect(rate.articulationRate == .value(5))
    #expect(rate.meanLengthOfRun == .value(20))
  }

  @Test func `a word alone has no rate`() {
    #expect(SyllableRate(syllables: 2, timing: timing(span: 0.5, phonation: 0.5), pauses: 0).speechRate == .unknown(.speechTooLittle))
  }

  /// Syllables at a constant interval from `start` on, until `end`.
  private func steady(_ perMinute: Double, from start: Double, to end: Double) -> [Double] {
    Array(stride(from: start, to: end, by: 60 / perMinute))
  }

  @Test func `100 to 150 is a surge of half as much again, where it is`() throws {
    let times = steady(100, from: 0, to: 60) + steady(150, from: 60, to: 90)
    let surges = PaceSurge.find(syllables: times, segments: [TimeRange(0, 90)])
    let surge = try #require(surges.first)
    #expect(surges.count == 1)
    #expect(abs(surge.change - 0.5) < 0.06)
    #expect(abs(surge.range.start - 60) <= 4 && abs(surge.range.end - 90) <= 1)
  }

  @Test(arguments: [100.0, 240, 300])
  func `a constant rate never flags`(perMinute: Double) {
    let times = steady(perMinute, from: 0, to: 120)
    #expect(PaceSurge.find(syllables: times, segments: [TimeRange(0, 120)]) == [])
    // Nor do pauses: time without speech is not slowness.
    let segments = stride(from: 0.0, to: 120, by: 4).map { TimeRange($0, $0 + 2.5) }
    let spoken = times.filter { time in segments.contains { $0.contains(time) } }
    #expect(PaceSurge.find(syllables: spoken, segments: segments) == [])
  }

  @Test func `a short answer has no surges`() {
    #expect(PaceSurge.find(syllables: steady(100, from: 0, to: 10) + steady(200, from: 10, to: 20), segments: [TimeRange(0, 20)]) == [])
  }
}
