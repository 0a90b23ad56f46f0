import Interview

extension HeaderClaims {
  /// AIFF and AIFF-C (Apple, 1989 and 1991): big-endian chunks, the number of frames in COMM.
  static func aiff(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    var offset = start + 12
    for _ in 0..<4096 {
      let chunk = try source.bytes(at: offset, count: 32)
      guard chunk.count >= 8, let size = chunk.be32(4) else { break }
      if chunk.has("COMM") {
        claims.channels = chunk.be16(8)
        claims.frames = chunk.be32(10).map(Int64.init)
      }
      if chunk.has("SSND") {
        let available = max(0, source.size - offset - 16)
        guard available > 0, size > 8 else { throw Fault(.recordingHeaderOnly, "AIFF") }
        claims.missingBytes = max(0, Int64(size) - 8 - available)
        return claims
      }
      offset += 8 + Int64(size) + Int64(size & 1)
    }
    throw Fault(claims.channels == nil && offset <= source.size ? .recordingCorrupt : .recordingHeaderOnly, "AIFF")
  }

  /// Sun and NeXT audio: six words, of either byte order; a size of all ones means "until the end".
  static func au(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    let head = try source.bytes(at: start, count: 24)
    let isBig = head.has(".snd")
    func word(_ at: Int) -> Int? { isBig ? head.be32(at) : head.le32(at) }
    guard let data = word(4), let size = word(8), let rate = word(16), let channels = word(20) else {
      throw Fault(.recordingHeaderOnly, "AU")
    }
    let available = source.size - start - Int64(data)
    guard available > 0 else { throw Fault(.recordingHeaderOnly, "AU") }
    var claims = HeaderClaims()
    claims.sampleRate = rate
    claims.channels = channels
    if size != 0xFFFF_FFFF { claims.missingBytes = max(0, Int64(size) - available) }
    return claims
  }

  /// Core Audio Format (Apple, 2005): 64-bit sizes; a data chunk of −1 runs to the end.
  static func caf(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    var packetSize: Int64 = 0
    var framesPerPacket: Int64 = 0
    var offset = start + 8
    for _ in 0..<4096 {
      let chunk = try source.bytes(at: offset, count: 48)
      guard chunk.count >= 12, let size = chunk.be64(4), size >= -1, size < 1 << 60 else { break }
      if chunk.has("desc") {
        packetSize = Int64(chunk.be32(28) ?? 0)
        framesPerPacket = Int64(chunk.be32(32) ?? 0)
        claims.channels = chunk.be32(36)
      }
      if chunk.has("data") {
        let available = source.size - offset - 16
        guard available > 0 else { throw Fault(.recordingHeaderOnly, "CAF") }
        guard size != -1 else { return claims }
        claims.missingBytes = max(0, size - 4 - available)
        if packetSize > 0, framesPerPacket == 1 { claims.frames = (size - 4) / packetSize }
        return claims
      }
      guard size >= 0 else { break }
      offset += 12 + size
    }
    throw Fault(claims.channels == nil && offset <= source.size ? .recordingCorrupt : .recordingHeaderOnly, "CAF")
  }

  /// FLAC (RFC 9639, 8.2): STREAMINFO, which should stand first and holds the number of samples in 36 bits, 0 for unknown.
  static func flac(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    var offset = start + 4
    for _ in 0..<128 {
      let block = try source.bytes(at: offset, count: 4 + 34)
      guard block.count >= 4, let header = block.be32(0) else { break }
      if header >> 24 & 0x7F == 0, block.count == 38, let packed = block.be64(14) {
        claims.sampleRate = Int(packed >> 44 & 0xF_FFFF)
        claims.channels = Int(packed >> 41 & 7) + 1
        let total = packed & 0xF_FFFF_FFFF
        claims.frames = total == 0 ? nil : total
        return claims
      }
      offset += 4 + Int64(header & 0xFF_FFFF)
      if header >> 31 == 1 { break }
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
    claims.slack = Int64(4 * frame.samples)
    let tag = frame.isVersion1 ? (frame.channels == 1 ? 21 : 36) : frame.channels == 1 ? 13 : 21
    if bytes.has("Xing", at: tag) || bytes.has("Info", at: tag), let flags = bytes.be32(tag + 4), flags & 1 == 1 {
      claims.frames = bytes.be32(tag + 8).map { Int64($0) * Int64(frame.samples) }
    } else if bytes.has("VBRI", at: 36) {
      claims.frames = bytes.be32(36 + 14).map { Int64($0) * Int64(frame.samples) }
    }
    return claims
  }
}
