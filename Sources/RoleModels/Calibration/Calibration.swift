import Interview

/// How well a role model's scores foretold how people did later. It proposes; a person adopts.
public struct Calibration: Sendable {
  /// How one score goes with the outcome.
  public struct Factor: Sendable {
    public let name: String
    /// Nil where too few people have it, or where it never varies.
    public let pearson: Correlation?
    public let spearman: Correlation?
  }

  /// People of like score.
  public struct Band: Sendable, Hashable {
    /// From `low`, below `high`.
    public let low: Int
    public let high: Int
    public let n: Int
    /// Share that met the outcome, 0…1, with its 95 % interval (Wilson 1927).
    public let share: Double
    public let shareLow: Double
    public let shareHigh: Double
  }

  public let n: Int
  /// People with a score and without an outcome.
  public let withoutOutcome: Int
  /// From which outcome on a person counts as having met it.
  public let meets: Double
  public let overall: Factor
  public let dimensions: [Factor]
  /// By `<dimension>.<indicator>`: how the points kept there go with the outcome.
  public let indicators: [Factor]
  public let bands: [Band]
  /// Nil where there are too few people.
  public let suggestion: WeightSuggestion?
  public let warnings: [Bilingual]

  /// - Parameters:
  ///   - people: everybody with a score.
  ///   - meets: nil takes the median of the outcomes, or 1 where they are only 0 and 1.
  /// - Complexity: O(n log n) a factor.
  public init(_ people: [ScoredCandidate], _ outcomes: [String: Double], model: RoleModel, meets: Double? = nil) {
    let known = people.filter { outcomes[$0.id] != nil }.sorted { $0.id < $1.id }
    let results = known.map { outcomes[$0.id] ?? 0 }
    n = known.count
    withoutOutcome = people.count - known.count
    let line = meets ?? Self.usualLine(results)
    self.meets = line
    // Overall scores of people of whom a dimension is missing are measures of something else.
    let whole = zip(known, results).filter { !$0.0.isPartial }
    overall = Self.factor("overall", whole.map(\.0.overall), whole.map(\.1))
    dimensions = model.dimensions.map { dimension in
      Self.factor(dimension.id, known.map { $0.dimensions[dimension.id] }, results)
    }
    let names = model.dimensions.flatMap { dimension in dimension.indicators.map { dimension.id + "." + $0.id } }
    indicators = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.map { name in
      Self.factor(name, known.map { $0.unknown.contains(name) ? nil : -($0.lost[name] ?? 0) }, results)
    }
    bands = Self.bands(whole.map(\.0.overall), whole.map { $0.1 >= line })
    let weighed = model.dimensions.filter { $0.weight > .zero }
    let complete = zip(known, results).filter { person, _ in weighed.allSatisfy { person.dimensions[$0.id] != nil } }
    suggestion = WeightSuggestion(
      weighed.map { ($0.id, $0.weight) }, rows: complete.map { person, _ in weighed.map { person.dimensions[$0.id] ?? 0 } },
      outcomes: complete.map(\.1))
    let tried = ([overall] + dimensions + indicators).count { $0.pearson != nil }
    warnings =
      Self.warnings(partial: known.count - whole.count)
      + Self.warnings(
        n, complete: complete.count, tried: tried, people: people.filter { outcomes[$0.id] == nil }.map(\.overall), known.map(\.overall))
  }

  private static func factor(_ name: String, _ scores: [Double?], _ results: [Double]) -> Factor {
    let pairs = zip(scores, results).compactMap { score, result in score.map { ($0, result) } }
    return Factor(
      name: name, pearson: Correlation(.pearson, pairs.map(\.0), pairs.map(\.1)),
      spearman: Correlation(.spearman, pairs.map(\.0), pairs.map(\.1)))
  }

  private static func usualLine(_ results: [Double]) -> Double {
    if results.allSatisfy({ $0 == 0 || $0 == 1 }) { return 1 }
    let sorted = results.sorted()
    return sorted[sorted.count / 2]
  }

  /// Tens of points from the first that anybody reached to the last.
  private static func bands(_ scores: [Double], _ met: [Bool]) -> [Band] {
    let bins = scores.map { min(9, max(0, Int($0 / 10))) }
    guard let first = bins.min(), let last = bins.max() else { return [] }
    return (first...last).map { bin in
      let members = zip(bins, met).filter { $0.0 == bin }
      let n = Double(members.count)
      let share = n > 0 ? Double(members.count { $0.1 }) / n : 0
      // Wilson's interval exists for no people as well: all of 0…1.
      let z = 1.959_964
      let centre = (share + z * z / (2 * max(n, 1e-9))) / (1 + z * z / max(n, 1e-9))
      let half = n > 0 ? z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n) : 0.5
      return Band(
        low: bin * 10, high: bin * 10 + 10, n: members.count, share: share, shareLow: n > 0 ? max(0, centre - half) : 0,
        shareHigh: n > 0 ? min(1, centre + half) : 1)
    }
  }
}

extension Calibration {
  private static func warnings(partial: Int) -> [Bilingual] {
    partial == 0
      ? []
      : [
        Bilingual(
          zh: "有 \(partial) 人的某个维度无法判断：他们的总分不与其他人比较，各维度照算。",
          en:
            "Of \(partial) people a dimension could not be judged: their overall score is not compared with the others', their dimensions are."
        )
      ]
  }

  private static func warnings(_ n: Int, complete: Int, tried: Int, people without: [Double], _ with: [Double]) -> [Bilingual] {
    func have(_ count: Int) -> String { count == 1 ? "person has" : "people have" }
    var warnings: [Bilingual] = []
    if n < 100 {
      warnings.append(
        Bilingual(
          zh: "只有 \(n) 人有后续结果：区间很宽，结论不稳。",
          en: "Only \(n) \(have(n)) an outcome: the intervals are wide and the findings unsteady."))
    }
    if complete < WeightSuggestion.minimumSampleSize {
      warnings.append(
        Bilingual(
          zh: "各维度都有得分的只有 \(complete) 人，少于 \(WeightSuggestion.minimumSampleSize) 人，不建议调整权重。",
          en:
            "Only \(complete) \(have(complete)) a score in every dimension, fewer than \(WeightSuggestion.minimumSampleSize): no weights are suggested."
        ))
    }
    if tried > 1 {
      let chance = JSON.rounded(Double(tried) * 0.05, 1).text
      warnings.append(
        Bilingual(
          zh: "共比较了 \(tried) 项：即使毫无关联，也会有约 \(chance) 项的 95 % 区间不含 0。",
          en: "\(tried) factors were looked at: by chance alone about \(chance) of their 95 % intervals would leave out 0."))
    }
    if !without.isEmpty, !with.isEmpty {
      let (known, all) = (with.count, with.count + without.count)
      warnings.append(
        Bilingual(
          zh: "有得分的 \(all) 人中有 \(known) 人有后续结果；若他们是按得分选出的，相关会被低估（范围受限）。",
          en:
            "\(known) of the \(all) people with a score have an outcome; if they were chosen by score, correlations come out too low (restricted range)."
        ))
    }
    return warnings
  }
}
