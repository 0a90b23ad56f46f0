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
