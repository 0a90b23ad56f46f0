import Interview

/// How each question does over everybody who was asked it: whether it tells people apart, and whether they answer it.
struct QuestionsPage {
  /// As `/v1/stats` gives it.
  let statistics: DocumentValue

  func page(_ language: Language) -> DeskPage {
    let questions = statistics["questions"].list
    let context: DeskPage.Context = [
      "rows": questions.map(row), "isEmpty": questions.isEmpty,
      "sessions": count(statistics["sessions"]), "answers": count(statistics["answers"]),
      "engines": statistics["roles"].list.map { role -> DeskPage.Context in
        ["role": role["role"].text ?? "", "engine": role["engine"]["engine"].text ?? "—"]
      },
    ]
    return DeskPage(template: "questions", title: Bilingual(zh: "题目", en: "Questions"), place: "questions", context: context)
  }

  private func count(_ value: DocumentValue) -> String { value.number.map { Shown.decimals($0, 0) } ?? "—" }

  private func row(_ item: DocumentValue) -> DeskPage.Context {
    let (mean, spread) = (item["mean"].number, item["sd"].number)
    var row: DeskPage.Context = [
      "role": item["role"].text ?? "", "question": item["question"].text ?? "", "n": count(item["n"]), "mean": Shown.score(mean),
      "sd": Shown.score(spread), "skipped": count(item["skipped"]), "asked": count(item["asked"]),
      "discrimination": item["discrimination"]["value"].number.map { Shown.decimals($0, 2) } ?? "—",
    ]
    row["between"] =
      item["discrimination"]["low"].number.flatMap { low in
        item["discrimination"]["high"].number.map { Shown.decimals(low, 2) + "–" + Shown.decimals($0, 2) }
      }.orNone
    // The box is one standard deviation to both sides of the mean.
    row["drawing"] = Shown.interval(mean, mean.map { max(0, $0 - (spread ?? 0)) }, mean.map { min(100, $0 + (spread ?? 0)) })
    return row
  }
}
