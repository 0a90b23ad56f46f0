import ArgumentParser
import Assessment
import Documents
import Files
import Interview
import Queries
import RoleModels

/// `intone fairness`: how groups of people fare by a role model. Reads, prints, keeps nothing.
struct Fairness: ParsableCommand {
  /// `ll144`: the layout of New York City's rule.
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, ll144 }

  static let configuration = CommandConfiguration(
    commandName: "fairness",
    abstract: "Rates and impact ratios by group, and which indicators make the gap.",
    discussion: """
      The file has a column candidate and one for each attribute; it is read here and kept nowhere. The scores \
      come from the daemon, as your role allows. A ratio below four fifths is marked \
      with !, a group of fewer than 30 people with ~: its figures are shown and judge nothing.

      ll144 lays scoring rates and impact ratios out as New York City's rule asks for them: by sex, by race or \
      ethnicity, by both; with the people whose category is unknown, and categories of less than 2 % of the data left out of the ratios. \
      These are figures for an independent auditor.

      EXAMPLES
        intone fairness --groups demography.csv --role sales
        intone fairness --groups demography.csv --role sales --format ll144 --race-column ethnicity
      """)
  @Option(help: "CSV: candidate, gender, age, …", completion: .file()) var groups: String
  @Option(help: "The role model.") var role = "general"
  @Option(help: "Score to reach; by default that from which the model suggests a human interview.") var threshold: Double?
  @Option(help: "table: every attribute and pair; ll144: sex, race/ethnicity and both, by the rule of New York City.") var format = Format
    .table
  @Option(help: "With ll144: the column of the sex; by default sex, gender or 性别.") var sexColumn: String?
  @Option(help: "With ll144: the column of race or ethnicity; by default race, ethnicity, race_ethnicity, 族裔 or 民族.") var raceColumn:
    String?
  @Flag(help: "With ll144: compare categories of less than 2 % of the data as well.") var keepSmall = false
  @OptionGroup var engine: EngineOption
  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard format == .table, sexColumn != nil || raceColumn != nil || keepSmall else { return }
    throw ValidationError("--sex-column, --race-column and --keep-small go with --format ll144")
  }

  func run() throws {
    let model = try ModelDirectories().model(named: role)
    let file = try GroupFile(Files.read(path: groups, limit: 64 << 20), name: groups)
    let scored = try daemon.scored(by: model, engine)
    if format == .ll144 {
      let (sex, race) = (try file.sex(sexColumn, in: groups), try file.race(raceColumn, in: groups))
      let rates = ScoringRates(scored.people, file, sex: sex, race: race, keepingSmall: keepSmall)
      return print(daemon.json ? ScoringRatesDocument(rates).json.text : text(rates))
    }
    let line = threshold.map { Points(hundredths: Int(($0 * 100).rounded())) } ?? model.thresholds.humanInterview
    let report = FairnessReport(scored.people, file, threshold: line)
    print(daemon.json ? FairnessDocument(report).json.text : text(report))
  }

  /// A table for each attribute, and what makes the gaps of half a point and more.
  private func text(_ report: FairnessReport) -> String {
    let zh = daemon.lang == .zh
    func number(_ value: Double?, _ decimals: Int = 2) -> String { value.map { JSON.rounded($0, decimals).text } ?? "—" }
    var lines = [
      zh
        ? "\(report.n) 人，中位数 \(number(report.median.value))，门槛 \(number(report.threshold?.value))"
        : "\(report.n) people, median \(number(report.median.value)), threshold \(number(report.threshold?.value))"
    ]
    for split in report.splits {
      let name = split.attributes.joined(separator: " × ")
      var table = TextTable(
        header: zh
          ? [name, "人数", "均分", "高于中位数", "影响比", "95 % 区间", "达到门槛", "影响比", "95 % 区间", "均分差"]
          : [name, "n", "mean", "above median", "ratio", "95 %", "at threshold", "ratio", "95 %", "gap"])
      func rate(_ rate: FairnessReport.Rate?) -> [String] {
        guard let rate else { return ["—", "—", "—"] }
        let interval = rate.low.map { number($0) + "–" + number(rate.high) } ?? "—"
        return [number(rate.rate * 100, 1) + " %", (rate.isBelowFourFifths ? "! " : "") + number(rate.ratio), interval]
      }
      for group in split.groups {
        table.rows.append(
          [(group.isSmall ? "~ " : "") + group.name, "\(group.n)", number(group.mean)] + rate(group.aboveMedian)
            + rate(group.aboveThreshold) + [number(group.gap)])
      }
      lines += ["", table.text]
      for group in split.groups where !group.isSmall && (group.gap ?? 0) >= 0.5 {
        let parts = group.contributions.prefix(5).filter { abs($0.points) >= 0.05 }.map { "\($0.indicator) \(number($0.points))" }
        let reference = split.reference ?? ""
        lines.append(
          zh
            ? "  \(group.name) 与 \(reference) 的均分差由来：\(parts.joined(separator: "，"))"
            : "  what makes the gap of \(group.name) to \(reference): \(parts.joined(separator: ", "))")
      }
    }
    return lines.joined(separator: "\n")
  }
}
