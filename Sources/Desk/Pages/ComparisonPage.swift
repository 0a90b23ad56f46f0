import Interview

/// Candidates side by side on the questions that they have in common. Nobody is ranked, and a difference smaller than the
/// intervals is said to be none.
struct ComparisonPage {
  /// As `/v1/compare` gives it.
  let comparison: DocumentValue

  /// More than these do not fit beside one another.
  static let most = 8

  func page(_ language: Language) -> DeskPage {
    let people = comparison["candidates"].list
    let scores = people.map { $0["overall"].number }
    let context: DeskPage.Context = [
      "people": people.map { person($0, language) }, "questions": comparison["questions"].list.compactMap(\.text).joined(separator: ", "),
      "rows": rows(people, language), "isClose": isClose(people), "hasScores": scores.contains { $0 != nil },
      "notes": comparison["notes"].list.compactMap { $0.in(language) },
    ]
    return DeskPage(template: "comparison", title: Bilingual(zh: "比较", en: "Comparison"), place: "interviews", context: context)
  }

  private func person(_ person: DocumentValue, _ language: Language) -> DeskPage.Context {
    let id = person["session"].text ?? ""
    var context: DeskPage.Context = [
      "name": person["candidate"].text ?? id, "path": DeskPath.interview(id), "score": Shown.score(person["overall"].number),
    ]
    context["interval"] = Shown.interval(person["overall"].number, person["low"].number, person["high"].number)
    return context
  }

  private func rows(_ people: [DocumentValue], _ language: Language) -> [DeskPage.Context] {
    comparison["dimensions"].list.map { dimension in
      [
        "name": dimension["name"].in(language) ?? "",
        "cells": people.map { person -> DeskPage.Context in
          let score = person["dimensions"][dimension["id"].text ?? ""].number
          return ["score": Shown.score(score), "width": Shown.decimals(score ?? 0, 1)]
        },
      ]
    }
  }

  /// Whether the intervals of all who have scores share a value.
  private func isClose(_ people: [DocumentValue]) -> Bool {
    let ends = people.compactMap { person in person["low"].number.flatMap { low in person["high"].number.map { (low, $0) } } }
    guard ends.count > 1, let low = ends.map(\.0).max(), let high = ends.map(\.1).min() else { return false }
    return low <= high
  }
}
