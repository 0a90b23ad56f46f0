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

  private static func codec(_ packet: [UInt8]) -> Codec {
    if packet.has("OpusHead") { return .opus }
    if packet.has("\u{1}vorbis") { return .vorbis }
    if packet.has("\u{7F}FLAC") { return .flac }
    if packet.has("Speex   ") { return .speex }
    return .other
  }
}
