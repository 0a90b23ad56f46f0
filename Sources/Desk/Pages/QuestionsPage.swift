import Interview
import Queries

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
    return DeskPage(template: "questions", title: Bilingual(zh: "题目", en: "Questions"), place: "questions", context: context)
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
