import ArgumentParser
import Interview
import Pipeline
import RoleModels
import SQLiteStore
import Store

/// `intone compare`: candidates side by side, on equal terms or not at all.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Candidates side by side: only on the same questions, by the same model and engine.",
    discussion: "They stand in the order you name them in; nobody is ranked.\n\nEXAMPLE\n  intone compare s-1042 s-1043 s-1051 --format csv"
  )
  @Argument(help: "Sessions, or answers as SESSION__QUESTION.") var ids: [String]
  @Option(help: "table, json or csv.") var format = TableFormat.table
  @OptionGroup var reading: StoreOptions

  func run() throws {
    let library = ModelDirectories().library()
    let compared = try ComparedSessions(ids, in: SQLiteStore(readOnly: reading.store)) { role in
      library.models.first { $0.id == role }?.attempts ?? .last
    }
    switch format {
    case .json: print(json(compared).text)
    case .csv: print(table(compared).csv, terminator: "")
    case .table: print(table(compared).text)
    }
  }

  private func table(_ compared: ComparedSessions) -> TextTable {
    let zh = reading.lang == .zh
    func number(_ points: Points?) -> String { points.map { JSON.rounded($0.value, 2).text } ?? "—" }
    func row(_ name: String, _ cell: (ComparedSessions.Column) -> String) -> [String] { [name] + compared.columns.map(cell) }
    var table = TextTable(header: row(zh ? "场次" : "session", \.session))
    table.rows.append(row(zh ? "候选人" : "candidate") { $0.candidate ?? "—" })
    for question in compared.questions where compared.columns.contains(where: { $0.reviews[question] != nil }) {
      table.rows.append(row((zh ? "人工评审 " : "human review ") + question) { $0.reviews[question]?.review.judgement ?? "—" })
    }
    table.rows.append(row(zh ? "总分" : "overall") { number($0.overall) })
    table.rows.append(
      row(zh ? "区间" : "interval") { column in column.overall == nil ? "—" : number(column.low) + "–" + number(column.high) })
    // Overall scores of different dimensions do not compare; over the common ones they do.
    if compared.columns.contains(where: { $0.common != nil }) {
      table.rows.append(row(zh ? "共有维度的总分" : "overall, common dimensions") { number($0.common) })
      table.rows.append(row(zh ? "无法判断" : "not judged") { $0.missing.isEmpty ? "—" : $0.missing.joined(separator: " ") })
    }
    for dimension in compared.dimensions {
      table.rows.append(row(dimension.name[reading.lang]) { number($0.dimensions[dimension.id]) })
    }
    for question in compared.questions { table.rows.append(row((zh ? "题目 " : "question ") + question) { number($0.questions[question]) }) }
    return table
  }

  private func json(_ compared: ComparedSessions) -> JSON {
    .object([
      "questions": .array(compared.questions.map(JSON.string)),
      "candidates": .array(
        compared.columns.map { column in
          .object([
            "session": .string(column.session), "candidate": .optional(column.candidate),
            "reviews": .object(column.reviews.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) }),
            "overall": column.overall?.json ?? .null, "low": column.low?.json ?? .null, "high": column.high?.json ?? .null,
            "common": column.common?.json ?? .null, "missing": .array(column.missing.map(JSON.string)),
            "dimensions": .object(compared.dimensions.map { .init($0.id, column.dimensions[$0.id]?.json ?? .null) }),
            "by_question": .object(compared.questions.map { .init($0, column.questions[$0]?.json ?? .null) }),
          ])
        }),
    ])
  }
}

extension TableFormat: ExpressibleByArgument {}

/// What a verb that reads the store alone may be told.
struct StoreOptions: ParsableArguments {
  @Option(help: "The store to read.", completion: .file())
  var store: String = storeInUse

  @Option(
    name: [.customLong("lang"), .customLong("language")],
    help: "The language of what is printed: zh or en; by default that of the terminal.")
  var lang: Language = .ofTerminal
}
