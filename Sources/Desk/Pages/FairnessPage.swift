import Documents
import Interview
import Queries

/// How groups of people fare by a role model, from a file that is read once.
struct FairnessPage {
  let model: RoleModelDocument
  var threshold = ""
  /// Nil before a file was sent.
  var report: FairnessDocument?

  /// The ratio at the right end of the drawing's axis.
  private static let widest = 1.5

  func page(_ language: Language) -> DeskPage {
    var context: DeskPage.Context = [
      "role": model.id, "path": DeskPath.role(model.id), "threshold": threshold,
      "usual": (model.advisory.human_interview_from.map { Shown.short($0.value) }).orNone, "report": false,
    ]
    if let report {
      context["report"] =
        [
          "n": "\(report.n)", "median": Shown.score(report.median.value), "threshold": Shown.score(report.threshold?.value),
          "splits": report.splits.map { split($0, language) }, "isEmpty": report.n == 0,
        ] as DeskPage.Context
    }
    return DeskPage(
      template: "fairness", title: Bilingual(zh: "公平性 \(model.id)", en: "Fairness of \(model.id)"), place: "roles", context: context)
  }

  private func split(_ split: FairnessDocument.Split, _ language: Language) -> DeskPage.Context {
    [
      "name": split.attributes.joined(separator: " × "), "reference": (split.reference.map { name($0, language) }).orNone,
      "groups": split.groups.map { group($0, language) },
      "gaps": split.groups.filter { !$0.small && ($0.gap ?? 0) >= 0.5 }.map { gap($0, language) },
    ]
  }

  private func group(_ group: FairnessDocument.Group, _ language: Language) -> DeskPage.Context {
    [
      "name": name(group.group, language), "n": "\(group.n)", "mean": Shown.score(group.mean), "isSmall": group.small,
      "median": rate(group.above_median), "threshold": rate(group.at_threshold), "gap": Shown.score(group.gap),
    ]
  }

  private func name(_ group: String, _ language: Language) -> String {
    group == FairnessDocument.unknown ? DeskText.unknownGroup[language] : group
  }

  private func rate(_ rate: FairnessDocument.Rate?) -> DeskPage.Context {
    guard let rate else { return ["rate": "—", "ratio": "—", "isBelow": false, "interval": false] }
    var context: DeskPage.Context = [
      "rate": Shown.decimals(rate.rate * 100, 1) + " %", "ratio": rate.ratio.map { Shown.decimals($0, 2) } ?? "—",
      "isBelow": rate.below_four_fifths, "interval": false,
    ]
    if let ratio = rate.ratio {
      func place(_ value: Double) -> Double { min(Self.widest, max(0, value)) / Self.widest * 200 }
      let (low, high) = (rate.low ?? ratio, rate.high ?? ratio)
      context["interval"] =
        [
          "dot": Shown.decimals(place(ratio), 1), "left": Shown.decimals(place(low), 1),
          "width": Shown.decimals(max(0.5, place(high) - place(low)), 1), "low": Shown.decimals(low, 2), "high": Shown.decimals(high, 2),
          "line": Shown.decimals(place(0.8), 1),
        ] as DeskPage.Context
    }
    return context
  }

  /// What makes a group's gap, the greatest parts first, by the dimensions' names.
  private func gap(_ group: FairnessDocument.Group, _ language: Language) -> DeskPage.Context {
    let parts = group.contributions.members.sorted { abs($0.value) > abs($1.value) }.prefix(5).filter { abs($0.value) >= 0.05 }
    return [
      "name": name(group.group, language), "gap": Shown.score(group.gap),
      "parts": parts.map { part -> DeskPage.Context in
        ["name": model.name(ofIndicator: part.name, language), "points": Shown.decimals(part.value, 1)]
      },
    ]
  }
}

/// How a role model's scores went with how people did later, from a file that is read once.
struct CalibrationPage {
  let model: RoleModelDocument
  var meets = ""
  /// Nil before a file was sent.
  var calibration: CalibrationDocument?

