import Documents
import Interview
import Queries

/// The interviews: who has come, how far they are, what needs a look.
struct InterviewsPage {
  /// Rows of a page: as many as one reads through.
  static let rows = 50

  let sessions: [ListedSession]
  let role: String
  let state: String
  let order: SessionListing.Order
  let models: [ModelDocument]
  /// The query of the next page; nil on the last.
  let next: String?
  /// What was searched for; nil for the list.
  var sought: String?

  func page(_ language: Language) -> DeskPage {
    var context: DeskPage.Context = [
      "rows": sessions.map { row($0, language) }, "isEmpty": sessions.isEmpty, "role": role,
      "states": SessionPhase.allCases.map { phase -> DeskPage.Context in
        ["id": phase.rawValue, "name": phase.name[language], "isChosen": phase.rawValue == state]
      },
      "orders": [SessionListing.Order.time, .score, .candidate].map { one -> DeskPage.Context in
        ["id": one.rawValue, "name": DeskText.order(one)[language], "isChosen": one == order]
      },
      "roles": models.map { model -> DeskPage.Context in
        ["id": model.id, "name": model.name[language], "isChosen": model.id == role]
      },
    ]
    (context["next"], context["sought"]) = (next.orNone, sought.orNone)
    return DeskPage(template: "interviews", title: Bilingual(zh: "面试", en: "Interviews"), section: "interviews", context: context)
  }

  private func row(_ session: ListedSession, _ language: Language) -> DeskPage.Context {
    let (asked, answered) = (session.questions.count, session.answered)
    return [
      "id": session.id, "path": DeskPath.interview(session.id), "candidate": session.candidate ?? "—",
      "role": session.role ?? "—", "state": session.state.name[language], "isDone": session.state == .completed,
      "answers": asked > 0 ? "\(answered)/\(asked)" : "\(answered)", "score": Shown.score(session.overall?.value),
      "when": String(session.updated_at.prefix(16)).replacing("T", with: " "),
      "interval": Shown.interval(session.overall?.value, session.low?.value, session.high?.value),
      "judgement": session.judgement.map { DeskText.judgement($0)[language] }.orNone, "reason": session.reason.orNone,
    ]
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
