import Interview

/// Which decoder reads a recording, chosen once; opening may happen twice (once to survey the channels).
enum SoundRoute {
  case sndfile(start: Int64, end: Int64, correction: HeaderClaims.Correction?)
  case oggOpus(start: Int64, OpusHead)
  case matroskaOpus(start: Int64, MatroskaTrack, OpusHead, declaredDuration: Double?)
  case ffmpeg(FFmpegLocation, demuxer: String, codec: String?)

  func open(_ source: RecordingFile, _ limits: RecordingLimits) throws(Fault) -> any SoundDecoder {
    switch self {
    case .sndfile(let start, let end, let correction):
      return try SndfileDecoder(source, start: start, end: end, correction: correction)
    case .oggOpus(let start, let head):
      return try OggOpusDecoder(source, start: start, head: head)
    case .matroskaOpus(let start, let track, let head, let declaredDuration):
      return try MatroskaOpusDecoder(source, start: start, track: track, head: head, declaredDuration: declaredDuration)
    case .ffmpeg(let location, let demuxer, let codec):
      return try FFmpegDecoder(source, location, demuxer: demuxer, codec: codec, limits: limits)
    }
  }
}
