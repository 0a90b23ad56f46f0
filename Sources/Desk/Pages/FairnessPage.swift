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
      "usual": (model.advisory.human_interview_from.map { Shown.short($0.value) }).orNone, "report": false, "rates": false,
    ]
    if let report {
      context["report"] =
        [
          "n": "\(report.n)", "median": Shown.score(report.median.value), "threshold": Shown.score(report.threshold?.value),
          "splits": report.splits.map { split($0, language) }, "isEmpty": report.n == 0,
        ] as DeskPage.Context
    }
    return DeskPage(
      template: "fairness", title: Bilingual(zh: "公平性 \(model.id)", en: "Fairness of \(model.id)"), section: "roles", context: context)
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
      func x(_ value: Double) -> Double { min(Self.widest, max(0, value)) / Self.widest * 200 }
      let (low, high) = (rate.low ?? ratio, rate.high ?? ratio)
      context["interval"] =
        [
          "dot": Shown.decimals(x(ratio), 1), "left": Shown.decimals(x(low), 1),
          "width": Shown.decimals(max(0.5, x(high) - x(low)), 1), "low": Shown.decimals(low, 2), "high": Shown.decimals(high, 2),
          "line": Shown.decimals(x(0.8), 1),
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

extension RoleModelDocument {
  /// `fluency.pace` by the dimension's name.
  func name(ofIndicator path: String, _ language: Language) -> String {
    let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let dimension = self.dimensions.first(where: { $0.id == parts[0] }) else { return path }
    return dimension.name[language] + (language == .zh ? "：" : ": ") + parts[1]
  }
}