  func page(_ language: Language) -> DeskPage {
    var context: DeskPage.Context = ["role": model.id, "path": DeskPath.role(model.id), "meets": meets, "found": false]
    if let found = calibration {
      let overall = factor(found.overall, DeskText.all["overall"]?[language] ?? "", language)
      let dimensions = zip(found.dimensions, model.dimensions).map { factor($0, $1.name[language], language) }
      let indicators = found.indicators.map { factor($0, model.name(ofIndicator: $0.name, language), language) }
      context["found"] =
        [
          "n": "\(found.n)", "without": "\(found.without_outcome)", "meets": Shown.short(found.meets), "isEmpty": found.n == 0,
          "warnings": found.warnings.map { $0[language] }, "factors": [overall] + dimensions, "indicators": indicators,
          "bands": found.bands.map(band), "suggestion": suggestion(found.suggestion, language),
        ] as DeskPage.Context
    }
    return DeskPage(
      template: "calibration", title: Bilingual(zh: "校准 \(model.id)", en: "Calibration of \(model.id)"), place: "roles", context: context)
  }

  private func factor(_ factor: CalibrationDocument.Factor, _ name: String, _ language: Language) -> DeskPage.Context {
    func shown(_ r: CalibrationDocument.Value?) -> String { r.map { Shown.decimals($0.value, 2) } ?? "—" }
    var context: DeskPage.Context = [
      "name": name, "pearson": shown(factor.pearson), "spearman": shown(factor.spearman),
      "n": factor.pearson.map { "\($0.n)" } ?? "—", "interval": false,
    ]
    if let r = factor.pearson {
      func place(_ value: Double) -> Double { (value + 1) * 100 }
      context["interval"] =
        [
          "dot": Shown.decimals(place(r.value), 1), "left": Shown.decimals(place(r.low), 1),
          "width": Shown.decimals(max(0.5, place(r.high) - place(r.low)), 1), "low": Shown.decimals(r.low, 2),
          "high": Shown.decimals(r.high, 2),
        ] as DeskPage.Context
    }
    return context
  }

  private func band(_ band: CalibrationDocument.Band) -> DeskPage.Context {
    func percent(_ share: Double) -> String { Shown.decimals(share * 100, 0) }
    return [
      "band": "\(band.low)–\(band.high)", "n": "\(band.n)", "share": band.share.map { percent($0) + " %" } ?? "—",
      "interval": percent(band.share_low) + "–" + percent(band.share_high) + " %",
    ]
  }

  private func suggestion(_ suggestion: CalibrationDocument.Suggestion?, _ language: Language) -> any Sendable {
    guard let suggestion else { return false }
    let names = Dictionary(model.dimensions.map { ($0.id, $0.name[language]) }) { first, _ in first }
    let context: DeskPage.Context = [
      "isChange": suggestion.change, "gain": Shown.decimals(suggestion.gain, 2),
      "interval": Shown.decimals(suggestion.gain_low, 2) + "–" + Shown.decimals(suggestion.gain_high, 2), "n": "\(suggestion.n)",
      "weights": suggestion.weights.map { weight -> DeskPage.Context in
        [
          "name": names[weight.dimension] ?? weight.dimension, "current": Shown.short(weight.current.value),
          "suggested": Shown.short(weight.suggested.value),
          "interval": Shown.decimals(weight.low, 0) + "–" + Shown.decimals(weight.high, 0),
        ]
      },
    ]
    return context
  }
}

extension RoleModelDocument {
  /// `fluency.pace` by the dimension's name.
  func name(ofIndicator path: String, _ language: Language) -> String {
    let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let dimension = self.dimensions.first(where: { $0.id == parts[0] }) else { return path }
    return dimension.name[language] + (language == .zh ? "：" : ": ") + parts[1]
  }
}
