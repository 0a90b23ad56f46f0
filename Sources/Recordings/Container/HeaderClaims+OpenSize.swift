import Interview

/// Sizes that writers leave which cannot go back to fill them in, as into a pipe, or which died after they last did: they mean
/// "until the end".
extension HeaderClaims {
  /// Whether a size is such a one: not above `least`, the size of a chunk without content, where the rest of the file is no
  /// row of chunks that ends where the file ends; or about 2 or 4 GB, or about as much as 64 bits hold; or one behind which the
  /// sound goes on.
  ///
  /// - Parameters:
  ///   - content: where the chunk's content begins.
  ///   - head: bytes of a chunk's head.
  ///   - length: a chunk's length with its head and padding, from its head.
  static func isOpen(
    _ size: Int64, minimum: Int64 = 0, content: Int64, in source: any ByteSource, head: Int, length: ([UInt8]) -> Int64?
  ) throws(Fault) -> Bool {
    if size > minimum {
      if size - minimum > source.size - content { return size >= 0x7F00_0000 }
      return try soundGoesOn(behind: content + size - minimum, in: source, head: head, length: length)
    }
    // What is below nothing is no size.
    if size < 0 || size < minimum { return true }
    var offset = content
    for _ in 0..<64 {
      if offset == source.size { return false }
      let chunk = try source.bytes(at: offset, count: head)
      guard chunk.count == head, chunk[0..<4].allSatisfy({ (32..<127).contains($0) }), let length = length(chunk), length >= Int64(head),
        length <= source.size - offset + 1
      else { return true }
      offset = min(offset + length, source.size)
    }
    return true
  }

  /// Bytes behind the declared end that are too few to be sound worth a word: a sixteenth of a second of telephone speech and more.
  private static let crumbs: Int64 = 4096

  /// Whether what stands behind the declared end of the sound is more of it: neither a chunk nor another file's beginning, no tag,
  /// no text, no padding.
  static func soundGoesOn(
    behind end: Int64, in source: any ByteSource, head: Int, length: ([UInt8]) -> Int64?
  ) throws(Fault) -> Bool {
    guard source.size - end >= crumbs, try TrailingTags.start(in: source) - end >= crumbs else { return false }
    // Chunks begin at even places, those of W64 at every eighth byte; not all writers keep to it.
    for padding in Int64(0)..<8 {
      let chunk = try source.bytes(at: end + padding, count: max(4, head))
      guard chunk.count >= max(4, head), chunk[0..<4].allSatisfy({ (32..<127).contains($0) }) else { continue }
      if ["RIFF", "RIFX", "RF64", "BW64", "FORM", "riff", "caff", ".snd", "fLaC", "OggS", "ID3"].contains(where: { chunk.has($0) }) {
        return false
      }
      if let length = length(chunk), length >= Int64(head), length <= source.size - end - padding + 1 { return false }
    }
    let next = try source.bytes(at: end, count: 256)
    if next.allSatisfy({ (32..<127).contains($0) || (9...13).contains($0) }) { return false }
    return try !TrailingTags.isPadding(source, from: end)
  }

  /// The length of a chunk of RIFF or IFF.
  static func chunkLength(_ chunk: [UInt8], isBig: Bool) -> Int64? {
    (isBig ? chunk.be32(4) : chunk.le32(4)).map { 8 + Int64($0) + Int64($0 & 1) }
  }

  /// Where the sound begins with the header once more, and where it ends: libsndfile, which sox writes W64 and CAF with, begins
  /// anew with the header when it knows more, before the sound and behind it, and in a pipe nothing is overwritten.
  static func secondHeader(_ source: any ByteSource, _ start: Int64, _ content: Int64) throws(Fault) -> Range<Int64>? {
    let mark = try source.bytes(at: start, count: 8)
    // The mark alone, or the mark and a version; the sizes behind it differ.
    guard mark.count == 8, try source.bytes(at: content, count: 8) == mark else { return nil }
    let last = source.size - (content - start)
    let end = try source.bytes(at: last, count: 8)
    let isRepeated = last > content && end == mark
    return content..<(isRepeated ? last : source.size)
  }

  /// The claims of the header that the sound is behind.
  static func unfinished(
    _ source: any ByteSource, _ range: Range<Int64>, _ read: (any ByteSource, Int64) throws(Fault) -> HeaderClaims
  ) throws(Fault) -> HeaderClaims {
    var claims = try read(ClippedBytes(source, end: range.upperBound), range.lowerBound)
    if claims.links.isEmpty {
      claims.links = [SndfileLink(start: range.lowerBound, end: range.upperBound, corrections: claims.corrections)]
    }
    return claims
  }
}
