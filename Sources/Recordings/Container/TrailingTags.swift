import Interview

/// What stands behind the sound of a file and is none of it: tags of players, and the zeros that transfers and disks leave.
///
/// ID3v1 and its enhancement ("TAG", "TAG+"; id3.org), ID3v2.4 with its footer ("3DI"), APE ("APETAGEX"; wiki.hydrogenaud.io,
/// APEv2), Lyrics3 ("LYRICSEND", "LYRICS200"). Several may follow each other.
enum TrailingTags {
  /// Where the tags begin; the source's end where there are none.
  static func start(in source: any ByteSource) throws(Fault) -> Int64 {
    var end = source.size
    for _ in 0..<8 {
      guard let start = try last(source, before: end), start > 0, start < end else { break }
      end = start
    }
    return end
  }

  /// Whether nothing but zeros lies between `start` and the end. Sixteen megabytes are proof enough.
  static func isPadding(_ source: any ByteSource, from start: Int64) throws(Fault) -> Bool {
    var offset = start
    while offset < min(source.size, start + 16 << 20) {
      let piece = try source.bytes(at: offset, count: 65_536)
      guard !piece.isEmpty, piece.allSatisfy({ $0 == 0 }) else { return false }
      offset += Int64(piece.count)
    }
    return true
  }

  /// Where the tag begins that ends at `end`.
  private static func last(_ source: any ByteSource, before end: Int64) throws(Fault) -> Int64? {
    let tail = try source.bytes(at: max(0, end - 128), count: Int(min(128, end)))
    let count = tail.count
    if count == 128, tail.has("TAG") {
      let enhanced = end - 128 - 227
      let before = try source.bytes(at: enhanced, count: 4)
      return before.has("TAG+") ? enhanced : end - 128
    }
    if count >= 32, tail.has("APETAGEX", at: count - 32), let size = tail.le32(count - 20), let flags = tail.le32(count - 12), size >= 32 {
      // The size counts the footer; the highest flag tells of a header of 32 bytes before it.
      return end - Int64(size) - (flags >> 31 & 1 == 1 ? 32 : 0)
    }
    if count >= 10, tail.has("3DI", at: count - 10), tail[(count - 4)...].allSatisfy({ $0 < 0x80 }) {
      return end - 20 - tail[(count - 4)...].reduce(Int64(0)) { $0 << 7 | Int64($1) }
    }
    if count >= 15, tail.has("LYRICS200", at: count - 9),
      let size = Int64(String(decoding: tail[(count - 15)..<(count - 9)], as: UTF8.self))
    {
      return end - 15 - size
    }
    if count >= 9, tail.has("LYRICSEND", at: count - 9) {
      // At most 5100 bytes of text between the two words.
      let from = max(0, end - 5120)
      let text = try source.bytes(at: from, count: Int(end - from))
      return text.indices.last { text[$0] == UInt8(ascii: "L") && text.has("LYRICSBEGIN", at: $0) }.map { from + Int64($0) }
    }
    return nil
  }
}

/// A source without its end.
final class ClippedBytes: ByteSource {
  let size: Int64
  private let source: any ByteSource

  init(_ source: any ByteSource, end: Int64) {
    self.source = source
    size = min(end, source.size)
  }

  func read(at offset: Int64, count: Int, into buffer: inout [UInt8]) throws(Fault) -> Int {
    guard offset >= 0, offset < size, count > 0 else { return 0 }
    return try source.read(at: offset, count: Int(min(Int64(count), size - offset)), into: &buffer)
  }
}
