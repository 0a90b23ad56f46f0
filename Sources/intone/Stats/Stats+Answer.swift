import ArgumentParser
import Interview
import Pipeline
import RoleModels
import SQLiteStore
import Store

/// `intone stats answer`
struct StatsAnswer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "One answer's measures against the baseline of its role and question.")
  @Argument(help: "The answer's id, SESSION__QUESTION.") var id: String
  @Option(help: "Which version; by default the newest.") var version: Int?
  @Option(help: "Where baselines are kept.", completion: .directory) var directory: String?
  @Option(help: "table, json or csv.") var format = TableFormat.table
  @OptionGroup var spreadsheet: SpreadsheetOptions
  @OptionGroup var reading: StoreOptions

  func run() throws {
    guard let answer = try SQLiteStore(readOnly: reading.store).current(id) else { throw Fault(.nothingStored, id) }
    let role = answer.record.roleModel?.id ?? ""
    guard let baseline = try BaselineFiles(directory).baseline(of: role, version: version) else {
      throw Fault(.baselineMissing, version.map { "\(role) \($0)" } ?? role)
    }
    let placed = try baseline.placed(answer)
    if format == .json {
      return print(JSON.object(["id": .string(id), "baseline": placed.json]).text)
    }
    let (zh, lang) = (reading.lang == .zh, reading.lang)
    if format == .table { print(placed.sentence[lang] + "\n") }
    var table = TextTable(
      header: zh
        ? ["测量", "值", "百分位", "基线中位数", "与中位数之差", "n"] : ["measure", "value", "percentile", "median", "from the median", "n"])
    for one in placed.measures {
      let value = JSON.rounded(one.value, one.measure.decimals).text
      guard let spread = one.spread.value else {
        table.rows.append([one.measure.meaning[lang], value, "—", "—", one.spread.reason?.meaning[lang] ?? "", "—"])
        continue
      }
      table.rows.append([
        one.measure.meaning[lang], value, JSON.rounded(spread.percentile(of: one.value), 0).text,
        JSON.rounded(spread.median, one.measure.decimals).text,
        one.change.map { ($0 > 0 ? "+" : "") + JSON.rounded($0 * 100, 0).text + " %" } ?? "—", "\(spread.n)",
      ])
    }
    if format == .csv { return spreadsheet.print(table) }
    print(table.text)
  }
}
