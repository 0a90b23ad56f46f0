import Interview

/// The MPEG frames of a file, counted one by one: what headers say of their number is a guess, or was true once.
///
/// A file may hold several streams, one behind the other (files put together, a radio station's breaks): each becomes a
/// part of its own, with its own tag, so that every decoder that is begun reads what it was made for.
struct MPEGStream {
  struct Part: Equatable {
    /// Where it begins; the tag's frame included.
    let start: Int64
    /// Where its last whole frame ends.
    var end: Int64
    let first: MPEGFrame
    /// Frames of sound.
    var frames: Int64 = 0
    /// Bytes of the longest.
    var longest = 0
    var tag: Tag?
  }

  /// What an encoder wrote into a frame without sound: the Xing or Info tag, or Fraunhofer's VBRI.
  struct Tag: Equatable {
    /// Frames that it counts.
    var frames: Int64?
    /// Where it keeps the number of frames and of bytes, from the frame's beginning; nil where libmpg123 looks for none.
    var countOffset: Int?
    var sizeOffset: Int?
    /// Bytes of the frame that it stands in.
    let length: Int
    var isXing: Bool
  }

  private(set) var parts: [Part] = []
  /// Whether the file ends inside a frame.
  private(set) var isCut = false
  /// Whether there is something between or behind the frames that is neither a frame, nor a tag, nor padding.
  private(set) var isInterrupted = false

  /// - Complexity: linear in the number of frames; four bytes of each are looked at.
  init(_ source: any ByteSource, at start: Int64) throws(Fault) {
    var cursor = ByteCursor(source, at: start)
    var isFresh = true
    while cursor.remaining > 0 {
      let available = try cursor.peek(min(192, Int(min(cursor.remaining, 192))))
      if let frame = Self.frame(cursor, available) {
        let head = (0..<available).map { cursor[$0] }
        guard Int64(frame.length) <= cursor.remaining else {
          // Half a frame, or the bytes of a tag that look like one.
          isCut = true
          return
        }
        let tag = Tag(head, frame)
        if isFresh || tag != nil || parts.isEmpty || !frame.agrees(with: parts[parts.count - 1].first) {
          // What looks like the head of another format in the middle of a stream must prove itself.
          if !isFresh, tag == nil, try !Self.isChain(frame, at: cursor.position, source) {
            isFresh = try resynchronise(&cursor)
            continue
          }
          parts.append(Part(start: cursor.position, end: cursor.position, first: frame, tag: tag))
          isFresh = false
        }
        if tag == nil {
          parts[parts.count - 1].frames += 1
          parts[parts.count - 1].longest = max(parts[parts.count - 1].longest, frame.length)
        }
        cursor.skip(Int64(frame.length))
        parts[parts.count - 1].end = cursor.position
      } else {
        isFresh = try resynchronise(&cursor)
      }
    }
    parts.removeAll { $0.frames == 0 }
  }

  private static func frame(_ cursor: borrowing ByteCursor, _ available: Int) -> MPEGFrame? {
    guard available >= 4, cursor[0] == 0xFF, let frame = MPEGFrame([cursor[0], cursor[1], cursor[2], cursor[3]], at: 0), frame.kind != .adts
    else { return nil }
    return frame
  }

  private static func isChain(_ frame: MPEGFrame, at byteOffset: Int64, _ source: any ByteSource) throws(Fault) -> Bool {
    let next = try source.bytes(at: byteOffset + Int64(frame.length), count: 4)
    return next.isEmpty || MPEGFrame(next, at: 0)?.agrees(with: frame) == true
  }

  /// Steps over what is no frame to the next chain of them.
  ///
  /// - Returns: true; the next frame begins a part.
  private mutating func resynchronise(_ cursor: inout ByteCursor) throws(Fault) -> Bool {
    let source = cursor.source
    let byteOffset = cursor.position
    let head = try source.bytes(at: byteOffset, count: 32)
    if head.count >= 10, head.has("ID3"), head[6...9].allSatisfy({ $0 < 0x80 }) {
      cursor.skip(10 + head[6...9].reduce(Int64(0)) { $0 << 7 | Int64($1) } + (head[5] & 0x10 != 0 ? 10 : 0))
      return true
    }
    if head.has("APETAGEX"), let size = head.le32(12) {
      cursor.skip(32 + Int64(size))
      return true
    }
    if head.has("TAG"), cursor.remaining >= 128 {
      cursor.skip(128)
      return true
    }
    if try TrailingTags.isPadding(source, from: byteOffset) {
      cursor.move(to: source.size)
      return true
    }
    let window = 65_536
    var from = byteOffset + 1
    while from < source.size {
      let bytes = try source.bytes(at: from, count: 2 * window)
      let isWhole = from + Int64(bytes.count) >= source.size
      if let chain = MPEGFrame.firstChain(in: bytes, from: 0, limit: window, atEnd: isWhole), chain.frame.kind != .adts {
        let between = try source.bytes(at: byteOffset, count: Int(min(Int64(chain.offset) + from - byteOffset, 1 << 20)))
        isInterrupted = isInterrupted || !between.allSatisfy { $0 == 0 }
        cursor.move(to: from + Int64(chain.offset))
        return true
      }
      from += Int64(window)
    }
    isInterrupted = true
    cursor.move(to: source.size)
    return true
  }
}

extension MPEGStream.Tag {
  /// Nil where the frame holds sound.
  init?(_ bytes: [UInt8], _ frame: MPEGFrame) {
    guard frame.kind == .layer(3) else { return nil }
    let byteOffset = frame.isVersion1 ? (frame.channels == 1 ? 21 : 36) : frame.channels == 1 ? 13 : 21
    length = frame.length
    if bytes.has("Xing", at: byteOffset) || bytes.has("Info", at: byteOffset), let flags = bytes.be32(byteOffset + 4) {
      isXing = true
      if flags & 1 == 1 {
        frames = bytes.be32(byteOffset + 8).map(Int64.init)
        countOffset = byteOffset + 8
      }
      if flags & 2 == 2 { sizeOffset = byteOffset + (flags & 1 == 1 ? 12 : 8) }
    } else if bytes.has("VBRI", at: 36) {
      isXing = false
      frames = bytes.be32(36 + 14).map(Int64.init)
    } else {
      return nil
    }
  }
}
