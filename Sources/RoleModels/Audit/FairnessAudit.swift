import Interview
import RealModule

/// Whether groups of people reach a threshold at like rates. The groups come from a file that is never stored, and the
/// audit keeps no person.
public struct FairnessAudit: Sendable {
  /// A group's rate against that of the group with the highest rate.
  public struct Group: Sendable, Hashable {
    public let name: String
    public let n: Int
    public let mean: Points
    /// Share that reaches the threshold, 0…1.
    public let rate: Double
    /// Impact ratio: this rate over the highest rate among groups that are large enough; nil where nobody reaches it.
    public let ratio: Double?
    /// The 95 % interval of the ratio (Katz et al. 1978, on the logarithm); nil where a rate is 0.
    public let low: Double?
    public let high: Double?
    /// Fewer people than `smallest`: the figures are shown and judge nothing.
    public let isSmall: Bool

    /// Below four fifths (Uniform Guidelines on Employee Selection Procedures, 1978, 29 CFR 1607.4 D).
    public var isBelowFourFifths: Bool { !isSmall && (ratio ?? 1) < 0.8 }
  }

  /// Groups with fewer people are marked, and are not what others are compared with. Our choice: at 30 a rate of one half
  /// has an interval of about ± 18 %.
  public static let smallest = 30

  public let threshold: Points
  /// By name. People without a group are a group of their own, `unknown`.
  public let groups: [Group]

  /// - Parameter scores: one overall score for each person, with the group's name; nil for not known.
  /// - Complexity: linear.
  public init(_ scores: [(score: Points, group: String?)], threshold: Points) {
    self.threshold = threshold
    let members = Dictionary(grouping: scores) { $0.group ?? "unknown" }
    let rates = members.mapValues { people in Double(people.count { $0.score >= threshold }) / Double(people.count) }
    let large = members.filter { $0.value.count >= Self.smallest && $0.key != "unknown" }.keys
    let best = large.max { (rates[$0] ?? 0, $1) < (rates[$1] ?? 0, $0) }
    groups = members.sorted { $0.key < $1.key }.map { name, people in
      let rate = rates[name] ?? 0
      let bestRate = best.flatMap { rates[$0] } ?? 0
      let ratio = bestRate > 0 ? rate / bestRate : nil
      var interval: (low: Double, high: Double)?
      if let ratio, let best, name != best, rate > 0 {
        let own = (1 - rate) / (rate * Double(people.count))
        let other = (1 - bestRate) / (bestRate * Double(members[best]?.count ?? 1))
        let factor = Double.exp(1.959_964 * (own + other).squareRoot())
        interval = (ratio / factor, ratio * factor)
      }
      let sum = people.map(\.score.hundredths).reduce(0, +)
      return Group(
        name: name, n: people.count, mean: Points(hundredths: Int((Double(sum) / Double(people.count)).rounded())), rate: rate,
        ratio: ratio,
        low: interval?.low, high: interval?.high, isSmall: people.count < Self.smallest)
    }
  }
}
