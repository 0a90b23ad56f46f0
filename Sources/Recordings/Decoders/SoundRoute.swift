import Interview

/// Which decoder reads a recording, chosen once; opening may happen twice (once to survey the channels).
enum SoundRoute {
  case sndfile(start: Int64, end: Int64, correction: HeaderClaims.Correction?)
  case oggOpus(start: Int64, OpusHead)
  case matroskaOpus(start: Int64, MatroskaTrack, OpusHead, declaredDuration: Double?)

  func open(_ source: RecordingFile) throws(Fault) -> any SoundDecoder {
    switch self {
    case .sndfile(let start, let end, let correction):
      return try SndfileDecoder(source, start: start, end: end, correction: correction)
    case .oggOpus(let start, let head):
      return try OggOpusDecoder(source, start: start, head: head)
    case .matroskaOpus(let start, let track, let head, let declaredDuration):
      return try MatroskaOpusDecoder(source, start: start, track: track, head: head, declaredDuration: declaredDuration)
    }
  }

  static func choose(
    _ sniffed: Sniffed, _ claims: HeaderClaims, _ source: RecordingFile, _ limits: RecordingLimits, _ ffmpeg: FFmpegLocation?
  ) throws(Fault) -> SoundRoute {
    let library = SoundRoute.sndfile(start: sniffed.start, end: source.size, correction: claims.correction)
    switch sniffed.container {
    case .wav, .rf64, .w64, .aiff, .au, .caf, .flac, .mp3: return library
    case .ogg:
      let content = try OggContent(source, at: sniffed.start)
      if content.codecs == [.opus], let head = content.opusHead, head.isSimple { return .oggOpus(start: sniffed.start, head) }
      return library
    case .webm, .matroska:
      let content = try MatroskaContent(source, at: sniffed.start)
      guard let track = content.audio else { throw Fault(.recordingNoAudioTrack) }
      guard !track.isEncrypted else { throw Fault(.recordingEncrypted, track.codec) }
      if track.codec == "A_OPUS", !track.isEncoded, let head = track.opusHead, head.isSimple {
        return .matroskaOpus(start: sniffed.start, track, head, declaredDuration: content.declaredDuration)
      }
      throw Fault(.recordingContainerUnsupported, sniffed.container.name)
    default:
      throw Fault(.recordingContainerUnsupported, sniffed.container.name)
    }
  }
}
