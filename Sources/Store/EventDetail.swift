import Interview

/// The particulars of an event of the feed, an object for each kind of it (docs/store.md). The store and the line write them, messages for people
/// read them; nil is written as null.
package enum EventDetail {
  /// Of `answer.recorded`, `answer.revised`, `answer.reinstated`: enough to know whether the change concerns the reader.
  package struct Scored: Codable {
    /// 0 to 100; nil where there is no score.
    package var overall: Points?
    package var role_model: String?
    package var role_model_version: String?
    package var engine: String?
    /// Whether there is one.
    package var transcript: Bool?
    /// The answer that brought the same recording first.
    package var duplicate_of: String?
  }

  /// Of `answer.reviewed` and `session.reviewed`. The reason stays in the store: it may name a person.
  package struct Reviewed: Codable {
    package var review: Int?
    package var judgement: String?
  }

  /// Of `session.changed`.
  package struct Session: Codable {
    package var state: SessionPhase?
    /// The code that explains `held` or `failed`.
    package var reason: String?
    package var answered: Int?
    package var questions: Int?
  }

  /// Of `answer.quarantined` and `answer.held`.
  package struct Refused: Codable {
    package var code: String?
    package var cause: Bilingual?
    package var action: Bilingual?

    package init(_ code: FaultCode) { (self.code, cause, action) = (code.code, code.cause, code.action) }
  }

  /// Of `answer.released`: what went back into the inbox.
  package struct Released: Codable {
    package var files: Int

    package init(files: Int) { self.files = files }
  }

  /// Of `answer.released` where the session goes on without its manifest.
  package struct ReleasedWithoutManifest: Codable {
    package var without_manifest: Bool?
    /// Why the manifest could not be read.
    package var code: String?

    package init(_ code: FaultCode) { (without_manifest, self.code) = (true, code.code) }
  }

  /// Of `history.imported`.
  package struct Imported: Codable {
    /// Rows.
    package var imported: Int?
    /// Of the file.
    package var sha256: ContentHash?

    package init(rows: Int, file: ContentHash) { (imported, sha256) = (rows, file) }
  }
}

extension StoreEvent {
  /// The event that a revision became current.
  public static func about(_ answer: StoredAnswer, _ kind: Kind) -> StoreEvent {
    let record = answer.record
    return StoreEvent(
      kind: kind, session: record.key.session.text, answer: answer.id, revision: answer.revision,
      detail: JSON(
        encoding: EventDetail.Scored(
          overall: record.scorecard?.overall, role_model: record.roleModel?.id, role_model_version: record.roleModel?.version,
          engine: record.engine, transcript: record.transcriptHash != nil, duplicate_of: answer.duplicateOf)))
  }

  /// The event that a review was added.
  public static func about(_ review: StoredReview, session: String) -> StoreEvent {
    let detail = JSON(encoding: EventDetail.Reviewed(review: review.number, judgement: review.review.judgement))
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
      detail: JSON(
        encoding: EventDetail.Session(
          state: session.state, reason: session.reason, answered: session.answered, questions: session.questions.count)))
  }
}
