import Interview
import Queries
import RoleModels

/// How each question does over everybody who was asked it: whether it tells people apart, and whether they answer it.
struct QuestionsPage {
  let statistics: StatisticsDocument

  func page(_ language: Language) -> DeskPage {
    let bands = (0..<10).map { "\($0 * 10)–\($0 * 10 + 10)" }
    let context: DeskPage.Context = [
      "rows": statistics.questions.map { row($0, bands) }, "isEmpty": statistics.questions.isEmpty, "bands": bands,
      "sessions": "\(statistics.sessions)", "answers": "\(statistics.answers)",
      "counted": (statistics.counted_at.map { String($0.prefix(16)).replacing("T", with: " ") }).orNone,
      "engines": statistics.roles.map { role -> DeskPage.Context in ["role": role.role, "engine": role.engine.engine] },
    ]
    return DeskPage(template: "questions", title: Bilingual(zh: "题目", en: "Questions"), section: "questions", context: context)
  }

  private func row(_ item: StatisticsDocument.Question, _ bands: [String]) -> DeskPage.Context {
    let figure = HistogramFigure(bars: item.histogram.map(Double.init), labels: ["0", "50", "100"], mark: item.mean.map { $0 / 100 })
    let heard = zip(bands, item.histogram).filter { $0.1 > 0 }.map { "\($0): \($1)" }.joined(separator: ", ")
    return [
      "role": item.role, "question": item.question, "n": "\(item.n)", "mean": Shown.score(item.mean), "sd": Shown.score(item.sd),
      "skipped": "\(item.skipped)", "asked": "\(item.asked)", "histogram": figure.svg(title: heard),
      "counts": item.histogram.map(String.init), "discrimination": item.discrimination.map { Shown.decimals($0.value, 2) } ?? "—",
      "between": item.discrimination.map { ["low": Shown.decimals($0.low, 2), "high": Shown.decimals($0.high, 2)] }.orNone,
    ]
  }
}

/// How each measure spreads over a role's answers: a frozen baseline, drawn.
struct BaselinePage {
  let role: String
  let baseline: Baseline
  /// Whose answers; all questions' where it has no spread of its own.
  let question: String

  /// Bars of a histogram: wide enough to be seen, and thirty answers do not fall into more.
  private static let bars = 20

  func page(_ language: Language) -> DeskPage {
    let chosen = baseline.questions[question] == nil ? Baseline.allQuestions : question
    let spreads = baseline.questions[chosen] ?? [:]
    let rows = Measure.allCases.compactMap { measure in spreads[measure.rawValue].map { row(measure, $0, language) } }
    let context: DeskPage.Context = [
      "role": role, "path": DeskPath.role(role), "version": "\(baseline.version)", "answers": "\(baseline.answers)",
      "day": String(baseline.frozen.prefix(10)), "engine": baseline.engine, "fewest": "\(baseline.fewest)", "rows": rows,
      "isEmpty": rows.isEmpty,
      "questions": baseline.questions.keys.sorted().map { id -> DeskPage.Context in
        ["id": id, "name": id == Baseline.allQuestions ? DeskText.all["all"]?[language] ?? id : id, "isChosen": id == chosen]
      },
    ]
    return DeskPage(
      template: "baseline", title: Bilingual(zh: "基线 \(role)", en: "Baseline of \(role)"), section: "roles", context: context)
  }

  private func row(_ measure: Measure, _ spread: PercentileTable, _ language: Language) -> DeskPage.Context {
    func number(_ value: Double) -> String {
      measure.isShare ? Shown.decimals(value * 100, 1) + " %" : JSON.rounded(value, 2).text.replacing("-", with: "−")
    }
    let bars = spread.histogram(bars: Self.bars)
    let (lowest, highest) = (spread.percentiles[0], spread.percentiles[100])
    let figure = HistogramFigure(
      bars: bars.map(\.share), labels: [number(lowest), "", number(highest)],
      mark: highest > lowest ? (spread.median - lowest) / (highest - lowest) : nil)
    return [
      "name": measure.meaning[language], "unit": measure.unitName[language], "n": "\(spread.n)",
      "svg": figure.svg(title: measure.meaning[language]),
      "figures": [5, 25, 50, 75, 95].map { ["at": "P\($0)", "value": number(spread.percentiles[$0])] },
    ]
  }
}
