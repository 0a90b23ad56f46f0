import ArgumentParser
import Documents
import Interview
import Store

/// `intone events`: the change feed as JSON lines.
struct Events: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "The change feed after a cursor, as JSON lines.", discussion: "EXAMPLE\n  intone events --after 1200 --wait 60s")
  @Option(help: "Begin after this cursor.") var after = 0
  @Option(help: "At most so many.") var limit = 1000
  @Option(help: "Wait so long for the first, for example 60s; 300s at most.") var wait = Span(seconds: 0)
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard wait.seconds <= 300 else { throw ValidationError("--wait is 0 to 300s") }
  }

  /// One request, which waits in the daemon for the first event; from the store itself while it is down.
  func run() throws {
    let seconds = Int(wait.seconds.rounded(.up))
    let target = "/v1/events?after=\(after)&limit=\(limit)&wait=\(seconds)"
    // Nothing comes while the daemon is down, so there is nothing to wait for then.
    let body = try daemon.readLines(target, timeout: seconds + 30) { store throws(Fault) in
      try store.events(after: after, limit: limit).map(\.document.json)
    }
    print(body, terminator: "")
  }
}
