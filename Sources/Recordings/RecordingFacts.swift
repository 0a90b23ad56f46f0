import Interview

/// What is known of a recording besides its sound. Complete once its reader has reached the end.
public struct RecordingFacts: Sendable, Equatable {
  public var container: RecordingContainer
  /// As it is usually named: `pcm_s16`, `flac`, `vorbis`, `opus`, `mp3`, `aac` …
  public var codec: String
  /// Samples per second of the blocks that the reader delivers.
  public var sampleRate: Int
  /// Samples per second as the file states them. Opus always means 48000 and is decoded at 16000.
  public var nativeSampleRate: Int
  /// Channels in the file, before the mix.
  public var channels: Int
  /// Seconds as the file declares them; nil where it does not, or where the figure is absurd. Never relied upon.
  public var declaredDuration: Double?
  /// Seconds delivered so far; of the whole recording when `isComplete`.
  public var decodedDuration: Double
  /// Whether sound is missing at the end: the file stops before what it declares, or in the middle of a frame.
  public var truncated: Bool
  /// Audio tracks in the file, and which of them was read, from 1.
  public var tracks = 1
  public var track = 1
  /// How the channels were made one.
  public var mix: ChannelMix
  /// Seconds of silence put in where the file's timestamps jump: lost time is time.
  public var filledGaps: Double
  /// What a person should know though the recording was read: each with its code and what can be done.
  public var notes: [Fault]
  /// Whether the reader has reached the end.
  public var isComplete: Bool

  /// The codes of the notes, sorted, each once: the members of `quality.flags` that come from the file itself.
  public var flags: [String] { Set(notes.map(\.code.code)).sorted() }
}
