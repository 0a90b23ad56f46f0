import Interview

/// Which streams an Ogg file begins with.
package struct OggContent: Equatable {
  package enum Codec: String, Equatable { case opus, vorbis, flac, speex, other }

  /// Codecs of the streams, in the order of their first pages.
  package private(set) var codecs: [Codec] = []
  /// The first Opus stream's header.
  package private(set) var opusHead: OpusHead?

  /// Reads the first pages: all of them come before any other (RFC 3533, 4).
  package init(_ source: any ByteSource, at start: Int64) throws(Fault) {
    var reader = OggPageReader(source, at: start)
    var page = OggPage()
    while codecs.count < 16, try reader.next(&page), page.isFirst, let piece = page.pieces.first {
      let packet = Array(page.body[piece])
      let codec = Self.codec(packet)
      codecs.append(codec)
      if codec == .opus, opusHead == nil { opusHead = OpusHead(packet) }
    }
  }

  /// Whether the last page is whole and marked as the last of its stream.
  static func endsWell(_ source: any ByteSource) throws(Fault) -> Bool {
    // The longest page has 65,307 bytes: in twice that, one begins and ends.
    var reader = OggPageReader(source, at: max(0, source.size - 2 * 65_307))
    var page = OggPage()
    var isLast = false
    while try reader.next(&page) { isLast = page.isLast }
    return isLast && !reader.isCut
  }

  private static func codec(_ packet: [UInt8]) -> Codec {
    if packet.has("OpusHead") { return .opus }
    if packet.has("\u{1}vorbis") { return .vorbis }
    if packet.has("\u{7F}FLAC") { return .flac }
    if packet.has("Speex   ") { return .speex }
    return .other
  }
}
