import Interview
import Reports

/// One interview: what the machine measured, with the sound it was measured from, and what people decide.
struct InterviewPage {
  let session: DocumentValue
  /// By their ids.
  let answers: [String: DocumentValue]
  let explanations: [String: DocumentValue]

  static let judgements = ["next-round", "hold", "decline"]

  func page(_ language: Language) throws -> DeskPage {
    let id = session["id"].text ?? ""
    let score = session["score"]
    let decisions = session["reviews"].list
    let entries = try session["answers"].list.map { try entry($0, language) }
    var context: DeskPage.Context = [
      "id": id, "path": DeskPath.interview(id), "candidate": session["candidate"].text ?? "—", "role": session["role"].text ?? "—",
      "state": session["sentence"].in(language) ?? "", "score": Shown.score(score["overall"].number),
      "hasScore": score["overall"].number != nil,
      "scored": count(score["scored"].number), "questions": count(score["questions"].number),
      "dimensions": score["dimensions"].list.map { dimension($0, language) },
      "notes": session["notes"].list.compactMap { $0.in(language) }, "hasNotes": !session["notes"].list.isEmpty,
      "hasFollowUps": !session["follow_ups"].list.isEmpty,
      "followUps": session["follow_ups"].list.map { followUp($0, language) },
      "decisions": decisions.map { review($0, language) }, "isUndecided": decisions.isEmpty,
      "seen": "\(decisions.count)",
      "judgements": Self.judgements.map { id -> DeskPage.Context in ["id": id, "name": DeskText.judgement(id)[language]] },
      "answers": entries,
    ]
    context["interval"] = Shown.interval(score["overall"].number, score["low"].number, score["high"].number)
    return DeskPage(
      template: "interview",
      title: Bilingual(zh: "面试 \(session["candidate"].text ?? id)", en: "Interview \(session["candidate"].text ?? id)"),
      place: "interviews", context: context)
  }

  private func count(_ number: Double?) -> String { number.map { Shown.decimals($0, 0) } ?? "—" }

  private func dimension(_ dimension: DocumentValue, _ language: Language) -> DeskPage.Context {
    let score = dimension["score"].number
    return [
      "name": dimension["name"].in(language) ?? dimension["id"].text ?? "", "score": Shown.score(score),
      "width": Shown.decimals((score ?? 0) * 2, 1), "answers": count(dimension["answers"].number),
    ]
  }

  private func followUp(_ item: DocumentValue, _ language: Language) -> DeskPage.Context {
    let answer = session["answers"].list.last { $0["question"] == item["question"] }?["id"].text ?? ""
    return [
      "question": item["question"].text ?? "", "message": item["message"].in(language) ?? "",
      "spans": item["spans"].list.compactMap(\.span).map { span($0, of: answer) },
    ]
  }

  private func review(_ review: DocumentValue, _ language: Language) -> DeskPage.Context {
    [
      "judgement": DeskText.judgement(review["judgement"].text ?? "")[language], "reviewer": review["reviewer"].text ?? "",
      "reason": review["reason"].text ?? "",
      "when": String((review["time"].text ?? "").prefix(16)).replacing("T", with: " "),
    ]
  }

  // MARK: An answer

  private func entry(_ listed: DocumentValue, _ language: Language) throws -> DeskPage.Context {
    let id = listed["id"].text ?? ""
    let answer = answers[id] ?? .null
    let analysis = answer["analysis"]
    let scores = analysis["scores"]
    var context: DeskPage.Context = [
      "id": id, "recording": DeskPath.recording(id), "review": "/desk/answers/" + PercentText.encoded(id) + "/review",
      "heading": analysis["question"]["text"].text ?? listed["question"].text ?? id, "question": listed["question"].text ?? "",
      "attempt": count(listed["attempt"].number), "isCounted": listed["counts"].isTrue, "score": Shown.score(listed["overall"].number),
      "confidence": DeskText.confidence(scores["confidence"]["level"].text ?? "")[language],
      "reasons": scores["confidence"]["reasons"].list.compactMap { $0.in(language) },
      "advisory": scores["advisory"].list.compactMap { $0["message"].in(language) },
      "dimensions": scores["dimensions"].list.map { dimension($0, language) },
      "lost": scores["lost_points"].list.map { lost($0, of: id, language) },
      "hasLost": !scores["lost_points"].list.isEmpty,
      "explanation": explanations[id]?[language.rawValue].text ?? "",
      "reviews": (explanations[id]?["reviews"].list ?? []).map { review($0, language) },
      "hasReviews": !(explanations[id]?["reviews"].list ?? []).isEmpty, "timeline": false, "transcript": false, "misfit": false,
      "correct": "/desk/answers/" + PercentText.encoded(id) + "/transcript", "words": false,
      "places": places(answer["baseline"], language), "hasPlaces": answer["baseline"]["measures"].isObject,
    ]
    context["interval"] = Shown.interval(
      listed["overall"].number, scores["confidence"]["low"].number, scores["confidence"]["high"].number)
    // What was imported without its analysis has none to be drawn.
    if analysis["recording"].isObject {
      let view = try AnswerView(analysis: analysis.json.text, in: language)
      context["timeline"] = view.timeline
      context["duration"] = Shown.decimals(analysis["recording"]["duration_s"].number ?? 0, 2)
      context["length"] = Shown.clock(analysis["recording"]["duration_s"].number ?? 0)
      context["misfit"] = view.misfit
      context["transcript"] = view.transcript.orNone
      context["words"] = analysis["text"]["content"].text.orNone
    }
    return context
  }

  /// Where measures stand among the role's answers, for those that have a percentile.
  private func places(_ baseline: DocumentValue, _ language: Language) -> [DeskPage.Context] {
    guard case .object(let members) = baseline["measures"].json else { return [] }
    return members.compactMap { member in
      let place = DocumentValue(member.value)
      guard let measure = Measure(rawValue: member.name), let value = place["value"].number, let rank = place["percentile"].number else {
        return nil
      }
      let shown = measure.isShare ? Shown.decimals(value * 100, 1) + " %" : Shown.decimals(value, 2) + " " + measure.unitName[language]
      return [
        "name": measure.meaning[language], "value": shown, "rank": Shown.decimals(rank, 0), "x": Shown.decimals(rank * 2, 1),
        "n": count(place["n"].number),
      ]
    }
  }

  private func lost(_ point: DocumentValue, of answer: String, _ language: Language) -> DeskPage.Context {
    var context: DeskPage.Context = [
      "points": "−" + Shown.decimals(point["points"].number ?? 0, 1), "message": point["message"].in(language) ?? "",
      "spans": point["spans"].list.compactMap(\.span).map { span($0, of: answer) },
    ]
    context["excerpt"] = point["excerpt"].text.orNone
    let advice = explanations[answer]?["advice"].list.first { $0["code"] == point["code"] }
    context["advice"] = (advice?["advice"].in(language)).orNone
    return context
  }

  /// A stretch to be heard, with half a second around it so that the ear finds its way in.
  private func span(_ span: Range<Double>, of answer: String) -> DeskPage.Context {
    let heard = max(0, span.lowerBound - 0.5)..<span.upperBound + 0.5
    return [
      "href": DeskPath.recording(answer, heard), "answer": answer, "from": Shown.decimals(heard.lowerBound, 2),
      "to": Shown.decimals(heard.upperBound, 2), "text": Shown.clock(span.lowerBound) + "–" + Shown.clock(span.upperBound),
    ]
  }
}
