import ArgumentParser

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
