import Interview

/// The interviews: who has come, how far they are, what needs a look.
struct InterviewsPage {
  /// Rows of a page: as many as one reads through.
  static let rows = 50

  let sessions: [DocumentValue]
  let role: String
  let state: String
  let models: [DocumentValue]
  /// The query of the next page; nil on the last.
  let next: String?
  /// What was searched for; nil for the list.
  var sought: String?

  func page(_ language: Language) -> DeskPage {
    var context: DeskPage.Context = [
      "rows": sessions.map { row($0, language) }, "isEmpty": sessions.isEmpty, "role": role,
      "states": ["not-started", "in-progress", "completed", "timed-out", "held", "failed"].map { id -> DeskPage.Context in
        ["id": id, "name": DeskText.state(id)[language], "isChosen": id == state]
      },
      "roles": models.compactMap { $0["id"].text }.map { id -> DeskPage.Context in ["id": id, "isChosen": id == role] },
    ]
    (context["next"], context["sought"]) = (next.orNone, sought.orNone)
    return DeskPage(template: "interviews", title: Bilingual(zh: "面试", en: "Interviews"), place: "interviews", context: context)
  }

  private func row(_ session: DocumentValue, _ language: Language) -> DeskPage.Context {
    let state = session["state"].text ?? ""
    let (asked, answered) = (session["questions"].list.count, session["answered"].number.map { Int($0) } ?? 0)
    var row: DeskPage.Context = [
      "id": session["id"].text ?? "", "path": DeskPath.interview(session["id"].text ?? ""), "candidate": session["candidate"].text ?? "—",
      "role": session["role"].text ?? "—", "state": DeskText.state(state)[language], "isDone": state == "completed",
      "answers": asked > 0 ? "\(answered)/\(asked)" : "\(answered)", "score": Shown.score(session["overall"].number),
      "when": String((session["updated_at"].text ?? "").prefix(16)).replacing("T", with: " "),
    ]
    row["interval"] = Shown.interval(session["overall"].number, session["low"].number, session["high"].number)
    row["judgement"] = session["judgement"].text.map { DeskText.judgement($0)[language] }.orNone
    row["reason"] = session["reason"].text.orNone
    return row
  }
}

/// Addresses of the desk's pages.
enum DeskPath {
  static func interview(_ id: String) -> String { "/desk/interviews/" + PercentText.encoded(id) }
  static func recording(_ answer: String, _ span: Range<Double>? = nil) -> String {
    "/desk/answers/" + PercentText.encoded(answer) + "/recording"
      + (span.map { "?from=\(Shown.decimals($0.lowerBound, 2))&to=\(Shown.decimals($0.upperBound, 2))" } ?? "")
  }
}
