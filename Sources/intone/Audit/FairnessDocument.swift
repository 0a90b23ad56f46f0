import Documents
import Interview
import RoleModels

/// What `intone fairness --json` prints. Rates and ratios to four decimals; null where a group allows none.
struct FairnessDocument: Document {
  /// How many of a group reach a line.
  struct Rate: Document {
    /// Of the group, 0…1.
    let rate: Double?
    /// To the rate of the group that fares best, and what 95 % certainty leaves open.
    let ratio, low, high: Double?
    let below_four_fifths: Bool
  }

  /// The people with one value of an attribute, or one pair of values of two.
  struct Group: Document {
    let group: String
    let n: Int
    /// Fewer than 30 people: the figures judge nothing.
    let small: Bool
    let mean: Double?
    let above_median, at_threshold: Rate?
    /// Points behind the group that fares best, and what each indicator has of them.
    let gap: Double?
    let contributions: Ordered<Double?>
  }

  /// All groups of an attribute, or of a pair of attributes.
  struct Split: Document {
    let attributes: [String]
    let reference: String?
    let groups: [Group]
  }

  let n: Int
  let median: Points
  let threshold: Points?
  let splits: [Split]
}

extension FairnessDocument {
  init(_ report: FairnessReport) {
    func rate(_ rate: FairnessReport.Rate?) -> Rate? {
      rate.map {
        Rate(
          rate: $0.rate.figure(4), ratio: $0.ratio?.figure(4), low: $0.low?.figure(4), high: $0.high?.figure(4),
          below_four_fifths: $0.isBelowFourFifths)
      }
    }
    self.init(
      n: report.n, median: report.median, threshold: report.threshold,
      splits: report.splits.map { split in
        Split(
          attributes: split.attributes, reference: split.reference,
          groups: split.groups.map { group in
            Group(
              group: group.name, n: group.n, small: group.isSmall, mean: group.mean.figure(2), above_median: rate(group.aboveMedian),
              at_threshold: rate(group.aboveThreshold), gap: group.gap?.figure(4),
              contributions: Ordered(group.contributions.map { ($0.indicator, $0.points.figure(4)) }))
          })
      })
  }
}

/// What `intone fairness --format ll144 --json` prints.
struct ScoringRatesDocument: Document {
  /// The people of one category.
  struct Category: Document {
    let category: String
    let n, above_median: Int
    let scoring_rate, impact_ratio: Double?
    /// Less than 2 % of the data.
    let small: Bool
  }

  /// The categories of sex, of race or ethnicity, or of both.
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
