import Interview
import Speech
import Transcripts

/// How fast was spoken: syllables counted in the transcript where it can be trusted, else in the sound.
public struct Rates: Sendable, Equatable {
  public enum Source: String, Sendable {
    /// Counted in the text, divided by times from the sound.
    case transcript
    /// Syllable nuclei of the sound: an estimate.
    case acoustic
  }

  public var syllables: Measured<Double>
  public var source: Source
  /// Syllables per second of the span, and per second of phonation.
  public var speechRate: Measured<Double>
  public var articulationRate: Measured<Double>
  /// Chinese characters per minute of the span; unknown in English.
  public var charactersPerMinute: Measured<Double>
  /// English words per minute of the span; unknown in Chinese and without transcript.
  public var wordsPerMinute: Measured<Double>
  /// Mean syllables between silent pauses.
  public var meanLengthOfRun: Measured<Double>
  public var surges: Measured<[PaceSurge]>
}

extension Rates {
  /// - Parameters:
  ///   - text: the transcript's findings when they fit the recording; nil leaves the count to the sound.
  ///   - textReason: why there is no text to count in; what the sound cannot give is unknown for it.
  ///   - syllableTimes: one time per syllable of the text, in seconds; used for the pace over time.
  ///   - language: decides between characters and words per minute; nil leaves both unknown.
  public init(
    profile: SpeechProfile, text: TextFindings?, textReason: UnknownReason = .transcriptMissing, syllableTimes: [Double],
    language: Language?
  ) {
    let count = text.map { Double($0.syllables) } ?? Double(profile.nuclei.count)
    let rate = SyllableRate(syllables: count, timing: profile.timing, pauses: profile.pauses.count)
    source = text == nil ? .acoustic : .transcript
    syllables = profile.timing.span.map { _ in count }
    speechRate = rate.speechRate
    articulationRate = rate.articulationRate
    meanLengthOfRun = rate.meanLengthOfRun
    func perMinute(_ count: Int) -> Measured<Double> {
      SyllableRate(syllables: Double(count), timing: profile.timing, pauses: 0).speechRate.map { $0 * 60 }
    }
    switch language {
    case .zh:
      // A character is a syllable in Mandarin, so that the sound alone gives an estimate.
      charactersPerMinute = perMinute(text?.spokenCharacters ?? profile.nuclei.count)
      wordsPerMinute = .unknown(.notApplicable)
    case .en:
      charactersPerMinute = .unknown(.notApplicable)
      wordsPerMinute = text.map { perMinute($0.latinWords) } ?? .unknown(textReason)
    case nil:
      // Where a text came and lends nothing, that is what a person can mend.
      let reason = text == nil && textReason != .transcriptMissing ? textReason : .languageUnknown
      charactersPerMinute = .unknown(reason)
      wordsPerMinute = .unknown(reason)
    }
    let times = text == nil ? profile.nuclei : syllableTimes
    surges = profile.timing.span.map { _ in PaceSurge.find(syllables: times, segments: profile.segments) }
    withhold(profile.quality)
    if profile.hasSeveralVoices { withholdPace(.speechSeveralVoices) }
  }

  /// The time is not that of the one whose syllables are counted.
  private mutating func withholdPace(_ reason: UnknownReason) {
    speechRate = speechRate.withheld(reason)
    articulationRate = articulationRate.withheld(reason)
    charactersPerMinute = charactersPerMinute.withheld(reason)
    wordsPerMinute = wordsPerMinute.withheld(reason)
    meanLengthOfRun = meanLengthOfRun.withheld(reason)
    surges = surges.withheld(reason)
  }

  /// Noise moves the time spent speaking; noise and rooms, where the sound is all there is, the number of the syllables.
  private mutating func withhold(_ quality: RecordingQuality) {
    if let doubt = quality.doubtsPace { articulationRate = articulationRate.withheld(doubt) }
    guard source == .acoustic, let doubt = quality.doubtsCount else { return }
    articulationRate = articulationRate.withheld(doubt)
    speechRate = speechRate.withheld(doubt)
    charactersPerMinute = charactersPerMinute.withheld(doubt)
    meanLengthOfRun = meanLengthOfRun.withheld(doubt)
    surges = surges.withheld(doubt)
  }
}
