import Interview

/// Walks through a Matroska or WebM file from front to back and hands out tracks and blocks.
///
/// Masters of the first levels are entered and never counted: so it makes no difference whether sizes are known, whether
/// the file was cut, or whether several files were put together. Where no known element begins, the next cluster is
/// looked for.
package struct MatroskaReader: ~Copyable {
  package enum Event: Equatable {
    /// Another recording begins in the same file.
    case tracks([MatroskaTrack])
    case block(MatroskaBlock)
  }

  private var cursor: ByteCursor
  private var scale = 1_000_000.0
  private var clusterTime: UInt64 = 0
  private var scratch: [UInt8] = []
  package private(set) var damaged = false
  package private(set) var isCut = false
  /// Seconds, as the file declares them.
  package private(set) var declaredDuration: Double?
  /// Bytes of a table that are read at most; real ones have a few hundred.
  private static let maximumTableBytes: Int64 = 1 << 20

  package init(_ source: any ByteSource, at start: Int64) { cursor = ByteCursor(source, at: start) }

  /// The next event; nil at the end.
  package mutating func next() throws(Fault) -> Event? {
    while cursor.remaining > 0 {
      let byteOffset = cursor.position
      guard let element = try EBMLElement.next(&cursor) else {
        // What a disk or a transfer left behind the last element.
        if try TrailingTags.isPadding(cursor.source, from: byteOffset) { return nil }
        if cursor.remaining < 12 { isCut = true } else { damaged = true }
        try resynchronise(after: byteOffset)
        continue
      }
      switch element.id {
      case MatroskaID.segment, MatroskaID.cluster: continue
      case MatroskaID.timestamp: clusterTime = try number(element) ?? clusterTime
      case MatroskaID.info: if let bytes = try table(element) { takeInfo(bytes) }
      case MatroskaID.tracks: if let bytes = try table(element) { return .tracks(MatroskaTrack.table(bytes)) }
      case MatroskaID.simpleBlock:
        if let block = try block(element, discard: 0) { return .block(block) }
      case MatroskaID.blockGroup:
        if let block = try group(element) { return .block(block) }
      case _ where MatroskaID.passed.contains(element.id): pass(element)
      default:
        damaged = true
        try resynchronise(after: byteOffset)
      }
    }
    return nil
  }

  /// Reads the block's packets; empty where its lacing does not add up or the file ends before it does.
  package mutating func packets(of block: MatroskaBlock, into bytes: inout [UInt8]) throws(Fault) -> [Range<Int>] {
    let here = cursor.position
    cursor.move(to: block.offset)
    let isWhole = try cursor.take(block.size, into: &bytes)
    cursor.move(to: here)
    guard isWhole else {
      isCut = true
      return []
    }
    let packets = MatroskaBlock.packets(bytes, lacing: block.lacing)
    if packets.isEmpty { damaged = true }
    return packets
  }

  private mutating func resynchronise(after byteOffset: Int64) throws(Fault) {
    cursor.move(to: byteOffset + 1)
    _ = try cursor.find([0x1F, 0x43, 0xB6, 0x75])
  }

  private mutating func pass(_ element: EBMLElement) {
    guard let size = element.size else { return }
    if size > cursor.remaining { isCut = true }
    cursor.skip(size)
  }

  private mutating func table(_ element: EBMLElement) throws(Fault) -> [UInt8]? {
    guard let size = element.size, size <= Self.maximumTableBytes else {
      pass(element)
      return nil
    }
    guard try cursor.take(Int(size), into: &scratch) else {
      isCut = true
      cursor.skip(size)
      return nil
    }
    return scratch
  }

  private mutating func number(_ element: EBMLElement) throws(Fault) -> UInt64? {
    guard let size = element.size, size <= 8, let bytes = try table(element) else { return nil }
    return EBMLChildren.unsigned(bytes, 0..<bytes.count)
  }

  private mutating func takeInfo(_ bytes: [UInt8]) {
    var children = EBMLChildren(bytes, 0..<bytes.count)
    var duration: Double?
    while let child = children.next() {
      if child.id == MatroskaID.timestampScale, let value = EBMLChildren.unsigned(bytes, child.content), value > 0 { scale = Double(value) }
      if child.id == MatroskaID.duration { duration = EBMLChildren.float(bytes, child.content) }
    }
    // Some browsers write 0, others what is no number.
    declaredDuration = duration.map { $0 * scale / 1e9 }.flatMap { $0 > 0 && $0 < 1e9 ? $0 : nil }
  }

  /// A group: one block, and perhaps how much of its end is to be dropped.
  private mutating func group(_ element: EBMLElement) throws(Fault) -> MatroskaBlock? {
    guard let size = element.size else { return nil }
    let end = cursor.position.addingReportingOverflow(size).partialValue
    guard end >= cursor.position else { return nil }
    var found: MatroskaBlock?
    var discard: Int64 = 0
    while cursor.position < end, let child = try EBMLElement.next(&cursor), let size = child.size {
      switch child.id {
      case MatroskaID.block: found = try block(child, discard: 0)
      case MatroskaID.discardPadding where size <= 8:
        guard let bytes = try table(child), let bits = EBMLChildren.unsigned(bytes, 0..<bytes.count), !bytes.isEmpty else { break }
        discard = Int64(bitPattern: bits << UInt64(64 - 8 * bytes.count)) >> Int64(64 - 8 * bytes.count)
      default: pass(child)
      }
    }
    cursor.move(to: end)
    if end > cursor.source.size { isCut = true }
    found?.discard = discard
    return found
  }

  /// The block that begins here; the cursor steps over it.
  private mutating func block(_ element: EBMLElement, discard: Int64) throws(Fault) -> MatroskaBlock? {
    guard let size = element.size else {
      damaged = true
      return nil
    }
    let end = cursor.position.addingReportingOverflow(size).partialValue
    defer { cursor.move(to: max(cursor.position, end)) }
    if size > cursor.remaining { isCut = true }
    let available = try cursor.peek(12)
    guard size >= 4, available >= 4 else { return nil }
    let length = cursor[0].leadingZeroBitCount + 1
    guard length <= 8, available >= length + 3, size >= Int64(length + 3), size <= MatroskaBlock.maximumBytes else { return nil }
    guard let track = EBMLElement.number(cursor[0], length, { cursor[$0] }) else { return nil }
    let relative = Int16(truncatingIfNeeded: Int(cursor[length]) << 8 | Int(cursor[length + 1]))
    let seconds = (Double(clusterTime) + Double(relative)) * scale / 1e9
    return MatroskaBlock(
      track: track, seconds: seconds >= -10 && seconds < 1e8 ? seconds : nil, lacing: Int(cursor[length + 2] >> 1 & 3),
      offset: cursor.position + Int64(length + 3), size: Int(size) - length - 3, discard: discard)
  }
}

/// What a Matroska file's beginning says: its tracks and its declared duration.
package struct MatroskaContent: Equatable {
  package let tracks: [MatroskaTrack]
  package let declaredDuration: Double?

  package var audio: MatroskaTrack? { tracks.first(where: \.isAudio) }

  /// - Throws: `recording.header-only` where the file ends before it names a track, `recording.corrupt` where blocks
  ///   come without that.
  package init(_ source: any ByteSource, at start: Int64) throws(Fault) {
    var reader = MatroskaReader(source, at: start)
    switch try reader.next() {
    case .tracks(let tracks):
      self.tracks = tracks
      declaredDuration = reader.declaredDuration
    case .block: throw Fault(.recordingCorrupt, "Matroska: no track table")
    case nil: throw Fault(reader.damaged ? .recordingCorrupt : .recordingHeaderOnly, "Matroska")
    }
  }
}
