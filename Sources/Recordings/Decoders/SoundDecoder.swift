import Interview

/// One way of turning a container's bytes into interleaved samples, block by block.
package protocol SoundDecoder: AnyObject {
  /// Samples per second and channel; constant over the recording.
  var sampleRate: Int { get }
  /// As the file states the rate; equal to `sampleRate` but for Opus.
  var nativeSampleRate: Int { get }
  var channels: Int { get }
  var codec: String { get }
  /// Samples per channel that the decoder's own library or container claims, at `sampleRate`; nil where unknown.
  var claimedFrames: Int64? { get }

  /// Decodes the next stretch of at most `frames` frames to the front of `block`, which has room for them.
  ///
  /// - Returns: how many frames; 0 only at the end.
  func read(frames: Int, into block: inout [Float]) throws(Fault) -> Int

  /// How the stream came to its end; meaningful once `read` has returned 0.
  var ending: SoundEnding { get }
}

/// What a decoder noticed on its way to the end.
package struct SoundEnding: Sendable, Equatable {
  /// The file's bytes ran out in the middle of something.
  package var isCut = false
  /// What the decoder said of bytes that it could not use; nil if there were none.
  package var damage: String?
  /// Sound stands behind what could be read.
  package var isUnread = false
  /// Seconds of silence put in for time that the file holds no sound for.
  package var filledGaps = 0.0

  package init() {}
}

extension SoundDecoder {
  package var nativeSampleRate: Int { sampleRate }
  package var claimedFrames: Int64? { nil }
}
