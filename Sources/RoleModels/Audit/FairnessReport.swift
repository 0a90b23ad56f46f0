import Interview

/// Rates, impact ratios and the make-up of the gap for every attribute and every pair of attributes. It holds figures of groups
/// and no person.
public struct FairnessReport: Sendable {
  /// How many of a group reach something, against the group of the highest rate.
  public typealias Rate = FairnessAudit.Group

  public struct Group: Sendable {
    public let name: String
    public let n: Int
    /// 0…100.
    public let mean: Double
    public let aboveMedian: Rate
    /// Nil where the model has no threshold and none was given.
    public let aboveThreshold: Rate?
    /// Points by which the group's mean lies below the reference group's.
    public let gap: Double?
    /// What each indicator adds to the gap, in points, the greatest first; they add up to `gap`.
    public let contributions: [(indicator: String, points: Double)]
    public var isSmall: Bool { aboveMedian.isSmall }
  }

  /// One attribute, or two crossed.
  public struct Split: Sendable {
    public let attributes: [String]
    /// The group that gaps are measured from: of the highest mean among the known groups that are large enough.
    public let reference: String?
    public let groups: [Group]
  }

  public let n: Int
  /// Half of the people score above it.
  public let median: Points
  public let threshold: Points?
  public let splits: [Split]

  /// The name under which people stand of whom the file says nothing.
  public static let unknown = "unknown"

  /// - Parameter threshold: usually that from which the model suggests a human interview.
  /// - Complexity: people × attributes².
  public init(_ people: [ScoredCandidate], _ file: GroupFile, threshold: Points?) {
    let scores = people.map { Points(hundredths: Int(($0.overall * 100).rounded())) }
    let sorted = scores.map(\.hundredths).sorted()
    let middle = sorted.count / 2
    let doubled = sorted.isEmpty ? 0 : sorted.count % 2 == 1 ? 2 * sorted[middle] : sorted[middle - 1] + sorted[middle]
    n = people.count
    median = Points(hundredths: doubled / 2)
    self.threshold = threshold
    // The least score that lies above the median.
    let aboveMedian = Points(hundredths: doubled / 2 + 1)
    let columns = file.attributes.indices
    let single = columns.map { [$0] }
    let pairs = columns.flatMap { first in columns.filter { $0 > first }.map { [first, $0] } }
    splits = (single + pairs).map { columns in
      let names = people.map { person -> String? in
        guard let values = file.groups[person.id] else { return nil }
        let own = columns.compactMap { values[$0] }
        return own.count == columns.count ? own.joined(separator: " × ") : nil
      }
      return Split(
        attributes: columns.map { file.attributes[$0] }, people: people, names: names,
        median: FairnessAudit(Array(zip(scores, names)).map { (score: $0, group: $1) }, threshold: aboveMedian),
        threshold: threshold.map { FairnessAudit(Array(zip(scores, names)).map { (score: $0, group: $1) }, threshold: $0) })
    }
  }
}

extension FairnessReport.Split {
  fileprivate init(
    attributes: [String], people: [ScoredCandidate], names: [String?], median: FairnessAudit, threshold: FairnessAudit?
  ) {
    var members: [String: [ScoredCandidate]] = [:]
    for (person, name) in zip(people, names) { members[name ?? FairnessReport.unknown, default: []].append(person) }
    let means = members.mapValues { people in people.map(\.overall).reduce(0, +) / Double(people.count) }
    let lost = members.mapValues(Self.meanLost)
    let large = members.filter { $0.value.count >= FairnessAudit.smallest && $0.key != FairnessReport.unknown }.keys
    let best = large.max { (means[$0] ?? 0, $1) < (means[$1] ?? 0, $0) }
    self.attributes = attributes
    reference = best
    groups = median.groups.map { rate in
      let (name, mean) = (rate.name, means[rate.name] ?? 0)
      guard let best, best != name, let bestLost = lost[best], let ownLost = lost[name], let bestMean = means[best] else {
        return FairnessReport.Group(
          name: name, n: rate.n, mean: mean, aboveMedian: rate, aboveThreshold: threshold?.groups.first { $0.name == name }, gap: nil,
          contributions: [])
      }
      let parts = Set(bestLost.keys).union(ownLost.keys).map { ($0, (ownLost[$0] ?? 0) - (bestLost[$0] ?? 0)) }
      return FairnessReport.Group(
        name: name, n: rate.n, mean: mean, aboveMedian: rate, aboveThreshold: threshold?.groups.first { $0.name == name },
        gap: bestMean - mean, contributions: parts.sorted { (abs($1.1), $0.0) < (abs($0.1), $1.0) }.map { (indicator: $0.0, points: $0.1) })
    }
  }

  private static func meanLost(_ people: [ScoredCandidate]) -> [String: Double] {
    var sums: [String: Double] = [:]
    for person in people { for (indicator, points) in person.lost { sums[indicator, default: 0] += points } }
    return sums.mapValues { $0 / Double(people.count) }
  }
}
