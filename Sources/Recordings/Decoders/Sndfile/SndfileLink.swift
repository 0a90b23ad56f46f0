/// A part of a file that libsndfile reads as a file of its own: the whole of it, or one of several recordings that were put
/// together.
struct SndfileLink: Sendable, Equatable {
  let start: Int64
  /// Where the sound's bytes end.
  let end: Int64
  /// What is read in the place of wrong sizes in its header.
  var corrections: [HeaderClaims.Correction] = []
  /// Bytes that the part is said to have where its decoder would guess its length by its size, and stop there.
  var apparentLength: Int64?
}

extension SndfileLink {
  /// A stream of MPEG frames. libmpg123 believes the tag's count of them where there is one, else it divides the size by that of
  /// the first; libsndfile reads no further.
  init(_ part: MPEGStream.Part) {
    // Fraunhofer's tag is passed over: libmpg123 does not know it, and would play it.
    let skipped = part.tag.map { $0.isXing ? 0 : $0.length } ?? 0
    self.init(start: part.start + Int64(skipped), end: part.end)
    guard let tag = part.tag, tag.isXing, let byteOffset = tag.countOffset else {
      apparentLength = end - start + 128 + 2 * part.frames * Int64(part.longest)
      return
    }
    // Where it counts too many, the end is missing, and the padding that it tells of as well.
    if let claimed = tag.frames, claimed < part.frames {
      corrections.append(.init(offset: start + Int64(byteOffset), part.frames, width: 4, isBig: true))
    }
    // libmpg123 warns of a wrong number of bytes on standard error.
    if let byteOffset = tag.sizeOffset { corrections.append(.init(offset: start + Int64(byteOffset), end - start, width: 4, isBig: true)) }
  }
}
