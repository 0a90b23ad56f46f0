import ArgumentParser
import Assessment
import Documents
import FoundationEssentials
import Interview
import RoleModels

/// `intone analyze`: measures recordings without a daemon or a store, with the numbers that the daemon would write.
struct Analyze: ParsableCommand {
  /// `text` for people, `json` a document of `intone.analysis/1` a line, `csv` a row a recording.
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

  static let configuration = CommandConfiguration(
    commandName: "analyze",
    // Where it is read alone (`Intone.read`), a request for a completion script, which is the whole program's, is not looked for.
    _superCommandName: "intone",
    abstract: "Measure recordings, and score them when a role is named.",
    discussion: """
      Prints exactly the numbers that the daemon would write, without daemon or store.
      Several files, or a directory, give one result each, in the order given (a directory: sorted by name). In a
      directory, transcripts are joined to recordings as in an inbox: by their names, also with a language (q1.en.srt)
      or a program's word (_Recording.transcript.vtt) in them. A file that cannot be analysed gives an object with the
      member error in its place, and exit code 1 at the end. - reads a recording from standard input.

      EXAMPLES
        intone analyze answer.wav
        intone analyze q1.flac --transcript q1.srt --role sales --language zh --format json
        intone analyze inbox/s-1042 --format csv > measures.csv
      """)

  @Argument(help: "Recordings, directories, or - for standard input.", completion: .file())
  var paths: [String]

  @Option(help: "The transcript of the recording, in any supported format; for one recording only.", completion: .file())
  var transcript: String?

  @Option(help: "Score by this role model: the id of an installed model, or the path of a .yaml file.")
  var role: String?

  @Option(help: "The question answered, as the role model names it: selects its keyword groups.")
  var question: String?

  @Option(help: "The language spoken: zh, en or auto.")
  var language: LanguageOption = .auto

  @Option(help: "A gap of at least this is a silent pause, for example 250ms or 0.3s; 0.1s to 1s.")
  var pauseThreshold = Span(seconds: 0.25)

  @Flag(help: "Add the arrays of F0, intensity, voicing and speech, 100 values a second.")
  var contours = false

  @Option(help: "text, json (one object per line) or csv.")
  var format: Format = .text

  @OptionGroup var spreadsheet: SpreadsheetOptions
  @OptionGroup var scale: ScaleOption

  @Option(help: "A directory of role models; may be repeated.", completion: .directory)
  var models: [String] = []

  @Option(help: "The language of what is printed: zh or en; by default that of the terminal.")
  var lang: Language = .ofTerminal

  func validate() throws {
    guard (0.1...1.0).contains(pauseThreshold.seconds) else { throw ValidationError("--pause-threshold is 0.1s to 1s") }
    guard !paths.isEmpty else { throw ValidationError("name at least one recording, a directory, or -") }
  }

  /// Each recording stands for itself: one that fails is told in its place, and the exit code is 1 in the end.
  func run() throws {
    let targets = try AnalysisTarget.expand(paths, transcript: transcript, language: language.language)
    let model = try role.map { try ModelDirectories(models).model(named: $0) }
    let analyzer = AnswerAnalyzer()
    var failed = false
    if format == .csv { StandardOutput.write(spreadsheet.mark + AnalysisTable.header) }
    for target in targets {
      let request = AnswerAnalyzer.Request(
        recording: target.recording, name: target.name, transcript: target.transcript, role: model, question: question,
        language: language.language, pauseThreshold: pauseThreshold.seconds)
      do throws(Fault) {
        let analysis = try analyzer.analyze(request)
        switch format {
        case .json: print(analysis.document(contours: contours).json.text)
        case .csv: StandardOutput.write(AnalysisTable.row(analysis))
        case .text: print(AnalysisText.render(analysis, in: lang, scale: scale.scale), terminator: targets.count > 1 ? "\n\n" : "\n")
        }
      } catch {
        failed = true
        switch format {
        case .json: print(error.analysisObject(path: target.name).text)
        case .csv: StandardOutput.write(AnalysisTable.failure(error, path: target.name))
        case .text: StandardError.print(error.report(subject: target.name, in: lang))
        }
      }
    }
    if failed { throw ExitCode(1) }
  }
}

/// `auto` leaves the language to the transcript.
enum LanguageOption: String, ExpressibleByArgument, CaseIterable {
  case zh, en, auto

  var language: Language? { Language(rawValue: rawValue) }
}

extension Language: ExpressibleByArgument {
  /// zh where the environment's locale says Chinese, else en.
  static var ofTerminal: Language {
    let environment = ProcessInfo.processInfo.environment
    let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
    return locale.hasPrefix("zh") ? .zh : .en
  }
}
