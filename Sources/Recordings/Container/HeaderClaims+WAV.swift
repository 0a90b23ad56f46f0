import Interview

extension HeaderClaims {
  /// Chunks looked at before a header counts as hopeless; real files have fewer than twenty.
  private static let chunkLimit = 4096

  /// RIFF (Microsoft, Multimedia Programming Interface 1.0, 1991), its big-endian twin RIFX, and RF64 (EBU Tech 3306).
  static func wav(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    let head = try source.bytes(at: start, count: 12)
    let isBig = head.has("RIFX")
    var claims = HeaderClaims()
    var long: (size: Int64, byteOffset: Int64)?
    var blockSize = 0
    var isPlain = false
    var offset = start + 12
    for _ in 0..<chunkLimit {
      let chunk = try source.bytes(at: offset, count: 48)
      guard chunk.count >= 8, let declared = isBig ? chunk.be32(4) : chunk.le32(4) else { break }
      let size = Int64(declared)
      if chunk.has("ds64") { long = chunk.le64(16).map { (min(max(0, $0), 1 << 60), offset + 16) } }
      if chunk.has("fmt ") {
        claims.channels = isBig ? chunk.be16(10) : chunk.le16(10)
        claims.sampleRate = isBig ? chunk.be32(12) : chunk.le32(12)
        blockSize = (isBig ? chunk.be16(20) : chunk.le16(20)) ?? 0
        let tag = isBig ? chunk.be16(8) : chunk.le16(8)
        isPlain = [1, 3, 6, 7, 0xFFFE].contains(tag)
      }
      if chunk.has("data") {
        let isLong = (head.has("RF64") || head.has("BW64")) && (declared == 0xFFFF_FFFF || declared == 0)
        let bytes = isLong ? long?.size ?? size : size
        try claims.takeData(bytes, at: offset, in: source, blockSize: isPlain ? blockSize : 0, isBig: isBig)
        if isLong, claims.isUnfinished, let long {
          claims.corrections = [
            Correction(offset: offset + 4, 0xFFFF_FFFF, width: 4, isBig: false),
            Correction(offset: long.byteOffset, source.size - offset - 8, width: 8, isBig: false),
          ]
        }
        try claims.addNext(behind: offset + 8 + bytes + (bytes & 1), from: start, in: source)
        return claims
      }
      offset += 8 + size + (size & 1)
    }
    throw Fault(claims.channels == nil && offset + 8 <= source.size ? .recordingCorrupt : .recordingHeaderOnly, "WAV")
  }

  /// - Parameter blockSize: bytes of one frame, 0 where bytes do not tell frames.
  private mutating func takeData(_ size: Int64, at offset: Int64, in source: any ByteSource, blockSize: Int, isBig: Bool) throws(Fault) {
    let available = max(0, source.size - offset - 8)
    guard available > 0 else { throw Fault(.recordingHeaderOnly, "WAV") }
    var bytes = size
    if try Self.isOpen(size, content: offset + 8, in: source, head: 8, length: { Self.chunkLength($0, isBig: isBig) }) {
      isUnfinished = true
      corrections = [Correction(offset: offset + 4, min(available, 0xFFFF_FFFF), width: 4, isBig: isBig)]
      bytes = available
    } else if size == 0 {
      throw Fault(.recordingHeaderOnly, "WAV")
    }
    missingBytes = max(0, bytes - available)
    if blockSize > 0, !isUnfinished { frames = bytes / Int64(blockSize) }
  }

  /// Takes note of another file of the kind that begins where this one's sound ends.
  private mutating func addNext(behind end: Int64, from start: Int64, in source: any ByteSource) throws(Fault) {
    guard !isUnfinished, end < source.size else { return }
    let head = try source.bytes(at: end, count: 12)
    guard head.has("RIFF"), head.has("WAVE", at: 8), let next = try? Self.wav(source, from: end) else { return }
    links = [SndfileLink(start: start, end: end, corrections: corrections)]
    links += next.links.isEmpty ? [SndfileLink(start: end, end: source.size, corrections: next.corrections)] : next.links
    missingBytes = next.missingBytes
    isUnfinished = next.isUnfinished
    frames = next.sampleRate == sampleRate && next.frames != nil ? frames.map { $0 + (next.frames ?? 0) } : nil
  }

  /// Sony Wave64: chunks are named by GUIDs whose first four bytes are the RIFF name; sizes have 64 bits and include
  /// their own 24 bytes.
  static func w64(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    var blockSize: Int64 = 0
    var offset = start + 40
    for _ in 0..<chunkLimit {
      let chunk = try source.bytes(at: offset, count: 48)
      guard chunk.count >= 24, let size = chunk.le64(16) else { break }
      if chunk.has("fmt ") {
        claims.channels = chunk.le16(26)
        claims.sampleRate = chunk.le32(28)
        if let tag = chunk.le16(24), [1, 3, 6, 7, 0xFFFE].contains(tag) { blockSize = Int64(chunk.le16(36) ?? 0) }
      }
      if chunk.has("data") {
        let available = max(0, source.size - offset - 24)
        guard available > 0 else { throw Fault(.recordingHeaderOnly, "W64") }
        let length: ([UInt8]) -> Int64? = { $0.le64(16).map { $0 < 1 << 60 ? ($0 + 7) & ~7 : -1 } }
        if try isOpen(size, minimum: 24, content: offset + 24, in: source, head: 24, length: length) {
          if let second = try secondHeader(source, start, offset + 24) { return try unfinished(source, second, Self.w64) }
          claims.isUnfinished = true
          claims.corrections = [
            Correction(offset: start + 16, source.size - start, width: 8, isBig: false),
            Correction(offset: offset + 16, available + 24, width: 8, isBig: false),
          ]
          return claims
        }
        guard size > 24 else { throw Fault(.recordingHeaderOnly, "W64") }
        claims.missingBytes = max(0, size - 24 - available)
        if blockSize > 0 { claims.frames = (size - 24) / blockSize }
        return claims
      }
      guard size >= 24, size < 1 << 60 else { break }
      offset += (size + 7) & ~7
    }
    throw Fault(claims.channels == nil && offset + 8 <= source.size ? .recordingCorrupt : .recordingHeaderOnly, "W64")
  }
}
