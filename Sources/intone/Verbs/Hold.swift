import ArgumentParser
import Documents
import Interview

/// `intone hold`: a person keeps a session from being scored.
struct Hold: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Score nothing more of a session until it is released; what comes meanwhile is kept on the held shelf.",
    discussion: "A session may be held before its first file has come. What was scored stays.\n\nEXAMPLE\n  intone hold s-1042")
  @Argument(help: "Sessions.") var sessions: [String]
  @OptionGroup var daemon: DaemonOptions

  /// One request a session; the first that fails ends it, and those before stay held.
  func run() throws {
    for session in sessions {
      let body = try daemon.ask("POST", "/v1/sessions/\(PercentText.encoded(session))/hold")
      print(daemon.json ? body.withoutLastNewline : daemon.lang == .zh ? "已暂停评分 \(session)" : "holding \(session)")
    }
  }
}
