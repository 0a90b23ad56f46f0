import Interview
import Tables

/// Scoring rates and impact ratios in the shape of New York City's rule on automated employment decision tools (6 RCNY §§ 5-300, 5-301):
/// the share of each category that scores above the median of everybody assessed, against that of the category with the highest share;
/// for sex, for race or ethnicity, and for both together. It is figures for an auditor, and no audit.
public struct ScoringRates: Sendable, Hashable {
  public struct Category: Sendable, Hashable {
    public let name: String
    public let n: Int
    /// With a score above the median.
    public let above: Int
    /// `above` of `n`, 0…1.
    public let rate: Double
    /// Against the highest rate; nil for a category that is left out of the ratios, and where nobody scores above the median.
    public let ratio: Double?
    /// Less than `smallestShare` of the people assessed: left out of the ratios, unless asked for.
    public let isSmall: Bool
  }

  public struct Table: Sendable, Hashable {
    /// The columns of the file.
    public let attributes: [String]
    /// In the order of names.
    public let categories: [Category]
    /// Assessed people of whom the file does not say it: in no category.
    public let unknown: Int
  }

  /// A category with less of the data may be left out of the impact ratios by the auditor (6 RCNY § 5-301).
  public static let smallestShare = 0.02

  public let assessed: Int
  public let median: Double
  public let tables: [Table]

  /// - Parameters:
  ///   - sex, race: the columns' places in the file's attributes.
  ///   - keepingSmall: whether small categories are compared, too.
  /// - Complexity: people, times three.
  public init(_ people: [ScoredCandidate], _ file: GroupFile, sex: Int, race: Int, keepingSmall: Bool = false) {
    // In hundredths, so that two equal scores are equal.
    let scores = people.map { Int(($0.overall * 100).rounded()) }
    let sorted = scores.sorted()
    let middle = sorted.count / 2
    let doubled = sorted.isEmpty ? 0 : sorted.count % 2 == 1 ? 2 * sorted[middle] : sorted[middle - 1] + sorted[middle]
    assessed = people.count
    median = Double(doubled) / 200
    tables = [[sex], [race], [sex, race]].map { columns in
      var counts: [String: (n: Int, above: Int)] = [:]
      var unknown = 0
      for (person, score) in zip(people, scores) {
        let values = (file.groups[person.id] ?? []).isEmpty ? [] : columns.compactMap { Self.known(file.groups[person.id]?[$0]) }
        guard values.count == columns.count else {
          unknown += 1
          continue
        }
        let name = values.joined(separator: " × ")
        counts[name, default: (0, 0)].n += 1
        if 2 * score > doubled { counts[name, default: (0, 0)].above += 1 }
      }
      let total = people.count
      func isSmall(_ n: Int) -> Bool { Double(n) < Self.smallestShare * Double(total) }
      let compared = counts.values.filter { keepingSmall || !isSmall($0.n) }
      let best = compared.map { Double($0.above) / Double($0.n) }.max() ?? 0
      let categories = counts.sorted { $0.key < $1.key }.map { name, count in
        let rate = Double(count.above) / Double(count.n)
        let isCompared = keepingSmall || !isSmall(count.n)
        return Category(
          name: name, n: count.n, above: count.above, rate: rate, ratio: isCompared && best > 0 ? rate / best : nil,
          isSmall: isSmall(count.n))
      }
      return Table(attributes: columns.map { file.attributes[$0] }, categories: categories, unknown: unknown)
    }
  }

  /// Words by which a file says that it does not know.
  private static let unknownWords: Set<String> = ["unknown", "n/a", "na", "-", "—", "not disclosed", "prefer not to say", "未知", "不详", "未填"]

  private static func known(_ value: String??) -> String? {
    guard let text = value ?? nil else { return nil }
    return unknownWords.contains(text.lowercased()) ? nil : text
  }
}

extension GroupFile {
  /// - Throws: `table.column` with the columns that there are.
  public func sex(_ named: String?, in file: String) throws(Fault) -> Int {
    try column(named, usually: ["sex", "gender", "性别"], in: file)
  }

  /// - Throws: `table.column` with the columns that there are.
  public func race(_ named: String?, in file: String) throws(Fault) -> Int {
    try column(named, usually: ["race", "ethnicity", "race_ethnicity", "race/ethnicity", "族裔", "民族"], in: file)
  }

  /// The column that is meant: of this name, or one of those by which it usually goes.
  private func column(_ named: String?, usually names: [String], in file: String) throws(Fault) -> Int {
    let wanted = named.map { [$0] } ?? names
    guard let column = attributes.firstIndex(where: { attribute in wanted.contains { $0.lowercased() == attribute.lowercased() } }) else {
      throw Fault(.tableColumn, "\(file): \(wanted.joined(separator: " | ")); \(attributes.joined(separator: ", "))")
    }
    return column
  }
}
