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
  /// Seconds of decay from which on the recording is flagged.
  package static let maximumReverberation = 1.0

  /// Below this ratio no filled pause is told from the sound. In copies with 10 dB, white noise or talkers, as many of those heard are right as in the
  /// recordings themselves (`docs/method.md`); nobody has looked below.
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
  private var isNarrow: Bool { quality.flags.contains(UnknownReason.qualityBandwidth.rawValue) }
  private var isTelephone: Bool { quality.bandwidthHz.value.map { Self.telephone.contains($0) } ?? false }
  private var isClipped: Bool { quality.flags.contains(UnknownReason.qualityClipping.rawValue) }

  func pitch(_ pitch: SpeechProfile.Pitch) -> SpeechProfile.Pitch {
    var pitch = pitch
    let reason: UnknownReason
    if isNoisy { reason = .qualityNoise } else if isTelephone { reason = .qualityBandwidth } else { return pitch }
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
    if isNoisy {
      for path in [\SpeechProfile.Voice.hnrDB, \.jitterLocal, \.shimmerLocal, \.cppsDB] {
        voice[keyPath: path] = voice[keyPath: path].withheld(.qualityNoise)
      }
    }
    return voice
  }
}
