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
  private let correction: HeaderClaims.Correction?
  private var position: Int64 = 0
  /// The furthest byte read so far: tells whether a decoder that gave up had come to the end.
  private(set) var furthest: Int64 = 0
  private(set) var failure: Int32 = 0

  /// - Parameter end: where the part ends in the source.
  init(_ source: RecordingFile, start: Int64, end: Int64, correction: HeaderClaims.Correction?) {
    self.source = source
    self.start = start
    self.end = end
    self.correction = correction
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

  private var length: Int64 { end - start }

  private func seek(_ offset: Int64, whence: Int32) -> Int64 {
    let base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : length
    let (target, isTooFar) = base.addingReportingOverflow(offset)
    guard !isTooFar, target >= 0, target <= length else { return -1 }
    position = target
    return target
  }

  private func read(to base: UnsafeMutableRawPointer?, count: Int64) -> Int64 {
    guard let base = unsafe base, count > 0, position < length else { return 0 }
    let wanted = Int(min(count, length - position))
    let got = unsafe source.read(at: start + position, count: wanted, to: base, failure: &failure)
    if let correction {
      for (index, byte) in correction.bytes.enumerated() {
        let place = correction.offset + Int64(index) - start - position
        if place >= 0, place < Int64(got) { unsafe base.storeBytes(of: byte, toByteOffset: Int(place), as: UInt8.self) }
      }
    }
    position += Int64(got)
    furthest = max(furthest, position)
    return Int64(got)
  }
}
