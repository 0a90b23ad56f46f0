import Documents
import Interview
import RoleModels

/// How groups fare by a role model, as `intone fairness --json` and `POST /v1/fairness` give it: figures of groups and of no person.
package struct FairnessDocument: Document {
  /// How many of a group reach something, against the group of the highest rate.
  package struct Rate: Document {
    /// 0…1.
    package let rate: Double
    /// Of the highest rate; nil where nobody reaches it.
    package let ratio: Double?
    /// The 95 % interval of the ratio.
    package let low: Double?
    package let high: Double?
    package let below_four_fifths: Bool

    init(_ rate: FairnessReport.Rate) {
      (self.rate, ratio) = (rate.rate.rounded(decimals: 4), rate.ratio?.figure(4))
      (low, high, below_four_fifths) = (rate.low?.figure(4), rate.high?.figure(4), rate.isBelowFourFifths)
    }
  }

  package struct Group: Document {
    package let group: String
    package let n: Int
    /// Too few people for its figures to judge anything.
    package let small: Bool
    /// Of 100.
    package let mean: Double
    package let above_median: Rate
    package let at_threshold: Rate?
    /// Points by which the mean lies below the reference group's.
    package let gap: Double?
    /// What each indicator adds to the gap, the greatest first.
    package let contributions: Ordered<Double>
  }

  package struct Split: Document {
    package let attributes: [String]
    package let reference: String?
    package let groups: [Group]
  }

  package let n: Int
  package let median: Points
  package let threshold: Points?
  /// Each attribute, and each pair of them.
  package let splits: [Split]

  /// The group of the people of whom the file says nothing.
  package static let unknown = FairnessReport.unknown
  package static let component: String? = "Fairness"

  package init(_ report: FairnessReport) {
    (n, median, threshold) = (report.n, report.median, report.threshold)
    splits = report.splits.map { split in
      Split(
        attributes: split.attributes, reference: split.reference,
        groups: split.groups.map { group in
          Group(
            group: group.name, n: group.n, small: group.isSmall, mean: group.mean.rounded(decimals: 2),
            above_median: Rate(group.aboveMedian), at_threshold: group.aboveThreshold.map(Rate.init), gap: group.gap?.figure(4),
            contributions: Ordered(group.contributions.map { ($0.indicator, $0.points.rounded(decimals: 4)) }))
        })
    }
  }
}
