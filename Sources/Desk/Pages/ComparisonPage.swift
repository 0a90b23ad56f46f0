import Interview
import Queries

/// Candidates side by side on the questions that they have in common. Nobody is ranked, and a difference smaller than the
/// intervals is said to be none.
struct ComparisonPage {
  let comparison: ComparisonDocument

  /// More than these do not fit beside one another.
  static let maximumSessions = 8

  func page(_ language: Language) -> DeskPage {
    let people = comparison.candidates
    let context: DeskPage.Context = [
      "people": people.map(person), "questions": comparison.questions.joined(separator: ", "), "rows": rows(language), "isClose": isClose,
      "closePairs": isClose ? [] : closePairs(language), "hasClosePairs": !isClose && !closePairs(language).isEmpty,
      "hasScores": people.contains { $0.overall != nil }, "notes": comparison.notes.map { $0[language] },
    ]
    return DeskPage(template: "comparison", title: Bilingual(zh: "比较", en: "Comparison"), section: "interviews", context: context)
  }

  private func person(_ person: ComparisonDocument.Candidate) -> DeskPage.Context {
    [
      "name": person.candidate ?? person.session, "path": DeskPath.interview(person.session), "score": Shown.score(person.overall?.value),
      "interval": Shown.interval(person.overall?.value, person.low?.value, person.high?.value),
    ]
  }

  private func rows(_ language: Language) -> [DeskPage.Context] {
    comparison.dimensions.map { dimension in
      [
        "name": dimension.name[language],
        "cells": comparison.candidates.map { person -> DeskPage.Context in
          let score = person.dimensions[dimension.id].flatMap(\.self)?.value
          return ["score": Shown.score(score), "width": Shown.decimals((score ?? 0) * 2, 1)]
        },
      ]
    }
  }

  /// Those of whom two and two have a value of their intervals in common, by name.
  private func closePairs(_ language: Language) -> [String] {
    let known = comparison.candidates.compactMap { person in
      person.low.flatMap { low in person.high.map { (name: person.candidate ?? person.session, low: low, high: $0) } }
    }
    return known.enumerated().flatMap { index, left in
      known.dropFirst(index + 1).filter { max(left.low, $0.low) <= min(left.high, $0.high) }.map { right in
        Bilingual(zh: "\(left.name)与\(right.name)", en: "\(left.name) and \(right.name)")[language]
      }
    }
  }

  /// Whether the intervals of all who have scores share a value.
  private var isClose: Bool {
    let ends = comparison.candidates.compactMap { person in person.low.flatMap { low in person.high.map { (low, $0) } } }
    guard ends.count > 1, let low = ends.map(\.0).max(), let high = ends.map(\.1).min() else { return false }
    return low <= high
  }
}
