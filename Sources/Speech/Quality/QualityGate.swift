import Interview

/// What is not said about a recording that is too poor to say it. Each limit is stated with what justifies it.
struct QualityGate {
  let quality: RecordingQuality

  /// Below this signal-to-noise ratio in dB the pitch's spread is unknown and the recording is flagged.
  static let leastSNR = 3.0
  /// Share of clipped samples from which on the recording is flagged.
  static let mostClipping = 0.01
  /// A band that ends lower is a telephone's: harmonicity and cepstral peak, which need the upper harmonics, are unknown.
  static let leastBandwidth = 5000.0
  /// Seconds of lost samples inside speech from which on the recording is flagged.
  static let mostDropouts = 0.1
  /// Seconds of decay from which on the recording is flagged.
  static let mostReverberation = 1.0

  /// The quality with the flags that its values call for.
  static func flagged(_ quality: RecordingQuality) -> RecordingQuality {
    var flags: [String] = []
    if let band = quality.bandwidthHz.value, band < leastBandwidth { flags.append(UnknownReason.qualityBandwidth.rawValue) }
    if quality.clippedRatio > mostClipping { flags.append(UnknownReason.qualityClipping.rawValue) }
    if quality.dropoutSeconds > mostDropouts { flags.append(UnknownReason.qualityDropouts.rawValue) }
    if quality.invalidSamples > 0 { flags.append("quality.invalid-samples") }
    if let snr = quality.snrDB.value, snr < leastSNR { flags.append(UnknownReason.qualityNoise.rawValue) }
    if let decay = quality.reverberationSeconds.value, decay > mostReverberation {
      flags.append(UnknownReason.qualityReverberation.rawValue)
    }
    var result = quality
    result.flags = flags.sorted()
    return result
  }

  private var isNoisy: Bool { quality.flags.contains(UnknownReason.qualityNoise.rawValue) }
  private var isNarrow: Bool { quality.flags.contains(UnknownReason.qualityBandwidth.rawValue) }
  private var isClipped: Bool { quality.flags.contains(UnknownReason.qualityClipping.rawValue) }

  func pitch(_ pitch: SpeechProfile.Pitch) -> SpeechProfile.Pitch {
    guard isNoisy else { return pitch }
    var pitch = pitch
    pitch.sdSemitones = Self.withhold(pitch.sdSemitones, .qualityNoise)
    pitch.rangeSemitones = Self.withhold(pitch.rangeSemitones, .qualityNoise)
    pitch.trendSemitonesPerMinute = Self.withhold(pitch.trendSemitonesPerMinute, .qualityNoise)
    return pitch
  }

  func voice(_ voice: SpeechProfile.Voice) -> SpeechProfile.Voice {
    var voice = voice
    if isNarrow {
      voice.hnrDB = Self.withhold(voice.hnrDB, .qualityBandwidth)
      voice.cppsDB = Self.withhold(voice.cppsDB, .qualityBandwidth)
    }
    if isClipped { voice.shimmerLocal = Self.withhold(voice.shimmerLocal, .qualityClipping) }
    if isNoisy {
      for path in [\SpeechProfile.Voice.hnrDB, \.jitterLocal, \.shimmerLocal, \.cppsDB] {
        voice[keyPath: path] = Self.withhold(voice[keyPath: path], .qualityNoise)
      }
    }
    return voice
  }

  /// A value becomes unknown; what was unknown keeps its first reason.
  private static func withhold(_ value: Measured<Double>, _ reason: UnknownReason) -> Measured<Double> {
    if case .unknown = value { return value }
    return .unknown(reason)
  }
}
