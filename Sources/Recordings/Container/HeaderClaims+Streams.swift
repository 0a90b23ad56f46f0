import Interview

extension HeaderClaims {
  /// FLAC (RFC 9639, 8.2): STREAMINFO, which should stand first and holds the number of samples in 36 bits, 0 for unknown.
  ///
  /// libsndfile stops at that number: where the frames go on behind it, the true one is put in its place.
  static func flac(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    var offset = start + 4
    for _ in 0..<128 {
      let block = try source.bytes(at: offset, count: 4 + 34)
      guard block.count >= 4, let header = block.be32(0) else { break }
      if header >> 24 & 0x7F == 0, claims.sampleRate == nil, block.count == 38, let packed = block.be64(14) {
        claims.sampleRate = Int(packed >> 44 & 0xF_FFFF)
        claims.channels = Int(packed >> 41 & 7) + 1
        let total = packed & 0xF_FFFF_FFFF
        claims.frames = total == 0 ? nil : total
        if let size = block.be16(6), let end = try FLACFrames.end(of: source, blockSize: Int64(size)) {
          if total == 0 { claims.counted = end }
          if total > 0, end > total, end <= 0xF_FFFF_FFFF {
            claims.counted = end
            claims.corrections = [Correction(offset: offset + 14, packed & ~0xF_FFFF_FFFF | end, width: 8, isBig: true)]
          }
        }
      }
      offset += 4 + Int64(header & 0xFF_FFFF)
      if header >> 31 == 1 {
        let sync = try source.bytes(at: offset, count: 2)
        claims.isMisplaced = offset != source.size && !(sync.count == 2 && sync[0] == 0xFF && sync[1] & 0xFE == 0xF8)
        try claims.addNextFLAC(behind: offset, from: start, in: source)
        return claims
      }
    }
    return claims
  }

  /// Takes note of another FLAC file that begins behind this one's frames.
  private mutating func addNextFLAC(behind sound: Int64, from start: Int64, in source: any ByteSource) throws(Fault) {
    var cursor = ByteCursor(source, at: sound)
    // The mark, then the head of STREAMINFO, which is always the first block and as long as this: no chance of sound.
    guard try cursor.find(Array("fLaC".utf8) + [0, 0, 0, 34]) else { return }
    let byteOffset = cursor.position
    let own = try Self.flac(ClippedBytes(source, end: byteOffset), from: start)
    let next = try Self.flac(source, from: byteOffset)
    links = [SndfileLink(start: start, end: byteOffset, corrections: own.corrections)]
    links += next.links.isEmpty ? [SndfileLink(start: byteOffset, end: source.size, corrections: next.corrections)] : next.links
    corrections = []
    counted = nil
    frames = next.sampleRate == sampleRate && next.frames != nil ? frames.map { $0 + (next.frames ?? 0) } : nil
  }

  /// MPEG audio: what the tags of its encoders claim, and what there is.
  static func mp3(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    let stream = try MPEGStream(source, at: start)
    guard let first = stream.parts.first else { return claims }
    claims.isCut = stream.isCut
    claims.isInterrupted = stream.isInterrupted
    claims.sampleRate = first.first.sampleRate
    let rate = Double(first.first.sampleRate)
    var (claimed, counted, hasClaim) = (0.0, 0.0, true)
    for part in stream.parts {
      let seconds = Double(part.first.samples) / Double(part.first.sampleRate)
      counted += Double(part.frames) * seconds
      claimed += Double(part.tag?.frames ?? part.frames) * seconds
      hasClaim = hasClaim && part.tag?.frames != nil
      // The count includes the encoder's delay and padding, which decoders take off: 529 + 1105 and up to a frame or two.
      claims.slack += 4 * seconds
      claims.links.append(SndfileLink(part))
    }
    claims.counted = Int64(counted * rate)
    claims.frames = hasClaim ? Int64(claimed * rate) : nil
    return claims
  }

  /// AAC in ADTS and AMR (RFC 4867, 5) are nothing but frames, each of which tells its length: whether the last one is
  /// whole is all there is to know.
  static func frameChain(_ sniffed: Sniffed, _ source: any ByteSource) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    var cursor = ByteCursor(source, at: sniffed.start)
    var sizes: [Int] = []
    if sniffed.container == .amr {
      let isWide = try source.bytes(at: sniffed.start, count: 9).has("#!AMR-WB\n")
      cursor.skip(isWide ? 9 : 6)
      sizes = isWide ? [18, 24, 33, 37, 41, 47, 51, 59, 61, 6] : [13, 14, 16, 18, 20, 21, 27, 32, 6]
    }
    while cursor.remaining > 0 {
      let available = try cursor.peek(7)
      let head = (0..<available).map { cursor[$0] }
      if head[0] == 0, try TrailingTags.isPadding(source, from: cursor.position) {
        claims.isPadded = true
        return claims
      }
      let length: Int
      if sniffed.container == .amr {
        let mode = Int(head[0] >> 3 & 15)
        length = mode < sizes.count ? sizes[mode] : 1
      } else if available == 7, let frame = MPEGFrame(head, at: 0), frame.kind == .adts {
        length = frame.length
      } else {
        // Tags at the end and the like are no sound; half a frame's head is a cut.
        claims.isCut = available < 7 && head[0] == 0xFF
        return claims
      }
      claims.isCut = Int64(length) > cursor.remaining
      cursor.skip(Int64(length))
    }
    return claims
  }

  /// AVI is RIFF: its first size covers the file, up to the first two gigabytes of an OpenDML file.
  static func avi(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    let size = try source.bytes(at: start + 4, count: 4).le32(0) ?? 0
    claims.missingBytes = max(0, Int64(size) + 8 - (source.size - start))
    return claims
  }

  /// ASF: the File Properties object (Microsoft, ASF specification 1.20.05, 3.2) tells size, duration and preroll.
  static func asf(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    let header = try ASFContent.header(source, at: start)
    guard let byteOffset = ASFContent.offset(of: ASFContent.fileProperties, in: header), let size = header.le64(byteOffset + 40) else {
      return claims
    }
    claims.missingBytes = max(0, min(max(0, size), 1 << 60) - (source.size - start))
    // In units of 100 ns; the preroll, in milliseconds, is counted in.
    if let length = header.le64(byteOffset + 64), let preroll = header.le64(byteOffset + 80), length > 0, length < 1 << 56,
      (0..<1 << 32).contains(preroll)
    {
      let seconds = Double(length) / 1e7 - Double(preroll) / 1e3
      claims.duration = seconds > 0 ? seconds : nil
      claims.slack = 0.25
    }
    return claims
  }
}
