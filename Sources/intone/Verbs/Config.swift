import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Inbox
import Interview
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
    @OptionGroup var configuration: ConfigurationOption
    @OptionGroup var daemon: DaemonOptions

    func run() throws {
      let body = try daemon.answer("GET", "/v1/configuration") { () throws(Fault) in
        let settings = try configuration.settings()
        StandardError.print(daemon.lang == .zh ? "（守护进程未运行；以下是它启动时将采用的）" : "(the daemon is down; this is what it would start with)")
        return JSON(encoding: settings.shown).text + "\n"
      }
      if daemon.json { return print(body.withoutLastNewline) }
      for entry in try [SettingDocument](reading: body) {
        print((entry.key + ":").padded(to: 18) + entry.text.padded(to: 44) + "  # " + entry.origin)
      }
    }
  }
}

/// Which configuration a verb goes by that does the daemon's reading while that is down.
struct ConfigurationOption: ParsableArguments {
  @Option(help: "The configuration to go by while the daemon is down.", completion: .file())
  var config = "/etc/intone/intone.yaml"

  /// What the daemon would start with.
  /// - Throws: what is wrong with the file.
  func settings() throws(Fault) -> DaemonConfiguration {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    var settings = DaemonConfiguration(processors: processors)
    if FileManager.default.fileExists(atPath: config) {
      settings = try DaemonConfiguration(yaml: Files.read(path: config, limit: 1 << 20), name: config, processors: processors)
    }
    try settings.apply(environment: ProcessInfo.processInfo.environment)
    return settings
  }
}

extension DaemonOptions {
  /// The daemon's answer; while it is down, what is made in its place.
  func answer(_ method: String, _ target: String, whileDown make: () throws(Fault) -> String) throws(Fault) -> String {
    do throws(Fault) {
      return try ask(method, target)
    } catch  where error.code == .daemonUnreachable {
      return try make()
    }
  }

  /// As `answer`, from what lies in the directories that the configuration names.
  /// - Throws: `daemon.unreachable` where there is no such installation.
  func answer(
    _ target: String, _ configuration: ConfigurationOption, fromDisk make: (DaemonConfiguration) throws(Fault) -> String
  ) throws(Fault) -> String {
    do throws(Fault) {
      return try ask("GET", target)
    } catch  where error.code == .daemonUnreachable {
      let settings = try configuration.settings()
      let state = settings.inbox.stateDirectory
      guard FileManager.default.fileExists(atPath: state) else { throw error }
      StandardError.print(
        lang == .zh ? "（守护进程未运行；以下取自磁盘 \(state)）" : "(the daemon is down; this is what the disk tells, \(state))")
      return try make(settings)
    }
  }
}
