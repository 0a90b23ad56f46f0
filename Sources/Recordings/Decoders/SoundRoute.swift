import Interview

/// Which decoder reads a recording, chosen once; opening may happen twice (once to survey the channels).
enum SoundRoute {
  case sndfile(start: Int64, end: Int64, correction: HeaderClaims.Correction?)

  func open(_ source: RecordingFile) throws(Fault) -> any SoundDecoder {
    switch self {
    case .sndfile(let start, let end, let correction):
      return try SndfileDecoder(source, start: start, end: end, correction: correction)
    }
  }

  static func choose(
    _ sniffed: Sniffed, _ claims: HeaderClaims, _ source: RecordingFile, _ limits: RecordingLimits, _ ffmpeg: FFmpegLocation?
  ) throws(Fault) -> SoundRoute {
    switch sniffed.container {
    case .wav, .rf64, .w64, .aiff, .au, .caf, .flac, .ogg, .mp3:
      return .sndfile(start: sniffed.start, end: source.size, correction: claims.correction)
    default:
      throw Fault(.recordingContainerUnsupported, sniffed.container.name)
    }
  }
}
