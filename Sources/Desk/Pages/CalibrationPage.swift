import Documents
import Interview
import Queries

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
      template: "calibration", title: Bilingual(zh: "校准 \(model.id)", en: "Calibration of \(model.id)"), section: "roles", context: context)
  }

  private func factor(_ factor: CalibrationDocument.Factor, _ name: String, _ language: Language) -> DeskPage.Context {
    func shown(_ r: CalibrationDocument.Value?) -> String { r.map { Shown.decimals($0.value, 2) } ?? "—" }
    var context: DeskPage.Context = [
      "name": name, "pearson": shown(factor.pearson), "spearman": shown(factor.spearman),
      "n": factor.pearson.map { "\($0.n)" } ?? "—", "interval": false,
    ]
    if let r = factor.pearson {
      func x(_ value: Double) -> Double { (value + 1) * 100 }
      context["interval"] =
        [
          "dot": Shown.decimals(x(r.value), 1), "left": Shown.decimals(x(r.low), 1),
          "width": Shown.decimals(max(0.5, x(r.high) - x(r.low)), 1), "low": Shown.decimals(r.low, 2),
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
