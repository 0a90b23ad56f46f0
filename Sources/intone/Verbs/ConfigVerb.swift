import ArgumentParser
import FoundationEssentials
import Interview
import Pipeline
import Settings

/// `intone config show`
struct ConfigVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "The configuration in force.", discussion: "EXAMPLE\n  intone config show",
    subcommands: [Show.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Each key with its value and where that comes from: default, FILE:LINE, or a variable.")
    @OptionGroup var daemon: DaemonOptions

    private struct Entry: Decodable {
      var key: String
      var text: String
      var origin: String
    }

    func run() throws {
      let body = try daemon.readConfiguration()
      if daemon.json { return print(body.withoutLastNewline) }
      for entry in try JSONDecoder().decode([Entry].self, from: Data(body.utf8)) {
        print((entry.key + ":").padded(to: 18) + entry.text.padded(to: 44) + "  # " + entry.origin)
      }
    }
  }
}

extension DaemonOptions {
  /// What the daemon goes by; while it is down, what it would start with.
  fileprivate func readConfiguration() throws(Fault) -> String {
    do throws(Fault) {
      return try ask("GET", "/v1/configuration")
    } catch  where error.code == .daemonUnreachable {
      let processors = ProcessInfo.processInfo.activeProcessorCount
      let path = "/etc/intone/intone.yaml"
      var settings = DaemonConfiguration(processors: processors)
      if FileManager.default.fileExists(atPath: path) {
        settings = try DaemonConfiguration(yaml: Files.read(path: path, limit: 1 << 20), name: path, processors: processors)
      }
      try settings.apply(environment: ProcessInfo.processInfo.environment)
      StandardError.print(lang == .zh ? "（守护进程未运行；以下是它启动时将采用的）" : "(the daemon is down; this is what it would start with)")
      return settings.shown.text + "\n"
    }
  }
}
