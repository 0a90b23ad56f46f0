import Files
import FoundationEssentials
import Interview
import Recordings

/// The operator's judge: a program, run locked in, that says which of a role's groups an answer covers and quotes the words that
/// show it. Off unless configured. Used by several workers at once.
public final class Judge: Sendable {
  public let configuration: CommandConfiguration
  private let command: ConfinedCommand

  /// Bytes of its output: quotes from one answer for some dozens of groups.
  private static let largestOutput = 1 << 20

  /// - Parameters: as for `Transcriber`.
  /// - Throws: `judge.not-started` where the directory cannot be made or the program is not there.
  public init(
    _ configuration: CommandConfiguration, policy: DecoderPolicy = .confinedOnly, scratch: String, processors: Int,
    clock: @escaping @Sendable () -> Double
  ) throws(Fault) {
    self.configuration = configuration
    command = try ConfinedCommand(
      configuration, faults: .judge, policy: policy, scratch: scratch, processors: processors, largestOutput: Self.largestOutput,
      clock: clock)
  }

  /// Ends what runs, and runs nothing any more.
  public func stop() { command.stop() }

  package var isResting: Bool { command.isResting }

  /// Asks about one answer. In the arguments, `{request}` stands for the path of the request, which is also its standard input.
  ///
  /// - Throws: the codes of `CommandFaults.judge`; `recording.copy-failed` where the request cannot be written.
  func ask(_ request: JudgeRequest) throws(Fault) -> JudgeVerdict {
    let bytes = try command.withFolder { folder throws(Fault) in
      let path = folder + "/request.json"
      let text = Data(request.text.utf8)
      do { try text.write(to: URL(fileURLWithPath: path)) } catch { throw Fault(.recordingCopyFailed, path) }
      let input = try RecordingFile(path: Array(path.utf8))
      return try command.run(input: input.descriptor, in: folder, size: Int64(text.count), names: ["request": path])
    }
    return try JudgeVerdict(bytes)
  }
}

/// What the judge is asked about one answer: the object that it gets on standard input, `intone.judge/1`.
public struct JudgeRequest: Sendable, Equatable, Encodable {
  public struct Question: Sendable, Equatable, Encodable {
    public var id: String?
    /// The wording in which it was asked.
    public var text: String?
  }

  public struct Group: Sendable, Equatable, Encodable {
    public var group: String
    /// The words that the model lists for it.
    public var terms: [String]
  }

  static let schema = "intone.judge/1"

  private var schema = Self.schema
  public var language: Language?
  /// Both nil where nobody has told.
  public var question: Question
  /// The groups that the role asks for.
  public var groups: [Group]
  /// What the candidate said, as the recogniser wrote it.
  public var transcript: String

  init(language: Language?, question: String?, questionText: String?, groups: [KeywordGroup], transcript: String) {
    (self.language, self.question, self.transcript) = (language, Question(id: question, text: questionText), transcript)
    self.groups = groups.map { Group(group: $0.name, terms: $0.terms) }
  }

  var text: String { JSON(encoding: self).text }

  /// The same question about the same words has the same hash: its verdict is kept and not asked for again.
  var hash: ContentHash { Files.hash(Array(text.utf8)) }
}
