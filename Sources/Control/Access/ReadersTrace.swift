import Interview
import Settings
import Store

// Who reads what was said leaves a trace: by whom, in which role, which question, when. It stands in the audit log before
// anything is given out.
extension ControlState {
  /// Somebody opens the words of an answer, or of a session's answers.
  ///
  /// - Parameters:
  ///   - subject: the answer's id, or the session's.
  ///   - place: what was asked for: `answer`, `explain`, `report`.
  /// - Throws: what keeps the entry from being written: then nothing is given out.
  func trace(_ caller: Caller?, opening subject: String, question: String? = nil, by place: String) throws(Fault) {
    guard settings.trace() == .words else { return }
    let reader = caller?.name ?? "unknown"
    // A page that looks again every few seconds is one reading.
    guard !traffic.readings.isGoingOn(reader, place + subject, now: clock()) else { return }
    let detail = JSON.object([
      "by": .string(place), "question": .optional(question), "roles": .array(Self.roles(caller).map(JSON.string)),
    ])
    try audit(AuditEntry(actor: reader, action: "read", subject: subject, outcome: "done", detail: detail.text))
    traffic.readings.begin(reader, place + subject, now: clock())
  }

  /// The same of a recording; every hearing is written, whatever the configuration says.
  func trace(_ caller: Caller?, hearing answer: StoredAnswer, _ span: Range<Double>?) throws(Fault) {
    let detail = JSON.object([
      "from": span.map { .number($0.lowerBound) } ?? .null, "to": span.map { .number($0.upperBound) } ?? .null,
      "question": .string(answer.record.key.question.text), "roles": .array(Self.roles(caller).map(JSON.string)),
    ])
    try audit(AuditEntry(actor: caller?.name ?? "unknown", action: "hear", subject: answer.id, outcome: "done", detail: detail.text))
  }

  private static func roles(_ caller: Caller?) -> [String] { (caller?.roles ?? []).map(\.rawValue).sorted() }
}
