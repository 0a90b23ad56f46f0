import Interview

/// What was measured from the sound of one recording; no transcript has been looked at.
public struct SpeechProfile: Sendable {
  /// Seconds of sound.
  public var duration: Double
  public var quality: RecordingQuality
  /// Stretches of speech, in order, not touching; silent pauses are the gaps between them.
  public var segments: [TimeRange]
  /// Gaps between segments at least as long as the pause threshold; a subset of the gaps.
  public var pauses: [TimeRange]
  /// Filled pauses that were heard without looking at any transcript, in order: by far not all there are (`FilledPauses`).
  public var fillers: Measured<[TimeRange]> = .unknown(.speechNone)
  /// Times of the acoustic syllable nuclei in seconds, ascending.
  public var nuclei: [Double] = []
  /// What the nuclei are counted from; a language only scales it.
  var syllables = SyllableDensity()
  public var timing: Timing
  public var pitch: Pitch
  public var voice: Voice
  public var contours: Contours
  /// Whether others speak, too, at times that are not known: no pace, pause or pitch is then one person's (`shared()`).
  public var hasSeveralVoices = false

  /// When the speaker spoke. Unknown with `speech.none` in a recording without speech.
  public struct Timing: Sendable {
    /// Seconds before the first and after the last speech.
    public var leadIn: Measured<Double>
    public var tail: Measured<Double>
    /// Seconds from the first to the last speech.
    public var span: Measured<Double>
    /// Seconds in speech: the span less the silent pauses.
    public var phonation: Measured<Double>
    /// The threshold used, in seconds.
    public var pauseThreshold: Double

    public init(
      leadIn: Measured<Double>, tail: Measured<Double>, span: Measured<Double>, phonation: Measured<Double>, pauseThreshold: Double
    ) {
      self.leadIn = leadIn
      self.tail = tail
      self.span = span
      self.phonation = phonation
      self.pauseThreshold = pauseThreshold
    }
  }

  /// Fundamental frequency over the voiced frames inside speech.
  public struct Pitch: Sendable {
    public var medianHz: Measured<Double>
    public var sdSemitones: Measured<Double>
    /// 5–95 % range in semitones.
    public var rangeSemitones: Measured<Double>
    /// Voiced time over phonation time, 0…1.
    public var voicedRatio: Measured<Double>
    public var trendSemitonesPerMinute: Measured<Double>
  }

  /// Reported and never scored: these depend on the microphone and on the speaker's body.
  public struct Voice: Sendable {
    public var levelDBFS: Measured<Double>
    public var hnrDB: Measured<Double>
    /// Ratios, not per cent.
    public var jitterLocal: Measured<Double>
    public var shimmerLocal: Measured<Double>
    public var cppsDB: Measured<Double>
  }

  /// Frame `i` is centred at `start + i * hop` seconds; all arrays have the same length.
  public struct Contours: Sendable {
    public var start: Double
    public var hop: Double
    /// Hz; 0 stands for unvoiced inside the engine only, and becomes null outside.
    public var f0: [Float]
    public var intensityDB: [Float]
    /// 0…1.
    public var voicing: [Float]
    public var speech: [Bool]
  }
}

extension SpeechProfile {
  /// The profile with its syllables counted for a language; nothing else depends on it. O(frames), no sound is needed.
  ///
  /// For what an analyzer gave: of a profile that is one person's alone (`alone(without:)`) the others' syllables would come back.
  public func counted(in language: Language?) -> SpeechProfile {
    var result = self
    result.nuclei = syllables.nuclei(in: language)
    return result
  }

  /// Bytes that it holds, about.
  public var memory: Int { 13 * contours.f0.count + syllables.memory }
}

/// How far a recording can be trusted.
public struct RecordingQuality: Sendable {
  public var snrDB: Measured<Double>
  /// Share of samples, 0…1.
  public var clippedRatio: Double
  public var bandwidthHz: Measured<Double>
  /// Seconds in which the room's sound falls by 60 dB, right by a factor of two; unknown where speech has too few free ends.
  public var reverberationSeconds: Measured<Double>
  /// Where the reverberation time lies in 95 of 100 rooms, in seconds to the hundredth: from the least to the greatest.
  public var reverberationRange: [Double]? {
    reverberationSeconds.value.map {
      [($0 / Reverberation.errorFactor).rounded(decimals: 2), ($0 * Reverberation.errorFactor).rounded(decimals: 2)]
    }
  }

  /// Seconds of exact digital silence inside speech: samples that were lost on the way.
  public var dropoutSeconds: Double
  /// Seconds of beeps, ringing and held notes that would have been taken for speech; nothing is measured in them.
  public var toneSeconds: Double
  /// Mean of the samples; no measure depends on it.
  public var offset: Double
  /// Samples that were no number, infinite or absurdly large.
  public var invalidSamples: Int
  /// `quality.noise`, `quality.clipping`, `quality.bandwidth`, `quality.dropouts`, `quality.reverberation`,
  /// `quality.invalid-samples`, `quality.tones`, sorted.
  public var flags: [String]

  /// Why the share of the pauses and a pace counted from the sound are not to be told: noise moves them by more than is
  /// allowed. nil where they hold.
  public var doubtsPace: UnknownReason? { flags.contains(UnknownReason.qualityNoise.rawValue) ? .qualityNoise : nil }

  /// Why syllables that are counted in the sound are not to be told: noise, or a room that fills the gaps between them.
  public var doubtsCount: UnknownReason? {
    doubtsPace ?? (flags.contains(UnknownReason.qualityReverberation.rawValue) ? .qualityReverberation : nil)
  }
}

/// What the analysis may be told. Every default has its source beside it.
public struct SpeechConfiguration: Sendable {
  /// A gap is a silent pause from this many seconds on, 0.1…1.0; 0.25 after De Jong & Bosker (2013).
  public var pauseThreshold: Double
  /// The language, where it is known: it removes the syllable counter's bias for that language and changes nothing else.
  public var language: Language?

  public init(pauseThreshold: Double = 0.25, language: Language? = nil) {
    self.pauseThreshold = pauseThreshold
    self.language = language
  }
}
