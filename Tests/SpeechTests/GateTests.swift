import Interview
import Testing

@testable import Speech

struct GateTests {
  private func spread(bandwidth: Double, snr: Double = 30, decay: Double = 0.2) -> Measured<Double> {
    let quality = RecordingQuality(
      snrDB: .value(snr), clippedRatio: 0, bandwidthHz: .value(bandwidth), reverberationSeconds: .value(decay),
      dropoutSeconds: 0, toneSeconds: 0, offset: 0, invalidSamples: 0, flags: [])
    let pitch = SpeechProfile.Pitch(
      medianHz: .value(120), sdSemitones: .value(2.5), rangeSemitones: .value(8), voicedRatio: .value(0.5),
      trendSemitonesPerMinute: .value(0))
    let gated = QualityGate(quality: QualityGate.flagged(quality)).pitch(pitch)
    #expect(gated.medianHz == .value(120) && gated.voicedRatio == .value(0.5))
    return gated.sdSemitones
  }

  @Test(arguments: [2500.0, 3400, 4000, 4999])
  func `through a telephone the pitch's spread is unknown and its median is not`(bandwidth: Double) {
    #expect(spread(bandwidth: bandwidth) == .unknown(.qualityBandwidth))
  }

  @Test(arguments: [600.0, 5000, 8000])
  func `a pure tone and a wide band keep their spread`(bandwidth: Double) {
    #expect(spread(bandwidth: bandwidth) == .value(2.5))
  }

  @Test func `noise is the first reason, and ends at 23 dB`() {
    #expect(spread(bandwidth: 8000, snr: 22.9) == .unknown(.qualityNoise))
    #expect(spread(bandwidth: 3400, snr: 22.9) == .unknown(.qualityNoise))
    #expect(spread(bandwidth: 8000, snr: 23) == .value(2.5))
  }

  @Test func `a room takes the pitch's spread, and noise is named before it`() {
    #expect(spread(bandwidth: 8000, decay: 0.36) == .unknown(.qualityReverberation))
    #expect(spread(bandwidth: 8000, snr: 20, decay: 0.36) == .unknown(.qualityNoise))
  }

  @Test func `the time of a room is told with the range that it lies in`() {
    var quality = RecordingQuality(
      snrDB: .value(30), clippedRatio: 0, bandwidthHz: .value(8000), reverberationSeconds: .value(0.42), dropoutSeconds: 0, toneSeconds: 0,
      offset: 0, invalidSamples: 0, flags: [])
    #expect(quality.reverberationRange == [0.21, 0.84])
    quality.reverberationSeconds = .unknown(.speechTooLittle)
    #expect(quality.reverberationRange == nil)
  }

  @Test func `a hall and lost samples are flagged from their limits on`() {
    func flags(decay: Double, lost: Double) -> [String] {
      QualityGate.flagged(
        RecordingQuality(
          snrDB: .value(30), clippedRatio: 0, bandwidthHz: .value(8000), reverberationSeconds: .value(decay), dropoutSeconds: lost,
          toneSeconds: 0, offset: 0, invalidSamples: 0, flags: [])
      ).flags
    }
    #expect(flags(decay: 0.36, lost: 0) == ["quality.reverberation"])
    #expect(flags(decay: 0.2, lost: 0.11) == ["quality.dropouts"])
    #expect(flags(decay: 0.35, lost: 0.1).isEmpty)
  }

  /// People read flags in explanations and reports.
  @Test func `every flag has words in both languages`() {
    let quality = RecordingQuality(
      snrDB: .value(10), clippedRatio: 0.5, bandwidthHz: .value(3000), reverberationSeconds: .value(2), dropoutSeconds: 1, toneSeconds: 1,
      offset: 0, invalidSamples: 1, flags: [])
    let flags = QualityGate.flagged(quality).flags
    #expect(flags.count == 7)
    for flag in flags + RecordingFlag.allCases.map(\.rawValue) {
      let words = Bilingual(flag: flag)
      #expect(words.zh != flag && words.en != flag && words.zh != words.en)
    }
  }
}
