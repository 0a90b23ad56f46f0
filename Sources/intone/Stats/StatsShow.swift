import ArgumentParser
import Assessment
import Documents
import Interview
import Queries
import RoleModels

/// `intone stats show`
struct StatsShow: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "A baseline's percentiles.")
  @Argument(help: "The role model.") var role: String
  @Option(help: "One question's; by default all questions together.") var question: String?
  @Option(help: "Which version; by default the newest.") var version: Int?
  @Option(help: "Where baselines are kept.", completion: .directory) var directory: String?
  @Option(help: "table, json or csv.") var format = TableFormat.table
  @OptionGroup var spreadsheet: SpreadsheetOptions
  @Option(help: "zh or en.") var lang = Language.ofTerminal

  /// Reads the baseline's file alone; asks neither daemon nor store.
  /// - Throws: `baseline.missing`, `baseline.too-few`.
  func run() throws {
    let store = try directory == nil && isOnServer(storeInUse) ? openStore(reading: storeInUse) : nil
    guard let baseline = try BaselineFiles(directory, in: store).baseline(of: role, version: version) else {
      throw Fault(.baselineMissing, version.map { "\(role) \($0)" } ?? role)
    }
    if format == .json { return print(baseline.json.text) }
    let zh = lang == .zh
    let name = question ?? Baseline.allQuestions
    guard let spreads = baseline.questions[name] else {
      let known = baseline.questions.keys.filter { $0 != Baseline.allQuestions }.sorted().joined(separator: ", ")
      throw Fault(.baselineTooFew, "\(name) (\(baseline.fewest)); \(known)")
    }
    var table = TextTable(header: [zh ? "测量" : "measure", "n", "P5", "P25", "P50", "P75", "P95", zh ? "单位" : "unit"])
    for measure in Measure.allCases {
      guard let spread = spreads[measure.rawValue] else { continue }
      table.rows.append(
        [measure.meaning[lang], "\(spread.n)"] + [5, 25, 50, 75, 95].map { JSON.rounded(spread.percentiles[$0], measure.decimals).text }
          + [measure.unitName[lang]])
    }
    if format == .csv { return spreadsheet.print(table) }
    print(
      zh
        ? "基线 \(role) 第 \(baseline.version) 版，冻结于 \(baseline.frozen)，引擎 \(baseline.engine)，\(baseline.answers) 个回答\n"
        : "baseline \(role) version \(baseline.version), frozen \(baseline.frozen), engine \(baseline.engine), \(baseline.answers) answers\n"
    )
    print(table.text)
  }
}
