import ArgumentParser
import Assessment
import Documents
import FoundationEssentials
import Interview
import SQLiteStore
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

/// `intone watch`: the change feed as it grows.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "The change feed as it grows, one JSON object a line, until interrupted.",
    discussion:
      "Without --after it begins with what comes next. When the daemon is down or ends, what the store holds after that is printed; then it ends with exit code 3, for nothing more can come.\n\nEXAMPLE\n  intone watch | jq -r .kind"
  )
  @Option(help: "Begin after this cursor.") var after: Int?
  @OptionGroup var daemon: DaemonOptions

  func run() throws {
    var cursor = after
    do {
      if cursor == nil {
        let body = try daemon.ask("GET", "/v1/status")
        cursor = try StatusDocument(reading: body).store?.events ?? 0
      }
      while let begin = cursor {
        let body = try daemon.ask("GET", "/v1/events?after=\(begin)&wait=60", timeout: 90)
        guard let last = body.split(separator: "\n").last else { continue }
        print(body, terminator: "")
        // A reader at the other end of a pipe is to see each line as it comes.
        StandardOutput.flush()
        cursor = try EventDocument(reading: String(last)).cursor
      }
    } catch let fault as Fault where fault.code == .daemonUnreachable {
      if let cursor, mayHoldStore(daemon.store) { try printRest(after: cursor) }
      throw fault
    }
  }

  /// What the store holds that has not been printed.
  private func printRest(after begin: Int) throws {
    let store = try openStore(reading: daemon.store)
    var page = try store.events(after: begin, limit: 1000)
    while let last = page.last {
      for event in page { print(event.document.json.text) }
      page = try store.events(after: last.cursor, limit: 1000)
    }
  }
}
