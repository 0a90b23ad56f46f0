import Interview

extension StoreEvent {
  /// The event that a revision became current; its detail is enough to know whether the change concerns the reader.
  public static func about(_ answer: StoredAnswer, _ kind: Kind) -> StoreEvent {
    let card = answer.record.scorecard
    return StoreEvent(
      kind: kind, session: answer.record.key.session.text, answer: answer.id, revision: answer.revision,
      detail: .object([
        "overall": .rounded(card?.overall?.value, 2), "role_model": .optional(answer.record.roleModel?.id),
        "role_model_version": .optional(answer.record.roleModel?.version), "engine": .string(answer.record.engine),
        "transcript": .bool(answer.record.transcriptHash != nil), "duplicate_of": .optional(answer.duplicateOf),
      ]))
  }

  /// The event that a review was added. Its reason stays in the store: it may name a person.
  public static func about(_ review: StoredReview, session: String) -> StoreEvent {
    let detail = JSON.object(["review": .integer(review.number), "judgement": .string(review.review.judgement)])
    return switch review.review.subject {
    case .answer(let answer):
      StoreEvent(kind: .answerReviewed, session: session, answer: answer, revision: review.revision, detail: detail)
    case .session: StoreEvent(kind: .sessionReviewed, session: session, detail: detail)
    }
  }

  /// The event that a session's state or its count of answers changed.
  public static func about(_ session: SessionRecord) -> StoreEvent {
    StoreEvent(
      kind: .sessionChanged, session: session.id.text,
      detail: .object([
        "state": .string(session.state.rawValue), "reason": .optional(session.reason), "answered": .integer(session.answered),
        "questions": .integer(session.questions.count),
      ]))
  }
}
