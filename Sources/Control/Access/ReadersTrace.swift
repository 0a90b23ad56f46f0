import Interview
import Settings
import Store

/// The detail of an entry `read` in the audit log.
private struct OpeningDetail: Encodable {
  /// What was asked for: `answer`, `explain`, `report`.
  let by: String
  let question: String?
  let roles: [String]
}

/// The detail of an entry `hear`; seconds of the recording, nil for all of it.
private struct HearingDetail: Encodable {
  let from: Double?
  let to: Double?
  let question: String
  let roles: [String]
}

// Who reads what was said leaves a trace: by whom, in which role, which question, when. It stands in the audit log before
// anything is given out.
extension ControlState {
  /// Somebody opens the words of an answer, or of a session's answers.
  ///
  /// - Parameters:
  ///   - subject: the answer's id, or the session's.
  ///   - place: what was asked for: `answer`, `explain`, `report`.
  /// - Throws: what keeps the entry from being written: then nothing is given out.
  func trace(_ caller: Caller?, opening subject: String, question: String? = nil, by route: String) throws(Fault) {
    guard settings.trace() == .words else { return }
    let reader = caller?.name ?? "unknown"
    // A page that looks again every few seconds is one reading.
    guard !traffic.readings.isGoingOn(reader, route + subject, now: clock()) else { return }
    let detail = OpeningDetail(by: route, question: question, roles: Self.roles(caller))
    try audit(AuditEntry(actor: reader, action: "read", subject: subject, outcome: "done", detail: JSON(encoding: detail).text))
    traffic.readings.begin(reader, route + subject, now: clock())
  }

  /// The same of a recording; every hearing is written, whatever the configuration says.
  func trace(_ caller: Caller?, hearing answer: StoredAnswer, _ span: Range<Double>?) throws(Fault) {
    let detail = HearingDetail(
      from: span?.lowerBound, to: span?.upperBound, question: answer.record.key.question.text, roles: Self.roles(caller))
    try audit(
      AuditEntry(
        actor: caller?.name ?? "unknown", action: "hear", subject: answer.id, outcome: "done", detail: JSON(encoding: detail).text))
  }

  private static func roles(_ caller: Caller?) -> [String] { (caller?.roles ?? []).map(\.rawValue).sorted() }
}
