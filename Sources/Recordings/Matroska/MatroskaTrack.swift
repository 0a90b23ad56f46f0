/// What a Matroska file's table says of one track.
package struct MatroskaTrack: Sendable, Equatable {
  package var number: Int64 = 0
  package var isAudio = false
  /// `A_OPUS`, `A_VORBIS`, `V_VP8` …
  package var codec = ""
  package var opusHead: OpusHead?
  package var isEncrypted = false
  /// Blocks are compressed or encrypted, so that packets cannot be taken as they stand.
  package var isEncoded = false

  /// The codec in the form that ffmpeg made common.
  package var codecName: String { codec.split(separator: "/").first.map { $0.dropFirst(2).lowercased() } ?? "unknown" }

  /// Reads the table's content.
  static func table(_ bytes: [UInt8]) -> [MatroskaTrack] {
    var tracks: [MatroskaTrack] = []
    var entries = EBMLChildren(bytes, 0..<bytes.count)
    while let entry = entries.next(), tracks.count < 128 {
      if entry.id == MatroskaID.trackEntry { tracks.append(MatroskaTrack(bytes, entry.content)) }
    }
    return tracks
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    var children = EBMLChildren(bytes, range)
    while let child = children.next() {
      switch child.id {
      case MatroskaID.trackNumber: number = EBMLChildren.unsigned(bytes, child.content).flatMap(Int64.init(exactly:)) ?? 0
      case MatroskaID.trackType: isAudio = EBMLChildren.unsigned(bytes, child.content) == 2
      case MatroskaID.codecID: codec = String(decoding: bytes[child.content].prefix(64).prefix { $0 != 0 }, as: UTF8.self)
      case MatroskaID.codecPrivate: opusHead = OpusHead(Array(bytes[child.content].prefix(512)))
      case MatroskaID.contentEncodings:
        isEncoded = true
        var encodings = EBMLChildren(bytes, child.content)
        while let encoding = encodings.next() {
          var parts = EBMLChildren(bytes, encoding.content)
          while let part = parts.next() { isEncrypted = isEncrypted || part.id == MatroskaID.contentEncryption }
        }
      default: break
      }
    }
  }
}
