import ArgumentParser
import Assessment
import Documents
import Interview
import Queries
import SQLiteStore
import Store

/// `intone stats answer`
struct StatsAnswer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "One answer's measures against the baseline of its role and question.")
  @Argument(help: "The answer's id, SESSION__QUESTION.") var id: String
  @Option(help: "Which version; by default the newest.") var version: Int?
  @Option(help: "Where baselines are kept; the store is read itself then.", completion: .directory) var directory: String?
  @Option(help: "table, json or csv.") var format = TableFormat.table
  @OptionGroup var spreadsheet: SpreadsheetOptions
  @OptionGroup var daemon: DaemonOptions

  private struct Object: Document {
    let id: String
    /// A `PercentilesDocument`, as it came.
    let baseline: JSON
  }

  /// From the daemon's baselines; from the store itself where a directory of baselines was named.
  func run() throws {
    var asked = daemon
    // The daemon knows its own baselines alone.
    if directory != nil, asked.namedStore == nil { asked.namedStore = daemon.store }
    let target = "/v1/answers/" + PercentText.encoded(id) + "/baseline" + (version.map { "?version=\($0)" } ?? "")
    let body = try asked.document(target) { store in
      guard let answer = try store.current(store.spelled(id)) else { throw Fault(.nothingStored, id) }
      return try BaselineFiles(directory, in: store).placed(answer, version: version).document.json.text
    }
    if daemon.json || format == .json { return print(Object(id: id, baseline: .raw(body)).json.text) }
    let placed = try PercentilesDocument(reading: body)
    if format == .csv { return spreadsheet.print(placed.table(in: daemon.lang)) }
    print(AnswerPercentiles.sentence(placed.role, placed.version, frozen: placed.frozen, answers: placed.answers)[daemon.lang] + "\n")
    print(placed.table(in: daemon.lang).text)
  }
}

extension PercentilesDocument {
  fileprivate func table(in language: Language) -> TextTable {
    var table = TextTable(
      header: language == .zh
        ? ["测量", "值", "百分位", "基线中位数", "与中位数之差", "n"] : ["measure", "value", "percentile", "median", "from the median", "n"])
    for measure in Measure.allCases {
      guard let one = measures[measure.rawValue] else { continue }
      let value = JSON.rounded(one.value, measure.decimals).text
      guard let percentile = one.percentile, let median = one.median, let n = one.n else {
        let reason = one.unknown?.meaning[language] ?? ""
        table.rows.append([measure.meaning[language], value, "—", "—", reason, "—"])
        continue
      }
      table.rows.append([
        measure.meaning[language], value, JSON.rounded(percentile, 0).text, JSON.rounded(median, measure.decimals).text,
        one.change.map { ($0 > 0 ? "+" : "") + JSON.rounded($0 * 100, 0).text + " %" } ?? "—", "\(n)",
      ])
    }
    return table
  }
}
