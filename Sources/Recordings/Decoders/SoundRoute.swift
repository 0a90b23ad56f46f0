import Interview

/// Which decoder reads a recording, or one of its audio tracks; opening may happen twice (once to survey it).
enum SoundRoute {
  case sndfile([SndfileLink])
  case oggOpus(start: Int64, OpusHead)
  case matroskaOpus(start: Int64, MatroskaTrack, OpusHead, declaredDuration: Double?)
  case ffmpeg(FFmpegLocation, demuxer: String, track: Int, codec: String?)

  func open(_ source: SoundSource, _ limits: RecordingLimits) throws(Fault) -> any SoundDecoder {
    switch self {
    case .sndfile(let links) where links.count > 1: return try ChainedDecoder(source.file, links)
    case .sndfile(let links): return try SndfileDecoder(source.file, links[0])
    case .oggOpus(let start, let head): return try OggOpusDecoder(source.content, start: start, head: head)
    case .matroskaOpus(let start, let track, let head, let declaredDuration):
      return try MatroskaOpusDecoder(source.content, start: start, track: track, head: head, declaredDuration: declaredDuration)
    case .ffmpeg(let location, let demuxer, let track, let codec):
      return try FFmpegDecoder(source.file, location, demuxer: demuxer, track: track, codec: codec, limits: limits)
    }
  }
}

/// A recording's file, and what of it is the recording: all but the tags behind its sound.
struct SoundSource {
  let file: RecordingFile
  let content: any ByteSource

  init(_ file: RecordingFile) throws(Fault) {
    self.file = file
    let end = try TrailingTags.start(in: file)
    content = end < file.size ? ClippedBytes(file, end: end) : file
  }
}
