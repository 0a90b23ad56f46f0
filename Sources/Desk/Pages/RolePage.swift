import Documents
import Interview
import Queries

/// The role models in force.
struct RolesPage {
  let models: [ModelDocument]

  func page(_ language: Language) -> DeskPage {
    let rows = models.map { model -> DeskPage.Context in
      ["id": model.id, "name": model.name[language], "version": model.version, "path": DeskPath.role(model.id)]
    }
    return DeskPage(
      template: "roles", title: Bilingual(zh: "岗位模型", en: "Role models"), section: "roles",
      context: ["rows": rows, "isEmpty": rows.isEmpty])
  }
}

/// One role model for people: what holds for every answer, the dimensions with their weights, each curve drawn, the questions with their
/// groups of words.
struct RolePage {
  let model: RoleModelDocument

  func page(_ language: Language) -> DeskPage {
    let context: DeskPage.Context = [
      "id": model.id, "version": model.version, "name": model.name[language], "path": DeskPath.role(model.id),
      "sha256": String(model.sha256.hex.prefix(12)), "rules": model.rules.map { $0[language] },
      "dimensions": model.dimensions.map { dimension($0, language) }, "questions": model.questions.map { question($0, language) },
      "hasQuestions": !model.questions.isEmpty,
    ]
    return DeskPage(
      template: "role", title: Bilingual(zh: "岗位模型 \(model.name.zh)", en: "Role model \(model.name.en)"), section: "roles", context: context
    )
  }

  private func dimension(_ dimension: RoleModelBody.Dimension, _ language: Language) -> DeskPage.Context {
    [
      "id": dimension.id, "name": dimension.name[language], "weight": Shown.short(dimension.weight.value),
      "width": Shown.decimals(dimension.weight.value * 2, 1), "indicators": dimension.indicators.map { indicator($0, language) },
    ]
  }

  private func indicator(_ indicator: RoleModelBody.Indicator, _ language: Language) -> DeskPage.Context {
    var context: DeskPage.Context = [
      "id": indicator.id, "share": indicator.share, "meaning": indicator.meaning[language], "only": false, "curve": false,
      "groups": [DeskPage.Context](),
    ]
    if let only = indicator.language { context["only"] = DeskText.only(only)[language] }
    if case .groups(let groups) = indicator.keywords { context["groups"] = groups.map { self.group($0, language) } }
    if let measure = indicator.measure.flatMap(Measure.init(rawValue:)), let curve = indicator.curve {
      context["curve"] = self.curve(measure, curve.filter { $0.count == 2 }.map { ($0[0], $0[1]) }, language)
    }
    return context
  }

  private func curve(_ measure: Measure, _ points: [(Double, Double)], _ language: Language) -> DeskPage.Context {
    let figure = CurveFigure(measure: measure, points: points.map { (value: $0.0, score: $0.1) })
    let unit = measure.unitName[language]
    return [
      "svg": figure.svg(title: measure.meaning[language]), "unit": unit.isEmpty ? DeskText.value[language] : unit,
      "points": points.map { point -> DeskPage.Context in
        ["value": CurveFigure.number(point.0, measure), "score": Shown.short(point.1)]
      },
    ]
  }

  private func question(_ question: RoleModelBody.Question, _ language: Language) -> DeskPage.Context {
    let names = Dictionary(model.dimensions.map { ($0.id, $0.name[language]) }) { first, _ in first }
    let weights = model.dimensions.compactMap { dimension in
      question.weights[dimension.id].map { (names[dimension.id] ?? dimension.id) + " " + Shown.short($0.value) }
    }
    return [
      "id": question.id, "text": question.text[language], "groups": question.keywords.map { group($0, language) },
      "weights": weights.joined(separator: language == .zh ? "、" : ", "), "hasWeights": !weights.isEmpty,
    ]
  }

  private func group(_ group: RoleModelBody.Group, _ language: Language) -> DeskPage.Context {
    ["name": Bilingual(groupName: group.name)[language], "terms": group.terms.joined(separator: language == .zh ? "、" : ", ")]
  }
}
