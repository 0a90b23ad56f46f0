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
      let object = JSON.object(["intone": .string(Engine.version), "schema": .string(Engine.schema), "intoned": .optional(running)])
      return print(object.text)
    }
    print("intone " + Engine.version)
    print("intoned " + (running ?? (daemon.lang == .zh ? "—（未运行）" : "— (not running)")))
  }
}

/// `intone completion`: for the shell.
struct Completion: ParsableCommand {
  enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

  static let configuration = CommandConfiguration(
    commandName: "completion",
    abstract: "A shell's completion script.",
    discussion: "The package installs them.\n\nEXAMPLE\n  source <(intone completion bash)")
  @Argument(help: "bash, zsh or fish.") var shell: Shell

  func run() {
    let kind: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    print(Intone.completionScript(for: kind))
  }
}
