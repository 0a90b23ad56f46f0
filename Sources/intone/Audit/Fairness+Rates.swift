import Interview
import Papers
import Queries
import RoleModels

/// Scoring rates as New York City's rule lays them out.
extension Fairness {
  /// The tables with what only the auditor can fill in below them.
  func text(_ rates: ScoringRates) -> String {
    let zh = daemon.lang == .zh
    func number(_ value: Double, _ decimals: Int) -> String { JSON.rounded(value, decimals).text }
    guard rates.assessed > 0 else { return zh ? "没有可以评估的人：没有同一版本的得分。" : "Nobody to assess: there is no score of one version." }
    let cite = Laws.builtIn?["nyc"]?.articles?["rates"]?[daemon.lang] ?? ""
    var lines = [
      zh
        ? "评估 \(rates.assessed) 人，全体中位数 \(number(rates.median, 2))；计分率为得分高于中位数者所占的比例（\(cite)）"
        : "\(rates.assessed) people assessed, median of all \(number(rates.median, 2)); the scoring rate is the share with a score above the median (\(cite))"
    ]
    for table in rates.tables {
      let name = table.attributes.joined(separator: " × ")
      var shown = TextTable(
        header: zh ? [name, "人数", "高于中位数", "计分率", "影响比"] : [name, "n", "above median", "scoring rate", "impact ratio"])
      for category in table.categories {
        let ratio = category.ratio.map { number($0, 3) } ?? (category.isSmall ? "< 2 %" : "—")
        shown.rows.append([category.name, "\(category.n)", "\(category.above)", number(category.rate * 100, 1) + " %", ratio])
      }
      lines += ["", shown.text, zh ? "  类别未知而未计入：\(table.unknown) 人" : "  not included, since their category is unknown: \(table.unknown)"]
    }
    if rates.tables.flatMap(\.categories).contains(where: { $0.isSmall && $0.ratio == nil }) {
      lines += [
        "",
        zh
          ? "“< 2 %”：人数不足数据的 2 %，未计算影响比，也不作比较的基准；审计者须说明理由，或用 --keep-small 一并计算。"
          : "\"< 2 %\": less than 2 % of the data, without a ratio and nobody's reference. The auditor says why, or takes them in with --keep-small.",
      ]
    }
    lines += ["", ScoringRates.leftToAuditor[daemon.lang], ScoringRates.isNoAudit[daemon.lang]]
    return lines.joined(separator: "\n")
  }
}
