import Interview

/// Tells what a file is from its bytes.
package struct Sniffed: Sendable, Equatable {
  package let container: RecordingContainer
  /// Where the container begins: behind ID3 tags and, in MP3 and AAC, behind whatever a broken tool put in front.
  package let start: Int64

  package init(container: RecordingContainer, start: Int64) {
    self.container = container
    self.start = start
  }
}

package enum Sniffer {
  /// Bytes of the beginning that are looked at.
  static let prefixLength = 65_536

  /// Recognises the container.
  ///
  /// 1. Tags in front (ID3) are stepped over, however long; 2. magic numbers of containers; 3. magic numbers of what is
  /// no recording, each with its own code; 4. a chain of MPEG frames, which have no magic number, behind at most 64 KiB
  /// of junk; 5. text of every kind.
  ///
  /// - Throws: what the file is instead, or `recording.unrecognised`.
  package static func sniff(_ source: any ByteSource) throws(Fault) -> Sniffed {
    guard source.size > 0 else { throw Fault(.recordingEmpty) }
    let start = try skippingTags(source)
    guard start < source.size else { throw Fault(.recordingHeaderOnly, "ID3") }
    let bytes = try source.bytes(at: start, count: prefixLength)
    if let container = container(bytes) { return Sniffed(container: container, start: start) }
    if let fault = foreign(bytes) { throw fault }
    // Browsers hand out recordings piece by piece; only the first piece can be read without the others.
    if bytes.has([0x1F, 0x43, 0xB6, 0x75]) { throw Fault(.recordingPieceMissing, "WebM") }
    let isWhole = start + Int64(bytes.count) == source.size
    if let chain = MPEGFrame.firstChain(in: bytes, from: 0, limit: prefixLength, atEnd: isWhole) {
      let container: RecordingContainer = chain.frame.kind == .adts ? .adts : .mp3
      return Sniffed(container: container, start: start + Int64(chain.offset))
    }
    if let fault = textual(bytes) { throw fault }
    if try isAllZeros(source, from: start, prefix: bytes) { throw Fault(.recordingAllZeros) }
    if start > 0 { throw Fault(.recordingCorrupt, "ID3") }
    throw Fault(.recordingUnrecognised)
  }

  /// ID3v2 (id3.org, 2.4.0, section 3.1): ten bytes, the last four a size of seven bits each. Some files have several.
  private static func skippingTags(_ source: any ByteSource) throws(Fault) -> Int64 {
    var start: Int64 = 0
    for _ in 0..<8 {
      let head = try source.bytes(at: start, count: 10)
      guard head.count == 10, head.has("ID3"), head[3] < 0xFF, head[6...9].allSatisfy({ $0 < 0x80 }) else { break }
      let size = Int64(head[6]) << 21 | Int64(head[7]) << 14 | Int64(head[8]) << 7 | Int64(head[9])
      start += 10 + size + (head[5] & 0x10 != 0 ? 10 : 0)
    }
    return start
  }

  private static func isAllZeros(_ source: any ByteSource, from start: Int64, prefix: [UInt8]) throws(Fault) -> Bool {
    guard prefix.allSatisfy({ $0 == 0 }) else { return false }
    // Sixteen megabytes of zeros are proof enough; nobody waits for the rest of a terabyte.
    var offset = start + Int64(prefix.count)
    while offset < min(source.size, start + 16 << 20) {
      let piece = try source.bytes(at: offset, count: 1 << 20)
      guard !piece.isEmpty, piece.allSatisfy({ $0 == 0 }) else { return false }
      offset += Int64(piece.count)
    }
    return true
  }
}
