import Documents
import Interview
import RoleModels

/// What `intone fairness --format ll144 --json` prints.
struct ScoringRatesDocument: Document {
  struct Category: Document {
    let category: String
    let n, above_median: Int
    let scoring_rate, impact_ratio: Double?
    /// Less than 2 % of the data.
    let small: Bool
  }

  struct Table: Document {
    let attributes: [String]
    /// People whose category is not known.
    let unknown: Int
    let categories: [Category]
  }

  let rule: String
  let assessed: Int
  let median: Double?
  let tables: [Table]

  init(_ rates: ScoringRates) {
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
