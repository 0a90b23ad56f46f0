import Interview

extension HeaderClaims {
  /// Chunks looked at before a header counts as hopeless; real files have fewer than twenty.
  private static let chunkLimit = 4096

  /// RIFF (Microsoft, Multimedia Programming Interface 1.0, 1991), its big-endian twin RIFX, and RF64 (EBU Tech 3306).
  static func wav(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    let head = try source.bytes(at: start, count: 12)
    let isBig = head.has("RIFX")
    var claims = HeaderClaims()
    var longSize: Int64?
    var blockSize = 0
    var isPlain = false
    var offset = start + 12
    for _ in 0..<chunkLimit {
      let chunk = try source.bytes(at: offset, count: 48)
      guard chunk.count >= 8, let declared = isBig ? chunk.be32(4) : chunk.le32(4) else { break }
      let size = Int64(declared)
      if chunk.has("ds64") { longSize = chunk.le64(16).map { min(max(0, $0), 1 << 60) } }
      if chunk.has("fmt ") {
        claims.channels = isBig ? chunk.be16(10) : chunk.le16(10)
        claims.sampleRate = isBig ? chunk.be32(12) : chunk.le32(12)
        blockSize = (isBig ? chunk.be16(20) : chunk.le16(20)) ?? 0
        let tag = isBig ? chunk.be16(8) : chunk.le16(8)
        isPlain = [1, 3, 6, 7, 0xFFFE].contains(tag)
      }
      if chunk.has("data") {
        let isLong = head.has("RF64") || head.has("BW64")
        let bytes = isLong && declared == 0xFFFF_FFFF ? longSize ?? size : size
        try claims.takeData(bytes, at: offset, in: source, blockSize: isPlain ? blockSize : 0, isBig: isBig)
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
    // Writers that cannot seek leave 0, or about 2 or 4 GB, meaning "until the end" (ffmpeg, sox into a pipe).
    let isOpen = size >= 0x7FFF_0000 && size > available
    var isLeftEmpty = false
    if size == 0 { isLeftEmpty = try !Self.isChunkChain(source, from: offset + 8, isBig: isBig) }
    if isOpen || isLeftEmpty {
      isUnfinished = true
      let known = UInt32(clamping: available)
      let little = (0..<4).map { UInt8(truncatingIfNeeded: known >> (8 * $0)) }
      correction = Correction(offset: offset + 4, bytes: isBig ? little.reversed() : little)
      bytes = available
    } else if size == 0 {
      throw Fault(.recordingHeaderOnly, "WAV")
    }
    missingBytes = max(0, bytes - available)
    if blockSize > 0, !isUnfinished { frames = bytes / Int64(blockSize) }
  }

  /// Whether the rest of the file is a row of chunks that ends where the file ends: then a size of 0 is meant.
  private static func isChunkChain(_ source: any ByteSource, from start: Int64, isBig: Bool) throws(Fault) -> Bool {
    var offset = start
    for _ in 0..<64 {
      if offset == source.size { return true }
      let chunk = try source.bytes(at: offset, count: 8)
      guard chunk.count == 8, chunk[0..<4].allSatisfy({ (32..<127).contains($0) }) else { return false }
      guard let size = isBig ? chunk.be32(4) : chunk.le32(4) else { return false }
      offset += 8 + Int64(size) + Int64(size & 1)
    }
    return false
  }

  /// Sony Wave64: chunks are named by GUIDs whose first four bytes are the RIFF name; sizes have 64 bits and include
  /// their own 24 bytes.
  static func w64(_ source: any ByteSource, from start: Int64) throws(Fault) -> HeaderClaims {
    var claims = HeaderClaims()
    var blockSize: Int64 = 0
    var offset = start + 40
    for _ in 0..<chunkLimit {
      let chunk = try source.bytes(at: offset, count: 48)
      guard chunk.count >= 24, let size = chunk.le64(16), size >= 24, size < 1 << 60 else { break }
      if chunk.has("fmt ") {
        claims.channels = chunk.le16(26)
        claims.sampleRate = chunk.le32(28)
        if let tag = chunk.le16(24), [1, 3, 6, 7, 0xFFFE].contains(tag) { blockSize = Int64(chunk.le16(36) ?? 0) }
      }
      if chunk.has("data") {
        let available = max(0, source.size - offset - 24)
        guard available > 0, size > 24 else { throw Fault(.recordingHeaderOnly, "W64") }
        claims.missingBytes = max(0, size - 24 - available)
        if blockSize > 0 { claims.frames = (size - 24) / blockSize }
        return claims
      }
      offset += (size + 7) & ~7
    }
    throw Fault(claims.channels == nil && offset + 8 <= source.size ? .recordingCorrupt : .recordingHeaderOnly, "W64")
  }
}
