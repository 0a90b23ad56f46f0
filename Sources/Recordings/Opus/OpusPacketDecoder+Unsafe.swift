import COpus
import Interview

/// libopus' decoder of one stream of one or two channels, at 16 kHz.
///
/// The plain decoder, not the multistream one that libopusfile and libsndfile use: that one executes `cpuid` for every
/// packet, which traps in virtual machines and takes three quarters of the time.
///
/// Unsafe: the state is an opaque pointer, made in `init`, destroyed in `deinit`, used by one reader at a time. The
/// packet's range is checked against its array, and the output array holds the longest packet there is.
@safe final class OpusPacketDecoder {
  /// Samples per second that come out. Opus is coded at 48 kHz; speech needs no more than 16.
  static let sampleRate = 16_000
  /// Samples at 48 kHz for one at the output.
  static let decimation = 3
  /// The longest packet is 120 ms (RFC 6716, 3.2.5).
  static let maximumFrames = 1_920

  let channels: Int
  private let state: OpaquePointer

  /// - Parameter channels: 1 or 2.
  init(channels: Int) throws(Fault) {
    var error: Int32 = 0
    guard let state = unsafe opus_decoder_create(Int32(Self.sampleRate), Int32(channels), &error) else {
      throw Fault(.recordingCorrupt, "Opus: \(channels) channels")
    }
    unsafe self.state = unsafe state
    self.channels = channels
  }

  deinit { unsafe opus_decoder_destroy(state) }

  /// Decodes `bytes[range]` to the front of `samples`, interleaved.
  ///
  /// - Precondition: `samples` has room for `longest` frames.
  /// - Returns: frames, or nil where the packet is not valid.
  func decode(_ bytes: [UInt8], _ range: Range<Int>, into samples: inout [Float]) -> Int? {
    precondition(samples.count >= Self.maximumFrames * channels && range.lowerBound >= 0 && range.upperBound <= bytes.count)
    guard !range.isEmpty else { return nil }
    let frames = unsafe bytes.withUnsafeBufferPointer { packet in
      unsafe samples.withUnsafeMutableBufferPointer { output in
        guard let first = packet.baseAddress, let target = output.baseAddress else { return Int32(-1) }
        return unsafe opus_decode_float(
          state, first + range.lowerBound, Int32(range.count), target, Int32(Self.maximumFrames), 0)
      }
    }
    return frames >= 0 ? Int(frames) : nil
  }
}
