import ArgumentParser
import Assessment
import Documents
import Interview
import Queries
import SQLiteStore
import Sessions
import Store

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

/// `intone stats questions`: how much the store holds, and how each question does.
struct StatsQuestions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "questions",
    abstract: "How much the store holds, and for each question its number, spread, skips and discrimination.",
    discussion: """
      Discrimination is the correlation of a question's score with the mean of the session's other questions, from ten sessions \
      on; near zero the question says nothing that the rest says.

      EXAMPLE
        intone stats questions --format csv > questions.csv
      """)
  @Option(help: "table, json or csv.") var format = TableFormat.table
  @OptionGroup var spreadsheet: SpreadsheetOptions
  @OptionGroup var engine: EngineOption
  @OptionGroup var daemon: DaemonOptions

  /// From the daemon, or from the store itself while it is down.
  func run() throws {
    let target = "/v1/stats" + (engine.query.isEmpty ? "" : "?" + engine.query.dropFirst())
    let body = try daemon.document(target) { store in try QuestionStatistics(store, engine: engine.engine).document.json.text }
    if daemon.json || format == .json { return print(body) }
    let statistics = try StatisticsDocument(reading: body)
    if format == .csv { return spreadsheet.print(statistics.table(in: daemon.lang)) }
    let parts = [statistics.summary(in: daemon.lang) + "\n", statistics.table(in: daemon.lang).text] + statistics.remarks(in: daemon.lang)
    print(parts.joined(separator: "\n"))
  }
}

extension StatisticsDocument {
  fileprivate func summary(in language: Language) -> String {
    let states = sessions_by_state.sorted { $0.key < $1.key }.map { state, count in
      "\(count) \(SessionPhase(rawValue: state)?.name[language] ?? state)"
    }
    return language == .zh
      ? "\(sessions) 个场次（\(states.joined(separator: "、"))），\(answers) 个回答，\(revisions) 个版本"
      : "\(sessions) sessions (\(states.joined(separator: ", "))), \(answers) answers, \(revisions) revisions"
  }

  fileprivate func table(in language: Language) -> TextTable {
    func number(_ value: Double?, _ decimals: Int = 1) -> String { value.map { JSON.rounded($0, decimals).text } ?? "—" }
    var table = TextTable(
      header: language == .zh
        ? ["岗位 / 题目", "人数", "平均", "标准差", "最低", "最高", "未计入", "未答", "区分度", "95 %"]
        : ["role / question", "n", "mean", "sd", "lowest", "highest", "left out", "skipped", "discrimination", "95 %"])
    for item in questions {
      let r = item.discrimination
      table.rows.append([
        item.role + " / " + item.question, "\(item.n)", number(item.mean), number(item.sd), number(item.lowest), number(item.highest),
        "\(item.other_dimensions)", item.asked > 0 ? "\(item.skipped)/\(item.asked)" : "—", number(r?.value, 2),
        r.map { number($0.low, 2) + "–" + number($0.high, 2) } ?? "—",
      ])
    }
    return table
  }

  /// What is left out, and why.
  fileprivate func remarks(in language: Language) -> [String] {
    let zh = language == .zh
    var lines = roles.flatMap { role in role.engine.sentences.map { role.role + (zh ? "：" : ": ") + $0[language] } }
    let count = questions.map(\.other_dimensions).reduce(0, +)
    if count > 0 {
      lines.append(
        zh
          ? "\(count) 个回答未计入：它们能判断的维度与同题多数回答不同，总分不可相比"
          : "left out: \(count) in which other dimensions could be judged than in most answers to the question; such scores do not compare")
    }
    return lines.isEmpty ? [] : [""] + lines
  }
}
