import Interview

extension HeaderClaims {
  /// AIFF and AIFF-C (Apple, 1989 and 1991): big-endian chunks, the number of frames in COMM.
  static func aiff(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    var blockSize: Int64 = 0
    var countOffset: Int64?
    var offset = start + 12
    for _ in 0..<4096 {
      let chunk = try source.bytes(at: offset, count: 32)
      guard chunk.count >= 8, let size = chunk.be32(4) else { break }
      if chunk.has("COMM") {
        claims.channels = chunk.be16(8)
        claims.frames = chunk.be32(10).map(Int64.init)
        countOffset = offset + 10
        // AIFF is plain; AIFF-C names its encoding behind the rate.
        let isPlain = size < 22 || ["NONE", "twos", "sowt", "fl32", "FL32", "fl64", "FL64"].contains { chunk.has($0, at: 26) }
        if isPlain, let bits = chunk.be16(14), let channels = claims.channels { blockSize = Int64(channels * ((bits + 7) / 8)) }
      }
      if chunk.has("SSND") {
        let available = max(0, source.size - offset - 16)
        guard available > 0 else { throw Fault(.recordingHeaderOnly, "AIFF") }
        if try isOpen(
          Int64(size), minimum: 8, content: offset + 16, in: source, head: 8, length: { Self.chunkLength($0, isBig: true) })
        {
          claims.isUnfinished = true
          claims.frames = nil
          claims.corrections = [
            Correction(offset: start + 4, source.size - start - 8, width: 4, isBig: true),
            Correction(offset: offset + 4, available + 8, width: 4, isBig: true),
          ]
          if let countOffset, blockSize > 0 {
            claims.corrections.append(Correction(offset: countOffset, available / blockSize, width: 4, isBig: true))
          }
          return claims
        }
        guard size > 8 else { throw Fault(.recordingHeaderOnly, "AIFF") }
        claims.missingBytes = max(0, Int64(size) - 8 - available)
        return claims
      }
      offset += 8 + Int64(size) + Int64(size & 1)
    }
    throw Fault(claims.channels == nil && offset + 8 <= source.size ? .recordingCorrupt : .recordingHeaderOnly, "AIFF")
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
    let goesOn = try soundGoesOn(behind: start + Int64(data) + Int64(size), in: source, head: 4) { _ in nil }
    if size == 0 || size >= 0x7F00_0000 && Int64(size) > available || goesOn {
      claims.isUnfinished = size != 0xFFFF_FFFF
      claims.corrections = [Correction(offset: start + 8, min(available, 0xFFFF_FFFF), width: 4, isBig: isBig)]
      return claims
    }
    claims.missingBytes = max(0, Int64(size) - available)
    // Bytes of a sample by the encoding's number: µ-law, linear 8 to 32, float, double; 27 is A-law.
    let widths = [1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 4, 7: 8, 27: 1]
    if let encoding = word(12), let width = widths[encoding], channels > 0 { claims.frames = Int64(size / (width * channels)) }
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
      guard chunk.count >= 12, let size = chunk.be64(4) else { break }
      if chunk.has("desc") {
        packetSize = Int64(chunk.be32(28) ?? 0)
        framesPerPacket = Int64(chunk.be32(32) ?? 0)
        claims.channels = chunk.be32(36)
      }
      if chunk.has("data") {
        let available = source.size - offset - 16
        guard available > 0 else { throw Fault(.recordingHeaderOnly, "CAF") }
        let length: ([UInt8]) -> Int64? = { $0.be64(4).map { $0 < 1 << 60 ? $0 + 12 : -1 } }
        if try isOpen(size, minimum: 4, content: offset + 16, in: source, head: 12, length: length) {
          if let second = try secondHeader(source, start, offset + 16) { return try unfinished(source, second, Self.caf) }
          claims.isUnfinished = size != -1
          claims.corrections = [Correction(offset: offset + 4, available + 4, width: 8, isBig: true)]
          return claims
        }
        guard size > 4 else { throw Fault(.recordingHeaderOnly, "CAF") }
        claims.missingBytes = max(0, size - 4 - available)
        if packetSize > 0, framesPerPacket == 1 { claims.frames = (size - 4) / packetSize }
        return claims
      }
      guard size >= 0, size < 1 << 60 else { break }
      offset += 12 + size
    }
    throw Fault(claims.channels == nil && offset + 8 <= source.size ? .recordingCorrupt : .recordingHeaderOnly, "CAF")
  }
}
