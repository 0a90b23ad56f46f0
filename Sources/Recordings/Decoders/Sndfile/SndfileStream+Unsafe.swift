import CSndfile
import Glibc
import Interview

/// A recording as libsndfile's virtual file: the part from `start` on, with an unfinished header's sizes filled in.
///
/// Unsafe: libsndfile calls back with the pointer that `pointer` gave it. The object is kept alive by the decoder that
/// owns the `SNDFILE`, and the callbacks end with `sf_close`. libsndfile passes buffers of at least the count it names.
final class SndfileStream {
  let source: RecordingFile
  private let start: Int64
  private let end: Int64
  private let corrections: [HeaderClaims.Correction]
  /// Bytes of an ID3v1 tag.
  private static let tag: Int64 = 128
  /// What the library is told of the length; between the end and a last tag's room there is nothing to read.
  private let length: Int64
  private var position: Int64 = 0
  /// The furthest byte read so far: tells whether a decoder that gave up had come to the end.
  private(set) var furthest: Int64 = 0
  private(set) var failure: Int32 = 0

  init(_ source: RecordingFile, _ link: SndfileLink) {
    self.source = source
    start = link.start
    end = link.end
    corrections = link.corrections
    length = link.apparentLength ?? link.end - link.start
  }

  var pointer: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

  /// Whether everything up to the last `slack` bytes was looked at.
  func hasReachedEnd(slack: Int64) -> Bool { furthest >= end - start - slack }

  static func callbacks() -> SF_VIRTUAL_IO {
    unsafe SF_VIRTUAL_IO(
      get_filelen: { unsafe SndfileStream.at($0).length },
      seek: { unsafe SndfileStream.at($2).seek($0, whence: $1) },
      read: { unsafe SndfileStream.at($2).read(to: $0, count: $1) },
      write: { _, _, _ in 0 },
      tell: { unsafe SndfileStream.at($0).position })
  }

  private static func at(_ pointer: UnsafeMutableRawPointer?) -> SndfileStream {
    guard let pointer = unsafe pointer else { preconditionFailure("libsndfile returns the pointer it was given") }
    return unsafe Unmanaged<SndfileStream>.fromOpaque(pointer).takeUnretainedValue()
  }

  private func seek(_ offset: Int64, whence: Int32) -> Int64 {
    let base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : length
    let (target, isTooFar) = base.addingReportingOverflow(offset)
    guard !isTooFar, target >= 0, target <= length else { return -1 }
    position = target
    return target
  }

  private func read(to base: UnsafeMutableRawPointer?, count: Int64) -> Int64 {
    guard let base = unsafe base, count > 0 else { return 0 }
    if position >= max(end - start, length - Self.tag), position < length {
      // libmpg123 looks for a tag at what it takes for the end.
      let got = Int(min(count, length - position))
      unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: got)
      position += Int64(got)
      return Int64(got)
    }
    guard position < end - start else { return 0 }
    let wanted = Int(min(count, end - start - position))
    let got = unsafe source.read(at: start + position, count: wanted, to: base, failure: &failure)
    for correction in corrections {
      for (index, byte) in correction.bytes.enumerated() {
        let byteOffset = correction.offset + Int64(index) - start - position
        if byteOffset >= 0, byteOffset < Int64(got) { unsafe base.storeBytes(of: byte, toByteOffset: Int(byteOffset), as: UInt8.self) }
      }
    }
    position += Int64(got)
    furthest = max(furthest, position)
    return Int64(got)
  }
}
