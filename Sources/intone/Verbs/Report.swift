import ArgumentParser
import Assessment
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
      "The page holds everything it needs and shows the store's values.\n\nEXAMPLE\n  intone report s-1042 --lang zh --output s-1042.html")
  @Argument(help: "The session's id.") var session: String
  @Option(help: "Where to write it; - for standard output.", completion: .file()) var output: String?
  @OptionGroup var scale: ScaleOption
  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    let wanted = scale.query + (scale.query.isEmpty ? "?" : "&") + "lang=" + daemon.lang.rawValue
    let page = try daemon.document("/v1/sessions/" + PercentText.encoded(session) + "/report" + wanted) { store in
      let directories = ModelDirectories()
      guard
        let report = try SessionReport(
          store.spelled(session), in: store, models: directories.library(), advice: directories.advice(), baselines: BaselineFiles(),
          at: Date().timeIntervalSince1970)
      else { throw Fault(.nothingStored, session) }
      return try report.html(in: daemon.lang, scale: scale.scale)
    }
    let path = output ?? session + ".html"
    if path == "-" { return print(page) }
    do throws(Fault) {
      try PrivateFile.write(page, to: path)
    } catch {
      throw Fault(.reportUnwritable, error.detail)
    }
    guard daemon.json else { return print(path) }
    print(JSON.object(["session": .string(session), "file": .string(path), "language": .string(daemon.lang.rawValue)]).text)
  }
}

extension FaultCode {
  static let reportUnwritable = FaultCode(
    "report.unwritable", retry: .later, cause: Bilingual(zh: "报告无法写入", en: "the report cannot be written"),
    action: Bilingual(zh: "检查目录是否存在、可写，磁盘是否已满。", en: "Check that the directory exists and may be written to, and that the disk has room."))
}
