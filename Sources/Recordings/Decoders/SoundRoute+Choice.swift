import Interview

extension SoundRoute {
  /// Chooses by what the file holds, cheapest and safest first: readers of this module, libsndfile, ffmpeg. One route for
  /// each audio track, in the file's order.
  ///
  /// `claims` receives what the container's own tables say, where the header's did not.
  ///
  /// - Throws: what rules sound out before a decoder is started, and `recording.decoder-missing`.
  static func choose(
    _ sniffed: Sniffed, _ claims: inout HeaderClaims, _ source: any ByteSource, _ ffmpeg: FFmpegLocation?
  ) throws(Fault) -> [SoundRoute] {
    switch sniffed.container {
    case .wav, .rf64, .w64, .aiff, .au, .caf, .flac, .mp3:
      let whole = SndfileLink(start: sniffed.start, end: source.size, corrections: claims.corrections)
      return [.sndfile(claims.links.isEmpty ? [whole] : claims.links)]
    case .ogg: return [try ogg(sniffed, &claims, source, ffmpeg)]
    case .webm, .matroska: return try matroska(sniffed, source, ffmpeg)
    case .mp4:
      let content = try MP4Content(source, at: sniffed.start)
      guard !content.tracks.isEmpty else { throw Fault(.recordingNoAudioTrack) }
      guard let first = content.tracks.first(where: { !$0.isEncrypted }) else { throw Fault(.recordingEncrypted, "MP4") }
      claims.missingBytes = content.missingBytes
      claims.duration = first.duration
      // Encoder delay is counted in by some writers: 2112 samples, twice that at half the rate (HE-AAC).
      claims.slack = 0.25
      var routes: [SoundRoute] = []
      for (index, track) in content.tracks.enumerated() where !track.isEncrypted {
        routes.append(try external(sniffed, ffmpeg, track: index, codec: track.codec))
        claims.durations.append(track.duration)
      }
      return routes
    case .asf:
      try ASFContent.check(source, at: sniffed.start)
      return [try external(sniffed, ffmpeg, codec: nil)]
    default: return [try external(sniffed, ffmpeg, codec: nil)]
    }
  }

  /// What to try where libsndfile could not open a file whose container it reads: ffmpeg, if it is there.
  static func fallback(_ sniffed: Sniffed, _ ffmpeg: FFmpegLocation?) -> SoundRoute? {
    guard sniffed.start == 0 || sniffed.container == .mp3, let ffmpeg, let demuxer = sniffed.container.demuxer else { return nil }
    return .ffmpeg(ffmpeg, demuxer: demuxer, track: 0, codec: nil)
  }

  private static func ogg(
    _ sniffed: Sniffed, _ claims: inout HeaderClaims, _ source: any ByteSource, _ ffmpeg: FFmpegLocation?
  ) throws(Fault) -> SoundRoute {
    let content = try OggContent(source, at: sniffed.start)
    if content.codecs == [.opus], let head = content.opusHead, head.isSimple { return .oggOpus(start: sniffed.start, head) }
    claims.isCut = try !OggContent.endsWell(source)
    if let codec = content.codecs.first, content.codecs.count == 1, codec == .vorbis || codec == .flac || codec == .opus {
      return .sndfile(try OggLinks.ranges(source, from: sniffed.start).map { SndfileLink(start: $0.lowerBound, end: $0.upperBound) })
    }
    if content.codecs.isEmpty { throw Fault(.recordingCorrupt, "Ogg") }
    return try external(sniffed, ffmpeg, codec: nil)
  }

  private static func matroska(_ sniffed: Sniffed, _ source: any ByteSource, _ ffmpeg: FFmpegLocation?) throws(Fault) -> [SoundRoute] {
    let content = try MatroskaContent(source, at: sniffed.start)
    let tracks = content.tracks.filter(\.isAudio)
    guard let first = tracks.first else { throw Fault(.recordingNoAudioTrack) }
    guard tracks.contains(where: { !$0.isEncrypted }) else { throw Fault(.recordingEncrypted, first.codec) }
    var routes: [SoundRoute] = []
    for (index, track) in tracks.enumerated() where !track.isEncrypted {
      if track.codec == "A_OPUS", !track.isEncoded, let head = track.opusHead, head.isSimple {
        routes.append(.matroskaOpus(start: sniffed.start, track, head, declaredDuration: content.declaredDuration))
      } else {
        routes.append(try external(sniffed, ffmpeg, track: index, codec: track.codecName))
      }
    }
    return routes
  }

  private static func external(_ sniffed: Sniffed, _ ffmpeg: FFmpegLocation?, track: Int = 0, codec: String?) throws(Fault) -> SoundRoute {
    guard let demuxer = sniffed.container.demuxer else { throw Fault(.recordingContainerUnsupported, sniffed.container.name) }
    guard let ffmpeg else { throw Fault(.recordingDecoderMissing, sniffed.container.name) }
    return .ffmpeg(ffmpeg, demuxer: demuxer, track: track, codec: codec)
  }
}
