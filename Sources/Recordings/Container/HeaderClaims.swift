import Interview

/// What a file's own header says of its sound. Claims, not facts: they are compared with what is decoded, and nothing
/// is allocated by them.
package struct HeaderClaims: Equatable {
  /// Samples per channel; nil where the header does not say.
  package var frames: Int64?
  /// Seconds, where the container tells time and not samples.
  package var duration: Double?
  /// The same of each track that can be read, in the order of its routes.
  var durations: [Double?] = []
  /// Seconds by which an honest claim may still exceed what is decoded.
  package var slack = 0.0
  package var sampleRate: Int?
  package var channels: Int?
  /// Bytes of sound that are declared and lie behind the file's end.
  package var missingBytes: Int64 = 0
  /// Whether the file ends inside a frame, or without the mark that its container ends with.
  package var isCut = false
  /// Whether the sound does not begin where the header's blocks end.
  package var isMisplaced = false
  /// Whether the recorder never came back to fill in the sizes.
  package var isUnfinished = false
  /// Samples per channel that were counted and not claimed: what decoders must come to, but for the delay that they trim.
  package var counted: Int64?
  /// Whether zeros follow the last whole frame, which a decoder may complain of.
  package var isPadded = false
  /// Whether there are bytes among the sound that are none of it.
  package var isInterrupted = false
  /// Bytes that put wrong sizes in the header right, and where they belong.
  package var corrections: [Correction] = []
  /// The recordings that stand one behind the other, where there are several or where they cannot be read as they are.
  var links: [SndfileLink] = []

  package struct Correction: Equatable {
    package let offset: Int64
    package let bytes: [UInt8]

    /// `value` in as many bytes as `width`, the highest first if `isBig`.
    init(offset: Int64, _ value: Int64, width: Int, isBig: Bool) {
      self.offset = offset
      let little = (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) }
      bytes = isBig ? little.reversed() : little
    }
  }

  package init() {}

  /// Reads the claims of the container that begins at `start`; empty for containers that have no such header.
  ///
  /// - Throws: `recording.header-only`, `recording.channels-unsupported`, `recording.rate-unsupported` where the header
  ///   itself rules sound out.
  package init(of sniffed: Sniffed, in source: any ByteSource) throws(Fault) {
    switch sniffed.container {
    case .wav, .rf64: self = try Self.wav(source, from: sniffed.start)
    case .w64: self = try Self.w64(source, from: sniffed.start)
    case .aiff: self = try Self.aiff(source, from: sniffed.start)
    case .au: self = try Self.au(source, from: sniffed.start)
    case .caf: self = try Self.caf(source, from: sniffed.start)
    case .flac: self = try Self.flac(source, from: sniffed.start)
    case .mp3: self = try Self.mp3(source, from: sniffed.start)
    case .adts, .amr: self = try Self.frameChain(sniffed, source)
    case .asf: self = try Self.asf(source, from: sniffed.start)
    case .avi: self = try Self.avi(source, from: sniffed.start)
    default: self.init()
    }
    if channels == 0 { throw Fault(.recordingChannelsUnsupported, "0") }
    if sampleRate == 0 { throw Fault(.recordingRateUnsupported, "0 Hz") }
  }
}
