import ArgumentParser
import Interview
import Pipeline
import RoleModels
import SQLiteStore
import Sessions
import Store

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
  @Flag(help: "The same as --format json.") var json = false
  @OptionGroup var reading: StoreOptions

  func run() throws {
    let statistics = try QuestionStatistics(SQLiteStore(readOnly: reading.store))
    switch json ? .json : format {
    case .json: print(object(statistics).text)
    case .csv: spreadsheet.print(table(statistics))
    case .table:
      let zh = reading.lang == .zh
      let states = statistics.sessionsByState.sorted { $0.key.rawValue < $1.key.rawValue }.map { state, count in
        "\(count) \(SessionPhase(rawValue: state.rawValue)?.name[reading.lang] ?? state.rawValue)"
      }
      let (sessions, answers, revisions) = (statistics.sessions, statistics.answers, statistics.revisions)
      print(
        zh
          ? "\(sessions) 个场次（\(states.joined(separator: "、"))），\(answers) 个回答，\(revisions) 个版本"
          : "\(sessions) sessions (\(states.joined(separator: ", "))), \(answers) answers, \(revisions) revisions")
      print("\n" + table(statistics).text)
    }
  }

  private func number(_ value: Double?, _ decimals: Int = 1) -> String { value.map { JSON.rounded($0, decimals).text } ?? "—" }

  private func table(_ statistics: QuestionStatistics) -> TextTable {
    var table = TextTable(
      header: reading.lang == .zh
        ? ["岗位 / 题目", "人数", "平均", "标准差", "最低", "最高", "未答", "区分度", "95 %"]
        : ["role / question", "n", "mean", "sd", "lowest", "highest", "skipped", "discrimination", "95 %"])
    for item in statistics.questions {
      let r = item.discrimination
      table.rows.append([
        item.role + " / " + item.question, "\(item.n)", number(item.mean), number(item.deviation), number(item.lowest),
        number(item.highest), item.asked > 0 ? "\(item.skipped)/\(item.asked)" : "—", number(r?.value, 2),
        r.map { number($0.low, 2) + "–" + number($0.high, 2) } ?? "—",
      ])
    }
    return table
  }

  private func object(_ statistics: QuestionStatistics) -> JSON {
    .object([
      "sessions": .integer(statistics.sessions), "answers": .integer(statistics.answers), "revisions": .integer(statistics.revisions),
      "sessions_by_state": .object(
        statistics.sessionsByState.sorted { $0.key.rawValue < $1.key.rawValue }.map { .init($0.key.rawValue, .integer($0.value)) }),
      "questions": .array(
        statistics.questions.map { item in
          .object([
            "role": .string(item.role), "question": .string(item.question), "n": .integer(item.n), "mean": .rounded(item.mean, 2),
            "sd": .rounded(item.deviation, 2), "lowest": .rounded(item.lowest, 2), "highest": .rounded(item.highest, 2),
            "skipped": .integer(item.skipped), "asked": .integer(item.asked),
            "discrimination": item.discrimination.map { r in
              .object(["value": .rounded(r.value, 4), "low": .rounded(r.low, 4), "high": .rounded(r.high, 4), "n": .integer(r.n)])
            } ?? .null,
          ])
        }),
    ])
  }
}
