import Interview
import Transcripts

/// An operator's own speech recogniser, run on recordings that no transcript has come for.
public struct TranscriberConfiguration: Sendable, Hashable {
  /// The program and its arguments. In these, `{recording}` stands for the path of the recording (WAV, 16 kHz, mono, 16
  /// bit, which is also its standard input), `{folder}` for a directory of its own, `{language}` for zh, en or auto.
  /// The transcript is what it writes to standard output.
  public var command: [String]
  /// The one format that its output may have, by name; nil takes whatever is recognised.
  public var format: String?
  /// Seconds until it is stopped. Whisper's larger models take about as long as the recording on two processors; answers
  /// take two or three minutes.
  public var timeout: Double
  /// Bytes of address space: whisper.cpp states 3.9 GB for its largest model.
  public var memory: Int64
  /// The languages that it understands: recordings that are declared in another one are left alone; nil understands all.
  public var languages: [Language]?
  /// Files and directories that it may read beside the system's: models, virtual environments.
  public var reads: [String]

  public init(
    command: [String], format: String? = nil, timeout: Double = 300, memory: Int64 = 6 << 30, languages: [Language]? = nil,
    reads: [String] = []
  ) {
    self.command = command
    self.format = format
    self.timeout = timeout
    self.memory = memory
    self.languages = languages
    self.reads = reads
  }

  /// The names that `format` may have.
  public static let formats = TranscriptFormat.allCases.map(\.rawValue)

  /// Bytes of output: what a transcript may have at most.
  static let largestOutput = TranscriptReader.largest
  /// Bytes of all files in its directory, the recording's copy not counted.
  var largestFolder: Int64 = 1 << 30
}
