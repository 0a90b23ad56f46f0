import Interview

/// What the daemon does: its state, what waits, what was set aside, with the remedy.
struct RunningPage {
  let status: DocumentValue
  /// Null where the caller may not see it.
  let queue: DocumentValue
  let quarantine: DocumentValue

  func page(_ language: Language) -> DeskPage {
    let counts = status["queue"]
    let context: DeskPage.Context = [
      "state": status["state"].text ?? "", "isWell": status["state"].text == "ok", "version": status["version"].text ?? "",
      "isPaused": status["work"].text == "paused", "isOperator": queue != .null,
      "waiting": Shown.decimals(counts["waiting"].number ?? 0, 0), "working": "\(counts["working"].list.count)",
      "oldest": counts["oldest_age_s"].number.map { Shown.age($0, language) } ?? "—",
      "problems": status["problems"].list.map { problem($0, language) }, "hasProblems": !status["problems"].list.isEmpty,
      "items": queue["items"].list.map { item($0, language) }, "hasItems": !queue["items"].list.isEmpty,
      "asides": quarantine.list.map { aside($0, language) }, "hasAsides": !quarantine.list.isEmpty,
    ]
    return DeskPage(template: "running", title: Bilingual(zh: "运行", en: "Running"), place: "running", context: context)
  }

  private func problem(_ problem: DocumentValue, _ language: Language) -> DeskPage.Context {
    [
      "code": problem["code"].text ?? "", "cause": problem["cause"].in(language) ?? "", "action": problem["action"].in(language) ?? "",
      "about": problem["about"].text ?? problem["detail"].text ?? "",
    ]
  }

  private func item(_ item: DocumentValue, _ language: Language) -> DeskPage.Context {
    var context: DeskPage.Context = [
      "id": item["id"].text ?? "", "why": item["why"].in(language) ?? "", "age": Shown.age(item["age_s"].number ?? 0, language),
    ]
    context["cause"] = item["cause"].in(language).orNone
    return context
  }

  private func aside(_ item: DocumentValue, _ language: Language) -> DeskPage.Context {
    [
      "id": item["id"].text ?? "", "session": item["session"].text ?? "", "cause": item["cause"].in(language) ?? "",
      "action": item["action"].in(language) ?? "", "code": item["code"].text ?? "", "detail": item["detail"].text ?? "",
      "isHeld": item["shelf"].text == "held",
    ]
  }
}
