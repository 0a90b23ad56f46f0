import ArgumentParser
import FoundationEssentials
import Interview

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
      let body = try daemon.ask("GET", "/v1/configuration")
      if daemon.json { return print(body.withoutLastNewline) }
      for entry in try JSONDecoder().decode([Entry].self, from: Data(body.utf8)) {
        print((entry.key + ":").padded(to: 18) + entry.text.padded(to: 44) + "  # " + entry.origin)
      }
    }
  }
}
