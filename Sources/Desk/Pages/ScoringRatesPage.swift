import Interview
import Queries
import RoleModels

/// Scoring rates and impact ratios as the rule of New York City asks for them, from a file that is read once.
struct ScoringRatesPage {
  let model: RoleModelDocument
  let rates: ScoringRatesDocument
  /// The columns that were named; empty for those by which they usually go.
  let sex: String
  let race: String
  let isKeepingSmall: Bool

  func page(_ language: Language) -> DeskPage {
    var page = FairnessPage(model: model).page(language)
    page.context["rates"] =
      [
        "rule": rates.rule, "isEmpty": rates.assessed == 0, "assessed": "\(rates.assessed)", "median": Shown.decimals(rates.median ?? 0, 2),
        "tables": rates.tables.map { table($0) }, "hasSmall": hasSmall, "left": ScoringRates.leftToAuditor[language],
        "isNoAudit": ScoringRates.isNoAudit[language],
      ] as DeskPage.Context
    (page.context["isByRule"], page.context["sex"], page.context["race"]) = (true, sex, race)
    page.context["isKeepingSmall"] = isKeepingSmall
    return page
  }

  /// Whether a category was left out of the ratios.
  private var hasSmall: Bool { rates.tables.flatMap(\.categories).contains { $0.small && $0.impact_ratio == nil } }

  private func table(_ table: ScoringRatesDocument.Table) -> DeskPage.Context {
    [
      "name": table.attributes.joined(separator: " × "), "unknown": "\(table.unknown)",
      "categories": table.categories.map { one -> DeskPage.Context in
        [
          "name": one.category, "n": "\(one.n)", "above": "\(one.above_median)",
          "rate": one.scoring_rate.map { Shown.decimals($0 * 100, 1) + " %" } ?? "—",
          "ratio": one.impact_ratio.map { Shown.decimals($0, 3) } ?? (one.small ? "< 2 %" : "—"),
          "isBelow": (one.impact_ratio ?? 1) < 0.8,
        ]
      },
    ]
  }
}
