import Interview
import Transcripts

/// An operator's own speech recogniser, run on recordings that no transcript has come for.
public struct TranscriberConfiguration: Sendable, Hashable {
  /// In the arguments, `{recording}` stands for the path of the recording (WAV, 16 kHz, mono, 16 bit, which is also its standard
  /// input), `{language}` for zh, en or auto. The transcript is what it writes to standard output.
  public var program: CommandConfiguration
  /// The one format that its output may have, by name; nil takes whatever is recognised.
  public var format: String?
  /// The languages that it understands: recordings that are declared in another one are left alone; nil understands all.
  public var languages: [Language]?

  /// - Parameters:
  ///   - timeout: seconds. Whisper's larger models take about as long as the recording on two processors; answers take two or
  ///     three minutes.
  ///   - memory: bytes: whisper.cpp states 3.9 GB for its largest model.
  public init(
    command: [String], format: String? = nil, timeout: Double = 300, memory: Int64 = 6 << 30, languages: [Language]? = nil,
    reads: [String] = []
  ) {
    program = CommandConfiguration(command: command, timeout: timeout, memory: memory, reads: reads)
    self.format = format
    self.languages = languages
  }

  /// The names that `format` may have.
  public static let formats = TranscriptFormat.allCases.map(\.rawValue)
}
