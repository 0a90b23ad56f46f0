import Interview

/// The page for the candidate: what went well first, then three things to work on. No ranks, no internal notes, no score of
/// anybody else.
struct CandidatePage {
  let session: DocumentValue
  let answers: [String: DocumentValue]
  let explanations: [String: DocumentValue]

  /// Enough to work on until the next interview.
  private static let steps = 3
  /// Points of 100 from which a dimension is named as a strength.
  private static let strong = 75.0

  func page(_ language: Language) -> DeskPage {
    let dimensions = session["score"]["dimensions"].list.filter { $0["score"].number != nil }
    let strengths = dimensions.filter { ($0["score"].number ?? 0) >= Self.strong }
      .sorted { ($0["score"].number ?? 0) > ($1["score"].number ?? 0) }.prefix(Self.steps)
    let context: DeskPage.Context = [
      "path": DeskPath.interview(session["id"].text ?? ""),
      "strengths": strengths.compactMap { $0["name"].in(language) }, "hasStrengths": !strengths.isEmpty,
      "steps": steps(language), "hasSteps": !points.isEmpty,
      "questions": session["answers"].list.filter { $0["counts"].isTrue }.map { question($0, language) },
    ]
    return DeskPage(
      template: "candidate", title: Bilingual(zh: "给候选人的反馈", en: "Feedback for the candidate"), place: "interviews", context: context)
  }

  /// Lost points of the answers that count, by their code; what cost most comes first.
  private var points: [(code: String, cost: Double, example: DocumentValue, answer: String)] {
    var found: [String: (cost: Double, example: DocumentValue, answer: String)] = [:]
    for listed in session["answers"].list where listed["counts"].isTrue {
      let id = listed["id"].text ?? ""
      for point in (answers[id] ?? .null)["analysis"]["scores"]["lost_points"].list {
        guard let code = point["code"].text, let cost = point["points"].number else { continue }
        let known = found[code]
        let isWorse = cost > known?.example["points"].number ?? 0
        found[code] = ((known?.cost ?? 0) + cost, isWorse ? point : known?.example ?? point, isWorse ? id : known?.answer ?? id)
      }
    }
    return found.map { ($0.key, $0.value.cost, $0.value.example, $0.value.answer) }.sorted { ($1.cost, $0.code) < ($0.cost, $1.code) }
  }

  private func steps(_ language: Language) -> [DeskPage.Context] {
    // What the catalogue has advice for comes first: a finding alone helps nobody.
    let all = points.map { point in (point, advice: explanations[point.answer]?["advice"].list.first { $0["code"].text == point.code }) }
    let ordered = all.filter { $0.advice != nil } + all.filter { $0.advice == nil }
    return ordered.prefix(Self.steps).map { point, advice in
      var step: DeskPage.Context = ["what": point.example["message"].in(language) ?? ""]
      for part in ["advice", "practice", "course", "mentor"] { step[part] = (advice?[part].in(language)).orNone }
      let span = point.example["spans"].list.compactMap(\.span).first
      step["when"] = span.map { Shown.clock($0.lowerBound) }.orNone
      step["href"] = span.map { DeskPath.recording(point.answer, $0) } ?? ""
      return step
    }
  }

  private func question(_ listed: DocumentValue, _ language: Language) -> DeskPage.Context {
    let analysis = (answers[listed["id"].text ?? ""] ?? .null)["analysis"]
    let minutes = analysis["recording"]["duration_s"].number.map(Shown.clock)
    return ["heading": analysis["question"]["text"].text ?? listed["question"].text ?? "", "length": minutes ?? "—"]
  }
}
