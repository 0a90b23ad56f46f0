import ArgumentParser
import Assessment
import Documents
import Inbox
import Interview

/// `intone quarantine`: what was set aside, and what to do about it.
struct Quarantine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "What was set aside, with cause and what to do; retry puts it back.",
    discussion: "EXAMPLE\n  intone quarantine --json | jq -r '.[].id'")
  @OptionGroup var daemon: DaemonOptions

  /// From the daemon, or from the files themselves while it is down.
  func run() throws {
    let body = try daemon.readFiles("/v1/quarantine") { state throws(Fault) in
      JSON(encoding: try QuarantineItem.list(stateDirectory: state).map(\.document)).text + "\n"
    }
    if daemon.json { return print(body, terminator: "") }
    let items = try [QuarantineItemDocument](reading: body)
    if items.isEmpty { print(daemon.lang == .zh ? "没有搁置的文件" : "nothing is set aside") }
    for item in items {
      print(
        "\(item.id)  (\(item.shelf.rawValue), \(item.time))\n  \(item.cause[daemon.lang]) [\(item.code)] \(item.detail)\n  → \(item.action[daemon.lang])"
      )
    }
  }
}

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
