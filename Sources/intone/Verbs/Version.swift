import ArgumentParser
import Assessment
import Documents
import Interview

/// `intone version`: of this command, and of the daemon that answers.
struct Version: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version",
    abstract: "The versions of this command, of its analysis, and of the daemon that answers.",
    discussion: "Exit code 0 also when no daemon answers.\n\nEXAMPLE\n  intone version --json")
  @OptionGroup var daemon: DaemonOptions

  /// What `intone version --json` prints; a daemon that does not answer is null.
  private struct Object: Document {
    let intone, schema: String
    let intoned: String?
  }

  /// A daemon that does not answer is no failure.
  func run() throws {
    var running: String?
    do throws(Fault) {
      let body = try daemon.ask("GET", "/v1/status")
      // A daemon so old or new that its status reads otherwise is told as unknown.
      if case .string(let version) = try? JSON(reading: body)["version"] { running = version } else { running = "?" }
    } catch {
      running = nil
    }
    if daemon.json {
      return print(Object(intone: Engine.version, schema: Engine.schema, intoned: running).json.text)
    }
    print("intone " + Engine.version)
    print("intoned " + (running ?? (daemon.lang == .zh ? "—（未运行）" : "— (not running)")))
  }
}
