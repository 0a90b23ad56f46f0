import Documents
import Interview
import RoleModels

/// What `intone fairness --format ll144 --json` and `POST /v1/fairness/ll144` give: figures of categories and of no person.
package struct ScoringRatesDocument: Document {
  package struct Category: Document {
    package let category: String
    package let n, above_median: Int
    package let scoring_rate, impact_ratio: Double?
    /// Less than 2 % of the data.
    package let small: Bool
  }

  package struct Table: Document {
    package let attributes: [String]
    /// People whose category is not known.
    package let unknown: Int
    package let categories: [Category]
  }

  package let rule: String
  package let assessed: Int
  package let median: Double?
  /// By sex, by race or ethnicity, by both.
  package let tables: [Table]

  package static let component: String? = "ScoringRates"

  package init(_ rates: ScoringRates) {
    rule = "6 RCNY 5-301"
    assessed = rates.assessed
    median = rates.median.figure(2)
    tables = rates.tables.map { table in
      Table(
        attributes: table.attributes, unknown: table.unknown,
        categories: table.categories.map {
          Category(
            category: $0.name, n: $0.n, above_median: $0.above, scoring_rate: $0.rate.figure(4), impact_ratio: $0.ratio?.figure(4),
            small: $0.isSmall)
        })
    }
  }
}

extension ScoringRates {
  /// What the figures leave to a person, for whoever shows them.
  package static let leftToAuditor = Bilingual(
    zh: "须由审计者填写：审计日期与审计者；数据的来源与说明（历史数据或测试数据）；工具的启用日期。",
    en:
      "For the auditor to fill in: date and auditor; source and explanation of the data (historical or test data); date from which the tool was used."
  )
  package static let isNoAudit = Bilingual(
    zh: "以上是供独立审计者使用的数值，不是审计，也不说明是否合规。",
    en: "These are figures for an independent auditor. They are no audit, and do not say that a law is kept.")
}
