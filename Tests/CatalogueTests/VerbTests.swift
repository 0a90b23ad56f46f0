import ArgumentParser
import Testing

@testable import intone

struct VerbTests {
  /// Contract, section 2.
  private static let promised =
    """
    analyze status queue show explain report compare watch events retry hold release quarantine pause resume drain rescan \
    rescore review stats export import forget audit backup restore drill calibrate fairness model doctor version
    """.split(separator: " ").map(String.init)

  private let verbs = Intone.configuration.subcommands

  @Test func `every promised verb is there, under its name`() {
    let names = Set(verbs.map { $0._commandName })
    for verb in Self.promised { #expect(names.contains(verb), "\(verb)") }
  }

  @Test func `every verb says in one sentence what it does, and shows an example that calls it`() {
    for verb in verbs {
      let name = verb._commandName
      #expect(!verb.configuration.abstract.isEmpty, "\(name)")
      let example = verb.configuration.discussion.firstRange(of: "EXAMPLE").map { verb.configuration.discussion[$0.upperBound...] } ?? ""
      #expect(example.contains("intone \(name)"), "\(name)")
    }
  }

  @Test func `completion scripts for three shells name every verb`() {
    for shell in [CompletionShell.bash, .zsh, .fish] {
      let script = Intone.completionScript(for: shell)
      for verb in verbs { #expect(script.contains(verb._commandName), "\(shell.rawValue): \(verb._commandName)") }
    }
  }
}
