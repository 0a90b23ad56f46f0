import Interview

extension SoundRoute {
  /// Chooses by what the file holds, cheapest and safest first: readers of this module, libsndfile, ffmpeg.
  ///
  /// `claims` receives what the container's own tables say, where the header's did not.
  ///
  /// - Throws: what rules sound out before a decoder is started, and `recording.decoder-missing`.
  static func choose(
    _ sniffed: Sniffed, _ claims: inout HeaderClaims, _ source: RecordingFile, _ ffmpeg: FFmpegLocation?
  ) throws(Fault) -> SoundRoute {
    switch sniffed.container {
    case .wav, .rf64, .w64, .aiff, .au, .caf, .flac, .mp3:
      return .sndfile(start: sniffed.start, end: source.size, correction: claims.correction)
    case .ogg: return try ogg(sniffed, &claims, source, ffmpeg)
    case .webm, .matroska: return try matroska(sniffed, source, ffmpeg)
    case .mp4:
      let content = try MP4Content(source, at: sniffed.start)
      guard let codec = content.codec else { throw Fault(.recordingNoAudioTrack) }
      guard !content.isEncrypted else { throw Fault(.recordingEncrypted, "MP4") }
      claims.missingBytes = content.missingBytes
      claims.duration = content.declaredDuration
      // Encoder delay is counted in by some writers: 2112 samples, twice that at half the rate (HE-AAC).
      claims.slack = 0.25
      return try external(sniffed, ffmpeg, codec: codec)
    case .asf:
      try ASFContent.check(source, at: sniffed.start)
      return try external(sniffed, ffmpeg, codec: nil)
    default: return try external(sniffed, ffmpeg, codec: nil)
    }
  }

  /// What to try where libsndfile could not open a file whose container it reads: ffmpeg, if it is there.
  static func fallback(_ sniffed: Sniffed, _ ffmpeg: FFmpegLocation?) -> SoundRoute? {
    guard sniffed.start == 0 || sniffed.container == .mp3, let ffmpeg, let demuxer = sniffed.container.demuxer else { return nil }
    return .ffmpeg(ffmpeg, demuxer: demuxer, codec: nil)
  }

  private static func ogg(
    _ sniffed: Sniffed, _ claims: inout HeaderClaims, _ source: RecordingFile, _ ffmpeg: FFmpegLocation?
  ) throws(Fault) -> SoundRoute {
    let content = try OggContent(source, at: sniffed.start)
    if content.codecs == [.opus], let head = content.opusHead, head.isSimple { return .oggOpus(start: sniffed.start, head) }
    claims.isCut = try !OggContent.endsWell(source)
    if let codec = content.codecs.first, content.codecs.count == 1, codec == .vorbis || codec == .flac || codec == .opus {
      return .sndfile(start: sniffed.start, end: source.size, correction: nil)
    }
    if content.codecs.isEmpty { throw Fault(.recordingCorrupt, "Ogg") }
    return try external(sniffed, ffmpeg, codec: nil)
  }

  private static func matroska(_ sniffed: Sniffed, _ source: RecordingFile, _ ffmpeg: FFmpegLocation?) throws(Fault) -> SoundRoute {
    let content = try MatroskaContent(source, at: sniffed.start)
    guard let track = content.audio else { throw Fault(.recordingNoAudioTrack) }
    guard !track.isEncrypted else { throw Fault(.recordingEncrypted, track.codec) }
    if track.codec == "A_OPUS", !track.isEncoded, let head = track.opusHead, head.isSimple {
      return .matroskaOpus(start: sniffed.start, track, head, declaredDuration: content.declaredDuration)
    }
    return try external(sniffed, ffmpeg, codec: track.codecName)
  }

  private static func external(_ sniffed: Sniffed, _ ffmpeg: FFmpegLocation?, codec: String?) throws(Fault) -> SoundRoute {
    guard let demuxer = sniffed.container.demuxer else { throw Fault(.recordingContainerUnsupported, sniffed.container.name) }
    guard let ffmpeg else { throw Fault(.recordingDecoderMissing, sniffed.container.name) }
    return .ffmpeg(ffmpeg, demuxer: demuxer, codec: codec)
  }
}
