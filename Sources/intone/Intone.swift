import ArgumentParser
import Assessment
import Interview

/// The operator's command.
@main
struct Intone: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intone",
    abstract: "Measurements and explainable scores of recorded interview answers.",
    version: "intone \(Engine.version)",
    subcommands: [
      // One a line, so that two new verbs never meet.
      Analyze.self,
      Probe.self,
      SelfTestVerb.self,
      Status.self,
      Doctor.self,
      Queue.self,
      Show.self,
      Explain.self,
      Report.self,
      DeskVerb.self,
      ReviewVerb.self, Correct.self,
      Quarantine.self,
      Retry.self,
      Hold.self,
      Release.self,
      Rescan.self,
      Acknowledge.self,
      BundleVerb.self,
      Pause.self,
      Resume.self,
      Drain.self,
      Reload.self,
      ConfigVerb.self,
      AuditVerb.self,
      Events.self,
      Watch.self,
      WebhookVerb.self,
      Model.self,
      Stats.self,
      Compare.self,
      Fairness.self,
      CardVerb.self,
      NoticeVerb.self,
      DossierVerb.self,
      Calibrate.self,
      Rescore.self,
      Backup.self,
      Restore.self,
      Drill.self,
      StoreVerb.self,
      Import.self,
      Export.self,
      Forget.self,
      SealVerb.self,
      Completion.self,
      Version.self,
    ])

  /// What these print is about candidates: a file that a shell makes for it is readable for its owner alone.
  private static let personal: [any ParsableCommand.Type] = [
    Analyze.self, Show.self, Explain.self, Report.self, Compare.self, Export.self, Forget.self, Events.self, Watch.self,
    AuditVerb.List.self, Quarantine.self, Queue.self,
  ]

  /// The verb with its arguments.
  ///
  /// The verb that is named first is read alone, which takes a tenth of the work that the sixty others would. Whatever is not simply a verb
  /// with its arguments (help, mistakes, verbs that have verbs) goes the whole way, which has the words for it.
  static func read(_ arguments: [String]) throws -> sending any ParsableCommand {
    if let verb = configuration.subcommands.first(where: { $0._commandName == arguments.first }), verb.configuration.subcommands.isEmpty,
      let alone = try? verb.parseAsRoot(Array(arguments.dropFirst())), type(of: alone) == verb
    {
      return alone
    }
    return try parseAsRoot(arguments)
  }

  /// Reads the arguments, runs the verb, and ends with its exit code. Faults are printed in the reader's language.
  static func main() async {
    if let help = ChineseHelp.asked(Array(CommandLine.arguments.dropFirst()), description: { _dumpHelp() }) { return print(help) }
    do {
      var command = try read(Array(CommandLine.arguments.dropFirst()))
      if personal.contains(where: { $0 == type(of: command) }) { StandardOutput.keepPrivate() }
      if var serving = command as? any AsyncParsableCommand { try await serving.run() } else { try command.run() }
    } catch let fault as Fault {
      StandardError.print(fault.report(subject: nil, in: .ofTerminal))
      Self.exit(
        withError: ExitCode(fault.code == .daemonUnreachable ? 3 : ["daemon.denied", "access.denied"].contains(fault.code.code) ? 5 : 1))
    } catch {
      // The library ends wrong usage with 64; here it is 2, as everywhere on Unix.
      guard Self.exitCode(for: error) == .validationFailure else { Self.exit(withError: error) }
      let message = Self.fullMessage(for: error)
      let isChinese = ChineseHelp.language(Array(CommandLine.arguments.dropFirst().prefix { $0 != "--" })) == .zh
      StandardError.print(isChinese ? ChineseHelp.usage(message) : message)
      Self.exit(withError: ExitCode(2))
    }
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
