import Interview

/// What an MP4's own tables say: enough to tell what is missing before a decoder is started.
package struct MP4Content: Equatable {
  package struct AudioTrack: Equatable {
    /// As ffmpeg names it.
    package let codec: String
    package let isEncrypted: Bool
    /// Seconds; nil where it is not told, as in fragmented files.
    package let duration: Double?
  }

  /// The audio tracks, in the order in which ffmpeg counts them.
  package private(set) var tracks: [AudioTrack] = []
  /// Bytes that the top-level boxes declare behind the file's end.
  package private(set) var missingBytes: Int64 = 0
  private var hasIndex = false
  /// Boxes looked at on one level; real files have some hundreds, long fragmented ones some thousands.
  private static let boxLimit = 65_536

  /// - Throws: `recording.index-missing` where there is no `moov`, and the codes of reading.
  package init(_ source: any ByteSource, at start: Int64) throws(Fault) {
    try Self.walk(source, start..<source.size) { type, content, declaredEnd throws(Fault) in
      missingBytes = max(missingBytes, declaredEnd - source.size)
      if type == "moov" {
        hasIndex = true
        try takeIndex(source, content)
      }
    }
    guard hasIndex else { throw Fault(.recordingIndexMissing) }
  }

  private mutating func takeIndex(_ source: any ByteSource, _ range: Range<Int64>) throws(Fault) {
    try Self.walk(source, range) { type, content, _ throws(Fault) in
      guard type == "trak", tracks.count < 64 else { return }
      var track = Track()
      try Self.walk(source, content) { type, content, _ throws(Fault) in
        if type == "mdia" { try track.takeMedia(source, content) }
      }
      guard track.isAudio else { return }
      let isTimed = track.timescale > 0 && track.duration > 0 && track.duration < 1 << 50
      tracks.append(
        AudioTrack(
          codec: Self.name(track.format), isEncrypted: track.format == "enca" || track.format == "drms",
          duration: isTimed ? Double(track.duration) / Double(track.timescale) : nil))
    }
  }

  private struct Track {
    var isAudio = false
    var format = ""
    var timescale = 0
    var duration: Int64 = 0

    mutating func takeMedia(_ source: any ByteSource, _ range: Range<Int64>) throws(Fault) {
      try MP4Content.walk(source, range) { type, content, _ throws(Fault) in
        let head = try source.bytes(at: content.lowerBound, count: Int(min(36, content.upperBound - content.lowerBound)))
        switch type {
        case "hdlr": isAudio = head.has("soun", at: 8)
        case "mdhd":
          let isLong = head.first == 1
          timescale = head.be32(isLong ? 20 : 12) ?? 0
          duration = isLong ? head.be64(24) ?? 0 : head.be32(16).map { $0 == 0xFFFF_FFFF ? 0 : Int64($0) } ?? 0
        case "minf": try takeInformation(source, content)
        default: break
        }
      }
    }

    private mutating func takeInformation(_ source: any ByteSource, _ range: Range<Int64>) throws(Fault) {
      try MP4Content.walk(source, range) { type, content, _ throws(Fault) in
        guard type == "stbl" else { return }
        try MP4Content.walk(source, content) { type, content, _ throws(Fault) in
          guard type == "stsd" else { return }
          let entry = try source.bytes(at: content.lowerBound + 12, count: 4)
          format = String(decoding: entry.filter { (32..<127).contains($0) }, as: UTF8.self)
        }
      }
    }
  }

  /// Calls `body` for each box in `range` with its type, its content inside the range, and where it claims to end.
  private static func walk(
    _ source: any ByteSource, _ range: Range<Int64>, _ body: (String, Range<Int64>, Int64) throws(Fault) -> Void
  ) throws(Fault) {
    var offset = range.lowerBound
    for _ in 0..<boxLimit {
      guard offset <= range.upperBound - 8 else { return }
      let head = try source.bytes(at: offset, count: 16)
      // What is not named like a box is none: the end of a tag, padding.
      guard head.count >= 8, let short = head.be32(0), head[4..<8].allSatisfy({ (32..<127).contains($0) || $0 == 0xA9 }) else { return }
      var length: Int64 = 8
      var size = Int64(short)
      if short == 1 {
        guard let long = head.be64(8) else { return }
        length = 16
        size = long
      } else if short == 0 {
        size = range.upperBound - offset
      }
      guard size >= length, size < 1 << 60 else { return }
      let end = min(offset + size, range.upperBound)
      if offset + length <= end { try body(String(decoding: head[4..<8], as: UTF8.self), (offset + length)..<end, offset + size) }
      offset += size
    }
  }

  private static func name(_ format: String) -> String {
    switch format {
    case "mp4a": "aac"
    case "samr": "amr_nb"
    case "sawb": "amr_wb"
    case "Opus": "opus"
    case "fLaC": "flac"
    case ".mp3": "mp3"
    case "ac-3": "ac3"
    case "ec-3": "eac3"
    case "sowt", "twos", "lpcm", "ipcm", "raw ": "pcm"
    default: format.lowercased()
    }
  }
}
