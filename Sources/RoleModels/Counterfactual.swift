import Interview

/// What the score would be with one measure inside its band and everything else as it was.
public struct Counterfactual: Sendable, Hashable {
  public let measure: Measure
  public let value: Double
  /// The nearest value at which nothing is lost.
  public let instead: Double
  public let gain: Points

  public var message: Bilingual { message(on: .hundred) }

  public func message(on scale: ScoreScale) -> Bilingual {
    let gained = "+" + scale.text(gain)
    let (zhUnit, enUnit) = scale == .percent ? ("", "") : (" 分", " points")
    return Bilingual(
      zh: "若\(measure.meaning.zh)为 \(measure.shown(instead).zh) 而非 \(measure.shown(value).zh)：\(gained)\(zhUnit)",
      en: "with \(measure.meaning.en) at \(measure.shown(instead).en) instead of \(measure.shown(value).en): \(gained)\(enUnit)")
  }
}

extension RoleModel {
  /// The changes that would gain most, computed by the scoring function itself; at most `limit`, the greatest gain first.
  /// - Complexity: one scoring for each measure that lost points.
  public func counterfactuals(
    _ evidence: Evidence, question: String? = nil, manifest: ManifestQuestion? = nil, limit: Int = 3
  ) -> [Counterfactual] {
    let asked = QuestionAsked(self, question, manifest)
    let card = score(evidence, asked)
    guard let overall = card.overall else { return [] }
    var seen: Set<Measure> = []
    var found: [Counterfactual] = []
    for point in card.lostPoints {
      guard let measure = point.measure, let value = point.value, seen.insert(measure).inserted else { continue }
      let target = point.expectedLow.flatMap { value < $0 ? $0 : nil } ?? point.expectedHigh
      guard let target else { continue }
      var changed = evidence
      changed.measures[measure] = .value(target)
      guard let other = score(changed, asked).overall, other > overall else { continue }
      found.append(Counterfactual(measure: measure, value: value, instead: target, gain: other - overall))
    }
    return Array(found.sorted { ($1.gain, $0.measure.rawValue) < ($0.gain, $1.measure.rawValue) }.prefix(limit))
  }
}
