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

  /// Every verb that does something itself, with the words that call it.
  private static func leaves(
    _ verb: any ParsableCommand.Type, _ words: [String] = []
  ) -> [(words: [String], verb: any ParsableCommand.Type)] {
    let children = verb.configuration.subcommands
    return children.isEmpty ? [(words, verb)] : children.flatMap { leaves($0, words + [$0._commandName]) }
  }

  @Test func `every verb prints an object for programs, by --json or --format json`() {
    // Scripts for a shell and for a database, and a page that is JSON whatever is asked.
    let others: Set = ["completion", "model schema", "store grants"]
    let leaves = Self.leaves(Intone.self)
    #expect(leaves.count > 40)
    for (words, verb) in leaves where !others.contains(words.joined(separator: " ")) {
      let help = Intone.helpMessage(for: verb, columns: 200)
      let names = help.contains("--json") || help.contains(/--format <format>.*json/)
      #expect(names, "intone \(words.joined(separator: " "))")
    }
    #expect(others.isSubset(of: leaves.map { $0.words.joined(separator: " ") }))
  }

  @Test func `completion scripts for three shells name every verb`() {
    for shell in [CompletionShell.bash, .zsh, .fish] {
      let script = Intone.completionScript(for: shell)
      for verb in verbs { #expect(script.contains(verb._commandName), "\(shell.rawValue): \(verb._commandName)") }
    }
  }
}
