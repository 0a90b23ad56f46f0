import ArgumentParser
import Interview

/// `intone rescan`
struct Rescan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rescan",
    abstract: "Look at the whole inbox now.", discussion: "It is done by itself, too; nobody needs this.\n\nEXAMPLE\n  intone rescan")
  @OptionGroup var daemon: DaemonOptions

  /// Returns when everything was looked at.
  func run() throws {
    let body = try daemon.ask("POST", "/v1/rescan")
    print(daemon.json ? body.withoutLastNewline : daemon.lang == .zh ? "已查看整个收件目录" : "looked at the whole inbox")
  }
}
