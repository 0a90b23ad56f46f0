import ArgumentParser
import Documents
import Interview

/// `intone retry`: puts what was set aside back into the inbox.
struct Retry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Put back what was set aside, as intone quarantine lists it.", discussion: "EXAMPLE\n  intone retry s-1042/q1.m4a")
  @Argument(help: "Ids from intone quarantine.") var ids: [String]
  @OptionGroup var daemon: DaemonOptions

  /// One request an id; the first that fails ends it, and those before are back in the inbox.
  func run() throws {
    for id in ids {
      let body = try daemon.ask("POST", "/v1/retry?id=" + PercentText.encoded(id))
      print(daemon.json ? body.withoutLastNewline : (daemon.lang == .zh ? "已放回 \(id)" : "put back \(id)"))
    }
  }
}
