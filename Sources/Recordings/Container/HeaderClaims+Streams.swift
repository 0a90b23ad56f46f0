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
        if total > 0, let size = block.be16(6), let end = try FLACFrames.end(of: source, blockSize: Int64(size)), end > total,
          end <= 0xF_FFFF_FFFF
        {
          let mended = packed & ~0xF_FFFF_FFFF | end
          claims.correction = Correction(
            offset: offset + 14, bytes: (0..<8).map { UInt8(truncatingIfNeeded: mended >> (56 - 8 * Int64($0))) })
        }
      }
      offset += 4 + Int64(header & 0xFF_FFFF)
      if header >> 31 == 1 {
        let sync = try source.bytes(at: offset, count: 2)
        claims.isMisplaced = offset != source.size && !(sync.count == 2 && sync[0] == 0xFF && sync[1] & 0xFE == 0xF8)
        return claims
      }
    }
    return claims
  }

  /// The Xing or Info tag inside the first MPEG frame, which encoders write to tell the number of frames.
  static func mp3(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    let bytes = try source.bytes(at: start, count: 256)
    guard let frame = MPEGFrame(bytes, at: 0) else { return claims }
    claims.sampleRate = frame.sampleRate
    // The count includes the encoder's delay and padding, which decoders take off: 529 + 1105 and up to a frame or two.
    claims.slack = Double(4 * frame.samples) / Double(frame.sampleRate)
    let tag = frame.isVersion1 ? (frame.channels == 1 ? 21 : 36) : frame.channels == 1 ? 13 : 21
    if bytes.has("Xing", at: tag) || bytes.has("Info", at: tag), let flags = bytes.be32(tag + 4), flags & 1 == 1 {
      claims.frames = bytes.be32(tag + 8).map { Int64($0) * Int64(frame.samples) }
      // The number of bytes follows; the library warns on standard error where it is wrong, as in every cut file.
      if flags & 2 == 2, let size = UInt32(exactly: source.size - start) {
        claims.correction = Correction(offset: start + Int64(tag) + 12, bytes: (0..<4).map { UInt8(size >> (24 - 8 * $0) & 0xFF) })
      }
    } else if bytes.has("VBRI", at: 36) {
      claims.frames = bytes.be32(36 + 14).map { Int64($0) * Int64(frame.samples) }
    }
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
      let available = try cursor.look(7)
      let head = (0..<available).map { cursor[$0] }
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
    guard let place = ASFContent.place(of: ASFContent.fileProperties, in: header), let size = header.le64(place + 40) else { return claims }
    claims.missingBytes = max(0, min(max(0, size), 1 << 60) - (source.size - start))
    // In units of 100 ns; the preroll, in milliseconds, is counted in.
    if let length = header.le64(place + 64), let preroll = header.le64(place + 80), length > 0, length < 1 << 56,
      (0..<1 << 32).contains(preroll)
    {
      let seconds = Double(length) / 1e7 - Double(preroll) / 1e3
      claims.duration = seconds > 0 ? seconds : nil
      claims.slack = 0.25
    }
    return claims
  }
}
