import Interview

/// Something that is wrong, where, and what to do about it.
package struct FaultDocument: Document {
  package let code: String
  package let about: String
  package let cause: Bilingual
  package let detail: String
  package let action: Bilingual

  package static let component: String? = "Fault"

  /// - Parameter withNames: whether the detail is told; it may name files, which bear the names of sessions.
  package init(_ fault: Fault, about: String, withNames: Bool) {
    code = fault.code.code
    self.about = about
    cause = fault.code.cause
    detail = withNames ? fault.detail : ""
    action = fault.code.action
  }
}

/// An error as the socket tells it (RFC 9457), with the stable code.
package struct ProblemDocument: Document {
  package let type: String
  package let title: String
  package let status: Int
  package let detail: String
  package let code: String
  package let action: Bilingual
  /// As the title, in both languages.
  package let cause: Bilingual

  package static let component: String? = "Problem"
  package static let refined: [String: Shape] = ["status": .integer(minimum: 400)]

  package init(code: String, title: String, status: Int, detail: String, action: Bilingual, cause: Bilingual? = nil) {
    type = "urn:intone:fault:" + code
    self.title = title
    self.status = status
    self.detail = detail
    self.code = code
    self.action = action
    self.cause = cause ?? Bilingual(zh: title, en: title)
  }

  /// The fault that it tells, for whoever asked by the socket.
  package var fault: Fault { Fault(FaultCode(code, cause: cause, action: action), detail) }

  package init(_ fault: Fault, status: Int) {
    self.init(
      code: fault.code.code, title: fault.code.cause.en, status: status, detail: fault.detail, action: fault.code.action,
      cause: fault.code.cause)
  }
}
