import Interview

/// What is not said about a recording that is too poor to say it. Each limit is stated with what justifies it.
package struct QualityGate {
  let quality: RecordingQuality

  /// Below this signal-to-noise ratio in dB the recording is flagged, and what noise moves is unknown: the pitch's spread, the
  /// share of the pauses, the pace counted from the sound, the voice's quality. From here on all of them stay within what is
  /// allowed (0.25 st, 0.04, 6 %) for 95 % of 480 copies in each of two halves of 48 speakers; in every step of 1 to 2 dB
  /// below 20 at least one does not (`docs/method.md`).
  package static let minimumSNR = 23.0
  /// Share of clipped samples from which on the recording is flagged.
  package static let maximumClipping = 0.01
  /// A band that ends lower is narrow: harmonicity and cepstral peak, which need the upper harmonics, are unknown.
  package static let minimumBandwidth = 5000.0
  /// A band that ends here is a telephone's. It has lost the low harmonics, too, and the pitch's spread moves by 1.3 to 1.5 st
  /// (95 % of 48 speakers; 0.25 are allowed): it is unknown. What ends lower still is a tone, not speech through a telephone.
  static let telephone = 2500.0..<minimumBandwidth
  /// Seconds of lost samples inside speech from which on the recording is flagged.
  package static let maximumDropouts = 0.1
  /// Seconds of reverberation from which on the recording is flagged, and the pitch's spread, the syllables counted in the sound
  /// and the voice's quality are unknown. From 0.33 to 0.45 s the pace counted from the sound moves by up to 22 % and the spread
  /// by 0.8 st (95 % of 25 copies in simulated rooms; 6 % and 0.25 st are allowed), further on by more; 1 of 80 recordings
  /// without a room lies above (`docs/method.md`). What pauses move stays inside the errors that are stated for rooms.
  package static let maximumReverberation = 0.35

  /// Below this ratio no filled pause is told from the sound. In copies with 10 dB, white noise or talkers, 9 of 14 heard are right (`docs/method.md`),
  /// of the same recordings as they are 12 of 19; nobody has looked below.
  private static let minimumFillerSNR = 10.0

  /// The quality with the flags that its values call for.
  static func flagged(_ quality: RecordingQuality) -> RecordingQuality {
    var flags: [String] = []
    if let band = quality.bandwidthHz.value, band < minimumBandwidth { flags.append(UnknownReason.qualityBandwidth.rawValue) }
    if quality.clippedRatio > maximumClipping { flags.append(UnknownReason.qualityClipping.rawValue) }
    if quality.dropoutSeconds > maximumDropouts { flags.append(UnknownReason.qualityDropouts.rawValue) }
    if quality.invalidSamples > 0 { flags.append(RecordingFlag.invalidSamples.rawValue) }
    if quality.toneSeconds > 0 { flags.append(RecordingFlag.tones.rawValue) }
    if let snr = quality.snrDB.value, snr < minimumSNR { flags.append(UnknownReason.qualityNoise.rawValue) }
    if let decay = quality.reverberationSeconds.value, decay > maximumReverberation {
      flags.append(UnknownReason.qualityReverberation.rawValue)
    }
    var result = quality
    result.flags = flags.sorted()
    return result
  }

  private var isNoisy: Bool { quality.flags.contains(UnknownReason.qualityNoise.rawValue) }
  private var isReverberant: Bool { quality.flags.contains(UnknownReason.qualityReverberation.rawValue) }
  private var isNarrow: Bool { quality.flags.contains(UnknownReason.qualityBandwidth.rawValue) }
  private var isTelephone: Bool { quality.bandwidthHz.value.map { Self.telephone.contains($0) } ?? false }
  private var isClipped: Bool { quality.flags.contains(UnknownReason.qualityClipping.rawValue) }

  func pitch(_ pitch: SpeechProfile.Pitch) -> SpeechProfile.Pitch {
    var pitch = pitch
    let reason: UnknownReason
    switch true {
    case isNoisy: reason = .qualityNoise
    case isReverberant: reason = .qualityReverberation
    case isTelephone: reason = .qualityBandwidth
    default: return pitch
    }
    for path in [\SpeechProfile.Pitch.sdSemitones, \.rangeSemitones, \.trendSemitonesPerMinute] {
      pitch[keyPath: path] = pitch[keyPath: path].withheld(reason)
    }
    return pitch
  }

  func fillers(_ fillers: Measured<[TimeRange]>) -> Measured<[TimeRange]> {
    if let snr = quality.snrDB.value, snr < Self.minimumFillerSNR { return .unknown(.qualityNoise) }
    return quality.flags.contains(UnknownReason.qualityReverberation.rawValue) ? .unknown(.qualityReverberation) : fillers
  }

  func voice(_ voice: SpeechProfile.Voice) -> SpeechProfile.Voice {
    var voice = voice
    if isNarrow {
      voice.hnrDB = voice.hnrDB.withheld(.qualityBandwidth)
      voice.cppsDB = voice.cppsDB.withheld(.qualityBandwidth)
    }
    if isClipped { voice.shimmerLocal = voice.shimmerLocal.withheld(.qualityClipping) }
    if isNoisy || isReverberant {
      for path in [\SpeechProfile.Voice.hnrDB, \.jitterLocal, \.shimmerLocal, \.cppsDB] {
        voice[keyPath: path] = voice[keyPath: path].withheld(isNoisy ? .qualityNoise : .qualityReverberation)
      }
    }
    return voice
  }
}
