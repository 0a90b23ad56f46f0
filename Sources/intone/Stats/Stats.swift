import ArgumentParser
import Interview

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

extension StoreOptions {
  func tell(otherEngines: Int) {
    guard otherEngines > 0 else { return }
    StandardError.print(
      lang == .zh
        ? "（另有 \(otherEngines) 个回答由其他版本的引擎测量，未计入）" : "(\(otherEngines) more answers were measured by another engine and are left out)")
  }

  func tell(otherVersions: Int) {
    guard otherVersions > 0 else { return }
    StandardError.print(
      lang == .zh
        ? "（另有 \(otherVersions) 个回答由其他版本评分，未计入；请先 intone rescore）"
        : "(\(otherVersions) more answers were scored by another version and are left out; run intone rescore first)")
  }
}
