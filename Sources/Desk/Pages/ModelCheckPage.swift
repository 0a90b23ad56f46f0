import Documents
import Interview
import Maintenance
import Queries

/// A role model's text that somebody has pasted: every mistake with its line, and who would change.
struct ModelCheckPage {
  /// What was pasted; empty before that.
  var text = ""
  /// Nil before something was pasted.
  var check: ModelCheckDocument?
  var trial: Trial?

  /// What some batches of a dry run say together.
  enum Trial {
    /// The visitor's roles do not allow it.
    case notAllowed
    case done(ModelTrial)
  }

  /// Answers listed: the greatest changes.
  private static let maximumShown = 50

  func page(_ language: Language) -> DeskPage {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var context: DeskPage.Context = ["text": text, "isChecked": check != nil, "isValid": check?.valid ?? false, "trial": false]
    if let check {
      context["name"] = [check.id, check.version].compactMap(\.self).joined(separator: " ")
      context["count"] = "\(check.mistakes.count)"
      context["mistakes"] = check.mistakes.map { mistake -> DeskPage.Context in
        [
          "line": "\(mistake.line)", "path": mistake.path, "problem": mistake.problem[language],
          "source": lines.indices.contains(mistake.line - 1) ? String(lines[mistake.line - 1].prefix(160)) : "",
        ]
      }
      context["remarks"] = check.remarks.map { $0[language] }
      context["hasRemarks"] = !check.remarks.isEmpty
      context["unreadable"] =
        check.cause.map { cause -> DeskPage.Context in
          ["cause": cause[language], "action": check.action?[language] ?? "", "detail": check.detail ?? "", "code": check.code ?? ""]
        }.orNone
    }
    switch trial {
    case nil: break
    case .notAllowed: context["notAllowed"] = true
    case .done(let trial): context["trial"] = shown(trial)
    }
    return DeskPage(
      template: "check", title: Bilingual(zh: "检查岗位模型", en: "Check a role model"), section: "roles", context: context)
  }

  private func shown(_ trial: ModelTrial) -> DeskPage.Context {
    let greatest = trial.changes.sorted { ($1.size, $0.answer) < ($0.size, $1.answer) }.prefix(Self.maximumShown)
    return [
      "answers": "\(trial.answers)", "rescored": "\(trial.rescored)", "changed": "\(trial.changes.count)",
      "largest": Shown.score(trial.changes.map(\.size).max()), "isNone": trial.answers == 0,
      "isSame": trial.answers > 0 && trial.rescored == 0, "isAll": trial.next == nil, "next": trial.next ?? "",
      "hasChanges": !trial.changes.isEmpty, "isMore": trial.changes.count > Self.maximumShown, "shown": "\(greatest.count)",
      "changes": greatest.map { change -> DeskPage.Context in
        [
          "answer": change.answer, "path": DeskPath.interview(String(change.answer.prefix(upTo: change.answer.sessionEnd))),
          "before": Shown.score(change.before?.value), "after": Shown.score(change.after?.value), "difference": change.difference,
        ]
      },
    ]
  }
}

/// Batches of a dry run, put together.
struct ModelTrial {
  var answers = 0
  var rescored = 0
  var changes: [Rescorer.Change] = []
  /// Where to go on; nil at the end.
  var next: String?

  /// Batches for one page: a thousand sessions, which takes a second or two.
  static let batches = 10

  /// Adds the next batch of the trial scoring.
  mutating func add(_ batch: Rescorer.Batch) {
    answers += batch.answers
    rescored += batch.rescored
    changes += batch.changes
    next = batch.next
  }
}

extension Rescorer.Change {
  /// By how many points; those that lose their score or get one stand in front.
  fileprivate var size: Double { before.flatMap { old in after.map { abs($0.value - old.value) } } ?? 100 }

  fileprivate var difference: String {
    guard let before, let after else { return "—" }
    return (after.value > before.value ? "+" : "") + Shown.decimals(after.value - before.value, 1)
  }
}

extension String {
  /// Where the session's part of an answer's id ends: `s-1` of `s-1__q1`.
  fileprivate var sessionEnd: Index { ranges(of: "__").first?.lowerBound ?? endIndex }
}
