import Assessment
import Interview
import Sessions
import Store

extension SessionScorecard {
  /// The session's object of the socket and of `intone show --json`. What somebody said stands nowhere in it: passages go
  /// by their times, for whoever may see scores need not be one who may see what was said.
  public var json: JSON { json(on: .hundred) }

  /// - Parameter scale: of the texts; figures stay 0 to 100.
  public func json(on scale: ScoreScale) -> JSON {
    let own: [JSON.Member] = [
      .init("state", .string(state.phase.rawValue)), .init("sentence", state.sentence.json),
      .init("reviews", .array(decisions.map(\.json))), .init("score", score),
      .init("skipped", .array(summary.skipped.map(JSON.string))),
      .init("attempts", .object(["policy": .string(policy.rawValue), "allowed": .optional(session.record.attemptsAllowed)])),
      .init("pace", pace), .init("repeated", .array(summary.repeated.map(\.json))),
      .init(
        "follow_ups",
        .array(
          summary.followUps.map {
            .object(["question": .string($0.question), "message": $0.message.json, "spans": .array($0.spans.map { JSON.span($0) })])
          })),
      .init("accommodations", .array(accommodations.map(JSON.string))), .init("identical", .array(identical.map(\.json))),
      .init("notes", .array(notes.map(\.json))),
      .init("answers", .array(answers.map(answer))), .init("zh", .string(text(in: .zh, scale: scale))),
      .init("en", .string(text(in: .en, scale: scale))),
    ]
    let names = Set(own.map(\.name))
    return .object(session.members.filter { !names.contains($0.name) } + own)
  }

  private var score: JSON {
    .object([
      "overall": summary.overall?.json ?? .null, "low": summary.low?.json ?? .null, "high": summary.high?.json ?? .null,
      "scored": .integer(summary.scored), "questions": .optional(summary.questions),
      "dimensions": .array(
        summary.dimensions.map {
          .object(["id": .string($0.id), "name": $0.name.json, "score": $0.score.json, "answers": .integer($0.answers)])
        }),
    ])
  }

  private var pace: JSON {
    let medians = SpeakerBaseline.measures.compactMap { measure in
      summary.baseline.medians[measure].map { JSON.Member(measure.rawValue, .rounded($0, measure.decimals)) }
    }
    return .object([
      "baseline": .object(medians),
      "departures": .array(
        summary.departures.map {
          .object([
            "question": .string($0.question), "speech_rate_syl_s": .rounded($0.rate, 2), "baseline_syl_s": .rounded($0.baseline, 2),
            "change": .rounded($0.change, 3),
          ])
        }),
    ])
  }

  private func answer(_ answer: StoredAnswer) -> JSON {
    let card = answer.record.scorecard
    return .object([
      "id": .string(answer.id), "question": .string(answer.record.key.question.text), "attempt": .integer(answer.record.key.attempt),
      "counts": .bool(counted.contains(answer.id)), "review": reviews[answer.id]?.json ?? .null, "revision": .integer(answer.revision),
      "overall": card?.overall?.json ?? .null, "confidence": .optional(card?.confidence.level.rawValue),
    ])
  }
}

extension RepeatedAnswer {
  var json: JSON {
    .object([
      "first": .string(first), "second": .string(second), "share": .rounded(share, 3),
      "passages": .array(
        passages.map { .object(["length": .integer($0.length), "first": .span($0.first), "second": .span($0.second)]) }),
    ])
  }
}
