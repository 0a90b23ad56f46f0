/// How much one recording may ask for. What a file declares never sizes an allocation; these limits end the work.
public struct RecordingLimits: Sendable, Hashable {
  /// Seconds of decoded sound. An interview answer takes minutes; four hours is a whole day's panel in one file.
  public var maximumDuration: Double
  /// Bytes of the file. Four hours of 48 kHz stereo in 24 bits are 4.1 GB.
  public var maximumBytes: Int64
  /// Samples per second that are read: from the telephone's 8 kHz to 192 kHz studio files.
  public var sampleRates: ClosedRange<Int>
  /// Channels that are mixed down. Sixteen is a conference bridge; 64 the widest interface in use.
  public var maximumChannels: Int
  /// Seconds that an external decoder may keep its reader waiting without giving a byte.
  public var decoderReadTimeout: Double
  /// Seconds of waiting for an external decoder in all, and seconds of processor time that it may use; decoding in this process
  /// may not use more either.
  public var decoderTime: Double
  /// Seconds of processor time that decoding inside this process may take at the least, and for each second of sound. The
  /// slowest that was seen of what people record, FLAC of eight channels at 192 kHz, takes a hundredth of its length.
  public var decodingBase: Double
  public var decodingShare: Double
  /// Bytes of address space that an external decoder may use.
  public var decoderMemory: Int64
  /// Whether an external decoder may run where the kernel does not confine it.
  public var decoderPolicy: DecoderPolicy

  public init(
    maximumDuration: Double = 4 * 3600, maximumBytes: Int64 = 8 << 30, sampleRates: ClosedRange<Int> = 8_000...192_000,
    maximumChannels: Int = 64, decoderReadTimeout: Double = 20, decoderTime: Double = 300, decodingBase: Double = 20,
    decodingShare: Double = 1.0 / 60, decoderMemory: Int64 = 2 << 30, decoderPolicy: DecoderPolicy = .confinedOnly
  ) {
    self.maximumDuration = maximumDuration
    self.maximumBytes = maximumBytes
    self.sampleRates = sampleRates
    self.maximumChannels = maximumChannels
    self.decoderReadTimeout = decoderReadTimeout
    self.decoderTime = decoderTime
    self.decodingBase = decodingBase
    self.decodingShare = decodingShare
    self.decoderMemory = decoderMemory
    self.decoderPolicy = decoderPolicy
  }
}

/// What is asked of the kernel before a program that is not trusted (a decoder, a recogniser) reads what strangers sent.
public enum DecoderPolicy: String, Sendable, CaseIterable {
  /// Landlock and seccomp, both in force; without them it does not run.
  case confinedOnly = "confined-only"
  /// The limits on time and memory are enough: every sender is trusted.
  case any
}
