import CConfinement
import CSndfile
import Interview
import Synchronization

/// Everything that libsndfile reads.
///
/// Unsafe: `SNDFILE` is an opaque pointer. It is opened in `init`, closed in `deinit`, and used by one reader at a time;
/// `sf_readf_float` is never asked for more frames than the block has room for.
@safe final class SndfileDecoder: SoundDecoder {
  let sampleRate: Int
  let channels: Int
  let codec: String
  let claimedFrames: Int64?
  private(set) var ending = SoundEnding()
  private var hasSound = false
  private let stream: SndfileStream
  private let handle: OpaquePointer

  /// libsndfile keeps the error of a failed opening in a global variable.
  private static let opening = Mutex(())

  init(_ source: RecordingFile, _ link: SndfileLink) throws(Fault) {
    let stream = SndfileStream(source, link)
    var info = SF_INFO()
    var opened: OpaquePointer?
    var message = ""
    Self.opening.withLock { _ in
      var io = SndfileStream.callbacks()
      unsafe opened = unsafe Self.quietly { unsafe sf_open_virtual(&io, Int32(SFM_READ), &info, stream.pointer) }
      if unsafe opened == nil { message = unsafe Self.text(sf_strerror(nil)) }
    }
    guard let handle = unsafe opened else { throw Fault(.recordingCorrupt, message) }
    guard info.channels > 0, info.samplerate > 0 else {
      unsafe sf_close(handle)
      throw Fault(info.channels > 0 ? .recordingRateUnsupported : .recordingChannelsUnsupported, "0")
    }
    self.stream = stream
    unsafe self.handle = unsafe handle
    sampleRate = Int(info.samplerate)
    channels = Int(info.channels)
    codec = SndfileCodec.name(of: Int(info.format))
    // A truncated Opus claims 2⁶³−1 frames; nothing above 2⁴⁰ (at 192 kHz two months) is a claim.
    claimedFrames = link.apparentLength == nil && info.frames > 0 && info.frames < 1 << 40 ? info.frames : nil
  }

  deinit { unsafe sf_close(handle) }

  func read(frames: Int, into block: inout [Float]) throws(Fault) -> Int {
    let wanted = min(frames, block.count / channels)
    let got = unsafe block.withUnsafeMutableBufferPointer { samples in
      Self.quietly { unsafe sf_readf_float(handle, samples.baseAddress, sf_count_t(wanted)) }
    }
    if stream.failure != 0 { throw Fault(.recordingReadFailed, "\(stream.failure)") }
    if got < wanted {
      if unsafe sf_error(handle) != Int32(SF_ERR_NO_ERROR) { ending.damage = unsafe Self.text(sf_strerror(handle)) }
      // Decoders of compressed sound read ahead by up to a few kilobytes.
      if ending.damage != nil, hasSound || got > 0, stream.hasReachedEnd(slack: 16_384) {
        ending.isCut = true
        ending.damage = nil
      }
    }
    hasSound = hasSound || got > 0
    return max(0, min(Int(got), wanted))
  }

  /// libmpg123 prints what it thinks of a damaged stream; here that is told by `ending` and by faults.
  private static func quietly<Value>(_ call: () -> Value) -> Value {
    confinement_hush(1)
    defer { confinement_hush(0) }
    return call()
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    guard let pointer = unsafe pointer else { return "" }
    return unsafe String(cString: pointer)
  }
}
