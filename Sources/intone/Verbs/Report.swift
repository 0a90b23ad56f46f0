import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Interview
import Queries
import Reports
import SQLiteStore
import Store

/// `intone report`: one candidate's session as a page.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "A candidate's session as one HTML page, from the store.",
    discussion:
      """
      The page holds everything it needs and shows the store's values. With --for candidate it is the page for the candidate: what \
      went well, what to work on, without ranks and notes. For a PDF print the page from a browser, or hand it to a program that \
      makes one, such as Debian's weasyprint.

      EXAMPLES
        intone report s-1042 --lang zh --output s-1042.html
        intone report s-1042 --for candidate --output - | weasyprint - s-1042.pdf
      """)
  @Argument(help: "The session's id.") var session: String
  @Option(name: .customLong("for"), help: "Whom the page is for: decider or candidate.") var reader = SessionReport.Reader.decider
  @Flag(help: "Put the sound of the lost points' stretches into the page; takes the daemon, and is audited.") var sound = false
  @Option(help: "Where to write it; - for standard output.", completion: .file()) var output: String?
  @OptionGroup var scale: ScaleOption
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard !sound || reader == .decider else { throw ValidationError("--sound is for the decider's page") }
    guard !sound || daemon.namedStore == nil else { throw ValidationError("--sound takes the daemon, not --store") }
  }

  /// Writes one file that opens without network, readable for its owner alone.
  /// - Throws: `report.unwritable`; `control.not-found`.
  private struct Object: Document {
    let session: String
    let file: String
    let language: Language
  }

  func run() throws {
    var wanted = scale.query + (scale.query.isEmpty ? "?" : "&") + "lang=" + daemon.lang.rawValue
    if reader == .candidate { wanted += "&for=candidate" }
    if sound { wanted += "&sound=true" }
    let target = "/v1/sessions/" + PercentText.encoded(session) + "/report" + wanted
    // The recordings are the daemon's.
    let page =
      try sound
      ? daemon.ask("GET", target).withoutLastNewline
      : daemon.document(target) { store in
        let directories = ModelDirectories()
        guard
          let report = try SessionReport(
            store.spelled(session), in: store, models: directories.library(), advice: directories.advice(),
            baselines: BaselineFiles(in: store), at: Date().timeIntervalSince1970)
        else { throw Fault(.nothingStored, session) }
        return try report.html(for: reader, in: daemon.lang, scale: scale.scale)
      }
    let path = output ?? session + ".html"
    if path == "-" { return print(page) }
    do throws(Fault) {
      try PrivateFile.write(page, to: path)
    } catch {
      throw Fault(.reportUnwritable, error.detail)
    }
    guard daemon.json else { return print(path) }
    print(Object(session: session, file: path, language: daemon.lang).json.text)
  }
}

extension SessionReport.Reader: ExpressibleByArgument {}

extension FaultCode {
  static let reportUnwritable = FaultCode(
    "report.unwritable", retry: .later, cause: Bilingual(zh: "报告无法写入", en: "the report cannot be written"),
    action: Bilingual(zh: "检查目录是否存在、可写，磁盘是否已满。", en: "Check that the directory exists and may be written to, and that the disk has room."))
}
