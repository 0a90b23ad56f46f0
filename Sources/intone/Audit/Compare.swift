import ArgumentParser
import FoundationEssentials
import Interview
import Pipeline
import RoleModels
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
  @OptionGroup var reading: StoreOptions

  func run() throws {
    let compared = try ComparedSessions(
      ids, in: SQLiteStore(readOnly: reading.store), models: ModelDirectories().library(), at: Date().timeIntervalSince1970)
    switch format {
    case .json: print(json(compared).text)
    case .csv: spreadsheet.print(table(compared))
    case .table: print(([table(compared).text] + notes(compared)).joined(separator: "\n"))
    }
  }

  private func table(_ compared: ComparedSessions) -> TextTable {
    let zh = reading.lang == .zh
    func number(_ points: Points?) -> String { points.map { scale.scale.text($0) } ?? "—" }
    func row(_ name: String, _ cell: (ComparedSessions.Column) -> String) -> [String] { [name] + compared.columns.map(cell) }
    var table = TextTable(header: row(zh ? "场次" : "session", \.session))
    table.rows.append(row(zh ? "候选人" : "candidate") { $0.candidate ?? "—" })
    if compared.columns.contains(where: { $0.decision != nil }) {
      table.rows.append(row(zh ? "人工决定" : "human decision") { $0.decision?.review.judgement ?? "—" })
    }
    for question in compared.questions where compared.columns.contains(where: { $0.reviews[question] != nil }) {
      table.rows.append(row((zh ? "人工评审 " : "human review ") + question) { $0.reviews[question]?.review.judgement ?? "—" })
    }
    table.rows.append(row(zh ? "总分" : "overall") { number($0.overall) })
    table.rows.append(
      row(zh ? "区间" : "interval") { column in
        column.low.flatMap { low in column.high.map { scale.scale.text(low, to: $0) } } ?? "—"
      })
    if compared.leavesOut {
      let count = compared.questions.count
      table.rows.append(
        row(zh ? "共同的 \(count) 题" : count == 1 ? "the question in common" : "the \(count) questions in common") { number($0.together) })
    }
    // Overall scores of different dimensions do not compare; over the common ones they do.
    if compared.columns.contains(where: { $0.common != nil }) {
      table.rows.append(row(zh ? "共有维度的总分" : "overall, common dimensions") { number($0.common) })
      table.rows.append(row(zh ? "无法判断" : "not judged") { $0.missing.isEmpty ? "—" : $0.missing.joined(separator: " ") })
    }
    for dimension in compared.dimensions {
      table.rows.append(row(dimension.name[reading.lang]) { number($0.dimensions[dimension.id]) })
    }
    for question in compared.questions { table.rows.append(row((zh ? "题目 " : "question ") + question) { number($0.questions[question]) }) }
    if compared.leavesOut {
      table.rows.append(row(zh ? "未比较的题目" : "left out") { $0.leftOut.isEmpty ? "—" : $0.leftOut.joined(separator: " ") })
    }
    return table
  }

  private func notes(_ compared: ComparedSessions) -> [String] {
    let left = Set(compared.columns.flatMap(\.leftOut)).sorted().joined(separator: reading.lang == .zh ? "、" : ", ")
    let told =
      left.isEmpty
      ? []
      : [
        reading.lang == .zh
          ? "\n并非人人都回答了：\(left)。这些题目不参与比较；各维度与题目只按共同回答的题目计算，总分是整个场次的。"
          : "\nNot everybody answered \(left): left out. Dimensions and questions are over what all answered; the overall is the whole session's."
      ]
    return told + compared.notes.map { $0[reading.lang] }
  }

  private func json(_ compared: ComparedSessions) -> JSON {
    .object([
      "questions": .array(compared.questions.map(JSON.string)), "notes": .array(compared.notes.map(\.json)),
      "candidates": .array(compared.columns.map { json($0, compared) }),
    ])
  }

  private func json(_ column: ComparedSessions.Column, _ compared: ComparedSessions) -> JSON {
    let reviews = column.reviews.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) }
    let dimensions = compared.dimensions.map { JSON.Member($0.id, column.dimensions[$0.id]?.json ?? .null) }
    let questions = compared.questions.map { JSON.Member($0, column.questions[$0]?.json ?? .null) }
    func points(_ points: Points?) -> JSON { points?.json ?? .null }
    return .object([
      .init("session", .string(column.session)), .init("candidate", .optional(column.candidate)),
      .init("decision", column.decision?.json ?? .null), .init("reviews", .object(reviews)), .init("overall", points(column.overall)),
      .init("low", points(column.low)), .init("high", points(column.high)), .init("common", points(column.common)),
      .init("missing", .array(column.missing.map(JSON.string))), .init("over_common_questions", points(column.together)),
      .init("left_out", .array(column.leftOut.map(JSON.string))), .init("dimensions", .object(dimensions)),
      .init("by_question", .object(questions)),
    ])
  }
}

/// What a verb that reads the store alone may be told.
struct StoreOptions: ParsableArguments {
  @Option(help: "The store to read.", completion: .file())
  var store: String = storeInUse

  @Option(
    name: [.customLong("lang"), .customLong("language")],
    help: "The language of what is printed: zh or en; by default that of the terminal.")
  var lang: Language = .ofTerminal
}
