import ArgumentParser

/// `intone stats`: what the store says of all its answers together.
struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "How much the store holds, how each question does, and baselines of the measures.",
    discussion: """
      A baseline is frozen: it never changes, and freezing again makes the next version.

      EXAMPLE
        intone stats
        intone stats freeze sales
        intone stats answer s-1042__q1
      """,
    subcommands: [StatsQuestions.self, StatsFreeze.self, StatsShow.self, StatsAnswer.self], defaultSubcommand: StatsQuestions.self)
}
