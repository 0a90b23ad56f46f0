import ArgumentParser
import Documents
import Interview
import Store

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

  /// Until it is interrupted, or exit code 3 when the daemon is gone; nothing is printed twice or left out.
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
