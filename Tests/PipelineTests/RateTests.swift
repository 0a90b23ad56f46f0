import Assessment
import Interview
import Testing
import Transcripts

@testable import Speech

/// One answer without pauses: a span of so many seconds, all of it speech.
private func profile(seconds: Double, nuclei: [Double] = []) -> SpeechProfile {
  SpeechProfile.speaking([TimeRange(0, seconds)], nuclei: nuclei)
}

private func findings(_ text: String, seconds: Double) throws -> (TextFindings, [Double]) {
  let transcript = try TranscriptReader.read(Array(text.utf8), name: nil)
  let segments = [TimeRange(0, seconds)]
  let analyzer = TextAnalyzer()
  return (
    analyzer.analyze(transcript, segments: segments, duration: seconds, language: nil, keywordGroups: []),
    analyzer.syllableTimes(transcript, segments: segments)
  )
}

struct RateTests {
  @Test func `240 Chinese characters in 60 seconds are 240 a minute`() throws {
    // product.md, C7: within 2 per cent; here every character is counted, so it is exact.
    let (text, times) = try findings(String(repeating: "我们一起学习", count: 40), seconds: 60)
    let rates = Rates(profile: profile(seconds: 60), text: text, syllableTimes: times, language: .zh)
    #expect(rates.charactersPerMinute == .value(240))
    #expect(rates.speechRate == .value(4))
    #expect(rates.wordsPerMinute == .unknown(.notApplicable))
    #expect(rates.source == .transcript)
  }

  @Test func `120 English words in 60 seconds are 120 a minute`() throws {
    let (text, times) = try findings(String(repeating: "we built new tools ", count: 30), seconds: 60)
    let rates = Rates(profile: profile(seconds: 60), text: text, syllableTimes: times, language: .en)
    #expect(rates.wordsPerMinute == .value(120))
    #expect(rates.charactersPerMinute == .unknown(.notApplicable))
  }

  @Test func `without a transcript the nuclei are counted and words stay unknown`() {
    let nuclei = (0..<100).map { Double($0) * 0.25 + 0.1 }
    let rates = Rates(profile: profile(seconds: 25, nuclei: nuclei), text: nil, syllableTimes: [], language: .en)
    #expect(rates.source == .acoustic)
    #expect(rates.speechRate == .value(4))
    #expect(rates.wordsPerMinute == .unknown(.transcriptMissing))
  }

  @Test(arguments: ["quality.reverberation", "quality.noise"])
  func `a room takes what is counted in its sound, noise also the time spent speaking`(flag: String) throws {
    let reason = try #require(UnknownReason(rawValue: flag))
    var heard = profile(seconds: 25, nuclei: (0..<100).map { Double($0) * 0.25 + 0.1 })
    heard.quality.flags = [flag]
    let alone = Rates(profile: heard, text: nil, syllableTimes: [], language: .en)
    #expect(alone.speechRate == .unknown(reason) && alone.articulationRate == .unknown(reason) && alone.surges == .unknown(reason))
    #expect(alone.syllables == .value(100))
    let (text, times) = try findings(String(repeating: "我们一起学习", count: 40), seconds: 25)
    let read = Rates(profile: heard, text: text, syllableTimes: times, language: .zh)
    #expect(read.speechRate == .value(9.6))
    #expect(read.articulationRate == (reason == .qualityNoise ? .unknown(reason) : .value(9.6)))
  }

  @Test func `the pace of one among several is unknown where nobody knows who spoke when`() throws {
    let (text, times) = try findings(String(repeating: "我们一起学习", count: 40), seconds: 60)
    let rates = Rates(profile: profile(seconds: 60).shared(), text: text, syllableTimes: times, language: .zh)
    #expect(rates.charactersPerMinute == .unknown(.speechSeveralVoices) && rates.speechRate == .unknown(.speechSeveralVoices))
    #expect(rates.surges == .unknown(.speechSeveralVoices) && rates.syllables == .value(240))
  }

  @Test func `a pace that rises from 100 to 150 is flagged as half as fast again`() throws {
    // product.md, C8: 60 s at 100 syllables a minute, 20 s at 150, 60 s at 100.
    var times: [Double] = []
    for (start, length, perMinute) in [(0.0, 60.0, 100.0), (60, 20, 150), (80, 60, 100)] {
      let step = 60 / perMinute
      times += stride(from: start + step / 2, to: start + length, by: step)
    }
    let rates = Rates(profile: profile(seconds: 140, nuclei: times), text: nil, syllableTimes: [], language: nil)
    let surges = try #require(rates.surges.value)
    #expect(surges.count == 1)
    let surge = try #require(surges.first)
    #expect(abs(surge.change - 0.5) < 0.03)
    #expect(surge.range.overlap(TimeRange(60, 80)) > 14)
  }

  @Test func `a constant pace is never flagged`() {
    let times = (0..<400).map { Double($0) * 0.3 }
    let rates = Rates(profile: profile(seconds: 120, nuclei: times), text: nil, syllableTimes: [], language: nil)
    #expect(rates.surges.value?.isEmpty == true)
  }
}

extension SpeechProfile {
  /// A profile made by hand: what was spoken when, and nothing known of pitch, voice or quality.
  static func speaking(_ segments: [TimeRange], nuclei: [Double]) -> SpeechProfile {
    let unknown = Measured<Double>.unknown(.speechTooLittle)
    let start = segments.first?.start ?? 0
    let end = segments.last?.end ?? 0
    let speech = segments.reduce(0) { $0 + $1.duration }
    let pauses = zip(segments, segments.dropFirst()).map { TimeRange($0.end, $1.start) }
    return SpeechProfile(
      duration: end,
      quality: RecordingQuality(
        snrDB: unknown, clippedRatio: 0, bandwidthHz: unknown, reverberationSeconds: unknown, dropoutSeconds: 0, toneSeconds: 0, offset: 0,
        invalidSamples: 0,
        flags: []), segments: segments,
      pauses: pauses, nuclei: nuclei,
      timing: Timing(leadIn: .value(start), tail: .value(0), span: .value(end - start), phonation: .value(speech), pauseThreshold: 0.25),
      pitch: Pitch(
        medianHz: unknown, sdSemitones: unknown, rangeSemitones: unknown, voicedRatio: unknown, trendSemitonesPerMinute: unknown),
      voice: Voice(levelDBFS: unknown, hnrDB: unknown, jitterLocal: unknown, shimmerLocal: unknown, cppsDB: unknown),
      contours: Contours(start: 0, hop: 0.01, f0: [], intensityDB: [], voicing: [], speech: []))
  }
}
