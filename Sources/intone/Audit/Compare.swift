import ArgumentParser
import Assessment
import Documents
import FoundationEssentials
import Interview
import Queries
import SQLiteStore
import Store

/// `intone compare`: candidates side by side, on equal terms or not at all.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Candidates side by side: on the questions they have in common, by the same model and engine.",
    discussion: """
      They stand in the order you name them in; nobody is ranked. The overall is each session's own, as show has it; all below \
      it is over the questions in common. Questions that are left out are named.

      EXAMPLE
        intone compare s-1042 s-1043 s-1051 --format csv
      """)
  @Argument(help: "Sessions, or answers as SESSION__QUESTION.") var ids: [String]
  @Option(help: "table, json or csv.") var format = TableFormat.table
  @OptionGroup var spreadsheet: SpreadsheetOptions
  @OptionGroup var scale: ScaleOption
  @OptionGroup var daemon: DaemonOptions

  /// Two answers or more to one question, side by side; from the store itself where the daemon is down.
  func run() throws {
    let target = "/v1/compare?" + ids.map { "id=" + PercentText.encoded($0) }.joined(separator: "&")
    let body = try daemon.document(target) { store in
      try ComparedSessions(ids, in: store, models: ModelDirectories().library(), at: Date().timeIntervalSince1970).document.json.text
    }
    if daemon.json || format == .json { return print(body) }
    let comparison = try ComparisonDocument(reading: body)
    let table = comparison.table(in: daemon.lang, scale: scale.scale)
    if format == .csv { return spreadsheet.print(table) }
    print(([table.text] + comparison.remarks(in: daemon.lang)).joined(separator: "\n"))
  }
}

extension ComparisonDocument {
  private var leavesOut: Bool { candidates.contains { !$0.left_out.isEmpty } }

  fileprivate func table(in language: Language, scale: ScoreScale) -> TextTable {
    let zh = language == .zh
    func number(_ points: Points?) -> String { points.map { scale.text($0) } ?? "—" }
    func row(_ name: String, _ cell: (Candidate) -> String) -> [String] { [name] + candidates.map(cell) }
    var table = TextTable(header: row(zh ? "场次" : "session", \.session))
    table.rows.append(row(zh ? "候选人" : "candidate") { $0.candidate ?? "—" })
    if candidates.contains(where: { $0.decision != nil }) {
      table.rows.append(row(zh ? "人工决定" : "human decision") { $0.decision?.judgement ?? "—" })
    }
    for question in questions where candidates.contains(where: { $0.reviews[question] != nil }) {
      table.rows.append(row((zh ? "人工评审 " : "human review ") + question) { $0.reviews[question]?.judgement ?? "—" })
    }
    table.rows.append(row(zh ? "总分" : "overall") { number($0.overall) })
    table.rows.append(
      row(zh ? "区间" : "interval") { column in column.low.flatMap { low in column.high.map { scale.text(low, to: $0) } } ?? "—" })
    if leavesOut {
      let count = questions.count
      table.rows.append(
        row(zh ? "共同的 \(count) 题" : count == 1 ? "the question in common" : "the \(count) questions in common") {
          number($0.over_common_questions)
        })
    }
    // Overall scores of different dimensions do not compare; over the common ones they do.
    if candidates.contains(where: { $0.common != nil }) {
      table.rows.append(row(zh ? "共有维度的总分" : "overall, common dimensions") { number($0.common) })
      table.rows.append(row(zh ? "无法判断" : "not judged") { $0.missing.isEmpty ? "—" : $0.missing.joined(separator: " ") })
    }
    for dimension in dimensions { table.rows.append(row(dimension.name[language]) { number($0.dimensions[dimension.id] ?? nil) }) }
    for question in questions {
      table.rows.append(row((zh ? "题目 " : "question ") + question) { number($0.by_question[question] ?? nil) })
    }
    if leavesOut {
      table.rows.append(row(zh ? "未比较的题目" : "left out") { $0.left_out.isEmpty ? "—" : $0.left_out.joined(separator: " ") })
    }
    return table
  }

  fileprivate func remarks(in language: Language) -> [String] {
    let zh = language == .zh
    let left = Set(candidates.flatMap(\.left_out)).sorted().joined(separator: zh ? "、" : ", ")
    let sentences =
      left.isEmpty
      ? []
      : [
        zh
          ? "\n并非人人都回答了：\(left)。这些题目不参与比较；各维度与题目只按共同回答的题目计算，总分是整个场次的。"
          : "\nNot everybody answered \(left): left out. Dimensions and questions are over what all answered; the overall is the whole session's."
      ]
    return sentences + notes.map { $0[language] }
  }
}
