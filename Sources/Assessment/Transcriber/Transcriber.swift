import Interview
import Recordings
import Transcripts

/// The operator's recogniser, run locked in on recordings that no transcript has come for. Used by several workers at once.
public final class Transcriber: Sendable {
  public let configuration: TranscriberConfiguration
  private let command: ConfinedCommand

  /// - Parameters:
  ///   - policy: whether it may run where the kernel does not confine it.
  ///   - scratch: a directory for copies of recordings; emptied here.
  ///   - clock: seconds that only move forward.
  /// - Throws: `transcriber.not-started` where the directory cannot be made or the program is not there.
  public init(
    _ configuration: TranscriberConfiguration, policy: DecoderPolicy = .confinedOnly, scratch: String, processors: Int,
    clock: @escaping @Sendable () -> Double
  ) throws(Fault) {
    self.configuration = configuration
    command = try ConfinedCommand(
      configuration.program, faults: .transcriber, policy: policy, scratch: scratch, processors: processors,
      largestOutput: TranscriptReader.largest, clock: clock)
  }

  /// Ends what runs, and runs nothing any more.
  public func stop() { command.stop() }

  package var isResting: Bool { command.isResting }

  /// Whether it understands the language that a recording is declared in.
  package func understands(_ language: Language?) -> Bool {
    guard let languages = configuration.languages, let language else { return true }
    return languages.contains(language)
  }

  /// What the recogniser hears in the recording: a transcript that has been read once, as bytes to keep.
  ///
  /// - Parameter speaker: as in the manifest.
  /// - Throws: the codes of `FaultCode.transcriberCodes`; `recording.…` where the recording cannot be copied.
  package func transcribe(_ recording: String, language: Language?, speaker: String?) throws(Fault) -> [UInt8] {
    var seconds = 0.0
    let bytes = try command.withFolder { folder throws(Fault) in
      let path = folder + "/recording.wav"
      let file = try RecordingFile(path: Array(recording.utf8))
      let copy = try WaveCopy.write(file.descriptor, limits: RecordingLimits(), to: path)
      // 16 bit, mono; the header is a millisecond.
      seconds = Double(copy.size) / Double(2 * WaveCopy.sampleRate)
      return try command.run(
        input: copy.descriptor, in: folder, size: copy.size, names: ["recording": path, "language": language?.rawValue ?? "auto"])
    }
    let transcript: Transcript
    do throws(Fault) {
      transcript = try TranscriptReader.read(bytes, speaker: speaker) { () throws(Fault) in seconds }
    } catch {
      throw Fault(command.faults.unusable, error.code.code)
    }
    if let format = configuration.format, transcript.format != format {
      throw Fault(.transcriberFormat, "\(transcript.format), expected \(format)")
    }
    return bytes
  }
}

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
