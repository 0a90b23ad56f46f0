import Assessment
import Documents
import Interview
import Queries
import Reports

/// One interview: what the machine measured, with the sound it was measured from, and what people decide.
struct InterviewPage {
  let session: SessionDocument
  /// By their ids; none of those that the caller may not read.
  let answers: [String: AnswerDocument]
  let explanations: [String: ExplanationDocument]

  static let judgements = ["next-round", "hold", "decline"]

  func page(_ language: Language) -> DeskPage {
    let (id, score) = (session.id, session.score)
    let candidate = session.candidate ?? "—"
    let context: DeskPage.Context = [
      "id": id, "path": DeskPath.interview(id), "candidate": candidate, "role": session.role ?? "—", "state": session.sentence[language],
      "score": Shown.score(score.overall?.value), "hasScore": score.overall != nil, "scored": "\(score.scored)",
      "questions": score.questions.map(String.init) ?? "—",
      "interval": Shown.interval(score.overall?.value, score.low?.value, score.high?.value),
      "dimensions": score.dimensions.map { dimension($0.name, $0.score, language) },
      "notes": session.notes.map { $0[language] }, "hasNotes": !session.notes.isEmpty, "hasFollowUps": !session.follow_ups.isEmpty,
      "followUps": session.follow_ups.map { followUp($0, language) },
      "decisions": session.reviews.map { review($0, language) }, "isUndecided": session.reviews.isEmpty,
      "seen": "\(session.reviews.count)",
      "judgements": Self.judgements.map { id -> DeskPage.Context in ["id": id, "name": DeskText.judgement(id)[language]] },
      "answers": session.answers.map { entry($0, language) },
    ]
    let name = session.candidate ?? id
    return DeskPage(
      template: "interview", title: Bilingual(zh: "面试 \(name)", en: "Interview \(name)"), section: "interviews", context: context)
  }

  private func dimension(_ name: Bilingual, _ score: Points?, _ language: Language) -> DeskPage.Context {
    ["name": name[language], "score": Shown.score(score?.value), "width": Shown.decimals((score?.value ?? 0) * 2, 1)]
  }

  private func followUp(_ item: SessionDocument.FollowUp, _ language: Language) -> DeskPage.Context {
    let answer = session.answers.last { $0.question == item.question }?.id ?? ""
    return [
      "question": item.question, "message": item.message[language], "spans": item.spans.map { span($0, of: answer) },
    ]
  }

  private func review(_ review: ReviewDocument, _ language: Language) -> DeskPage.Context {
    [
      "judgement": DeskText.judgement(review.judgement)[language], "reviewer": review.reviewer, "reason": review.reason,
      "when": String(review.time.prefix(16)).replacing("T", with: " "),
    ]
  }

  // MARK: An answer

  private func entry(_ listed: SessionDocument.Answer, _ language: Language) -> DeskPage.Context {
    let id = listed.id
    let (answer, explained) = (answers[id], explanations[id])
    // What was imported without its analysis has none.
    let analysis = answer?.analysis.value
    let scores = analysis?.scores
    let reviews = explained?.reviews ?? []
    var context: DeskPage.Context = [
      "id": id, "recording": DeskPath.recording(id), "review": "/desk/answers/" + PercentText.encoded(id) + "/review",
      "heading": analysis?.question?.text ?? listed.question, "question": listed.question, "attempt": "\(listed.attempt)",
      "isCounted": listed.counts, "score": Shown.score(listed.overall?.value),
      "confidence": DeskText.confidence(scores?.confidence.level.rawValue ?? "")[language],
      "reasons": (scores?.confidence.reasons ?? []).map { $0[language] }, "advisory": (scores?.advisory ?? []).map { $0.message[language] },
      "dimensions": (scores?.dimensions ?? []).map { dimension($0.name, $0.score, language) },
      "lost": (scores?.lost_points ?? []).map { lost($0, of: id, language) }, "hasLost": !(scores?.lost_points ?? []).isEmpty,
      "explanation": explained.map { language == .zh ? $0.zh : $0.en } ?? "",
      "reviews": reviews.map { review($0, language) }, "hasReviews": !reviews.isEmpty, "timeline": false, "transcript": false,
      "misfit": false, "correct": "/desk/answers/" + PercentText.encoded(id) + "/transcript", "words": false,
      "places": [DeskPage.Context](), "hasPlaces": false,
      "interval": Shown.interval(listed.overall?.value, scores?.confidence.low?.value, scores?.confidence.high?.value),
    ]
    if case .placed(let placed) = answer?.baseline {
      context["places"] = percentiles(placed, language)
      context["hasPlaces"] = true
      context["baseline"] =
        AnswerPercentiles.sentence(placed.role, placed.version, frozen: placed.frozen, answers: placed.answers)[language]
    }
    if let analysis {
      let view = AnswerView(analysis, in: language)
      context["timeline"] = view.timeline
      context["duration"] = Shown.decimals(analysis.recording.duration_s ?? 0, 2)
      context["length"] = Shown.clock(analysis.recording.duration_s ?? 0)
      context["misfit"] = view.misfit
      context["transcript"] = view.transcript.orNone
      context["words"] = (analysis.text?.content).orNone
    }
    return context
  }

  /// Where measures stand among the role's answers, for those that have a percentile and are shown to people.
  private func percentiles(_ placed: PercentilesDocument, _ language: Language) -> [DeskPage.Context] {
    let known = Dictionary(placed.measures.members.map { ($0.name, $0.value) }) { first, _ in first }
    return Labels.shown.compactMap { measure in
      guard let measured = known[measure.rawValue], let rank = measured.percentile else { return nil }
      let value = measured.value
      let shown = measure.isShare ? Shown.decimals(value * 100, 1) + " %" : Shown.decimals(value, 2) + " " + measure.unitName[language]
      return [
        "name": measure.meaning[language], "value": shown, "rank": Shown.decimals(rank, 0), "n": measured.n.map(String.init) ?? "—",
      ]
    }
  }

  private func lost(_ point: AnalysisDocument.Scores.Lost, of answer: String, _ language: Language) -> DeskPage.Context {
    let advice = explanations[answer]?.advice.first { $0.code == point.code }
    return [
      "points": "−" + Shown.decimals(point.points.value, 1), "message": point.message[language],
      "spans": point.spans.map { span($0, of: answer) }, "excerpt": point.excerpt.orNone,
      "advice": (advice?.advice[language]).orNone,
    ]
  }

  /// A stretch to be heard, with half a second around it so that the ear finds its way in.
  private func span(_ span: TimeRange, of answer: String) -> DeskPage.Context {
    let heard = max(0, span.start - 0.5)..<span.end + 0.5
    return [
      "href": DeskPath.recording(answer, heard), "answer": answer, "from": Shown.decimals(heard.lowerBound, 2),
      "to": Shown.decimals(heard.upperBound, 2), "text": Shown.clock(span.start) + "–" + Shown.clock(span.end),
    ]
  }
}

/// The page for the candidate, as it is sent, with the ways to send it.
struct CandidatePage {
  let session: String
  /// As `/v1/sessions/{id}/feedback` gives it.
  let feedback: FeedbackDocument

  func page(_ language: Language) throws -> DeskPage {
    DeskPage(
      template: "candidate", title: Bilingual(zh: "给候选人的反馈", en: "Feedback for the candidate"), section: "interviews",
      context: ["path": DeskPath.interview(session), "feedback": try CandidateFeedback(feedback).body(in: language)])
  }
}
