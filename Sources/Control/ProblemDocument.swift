import Interview

/// An error as the socket tells it (RFC 9457), with the stable code.
struct ProblemDocument {
  static let type = "application/problem+json"

  let json: JSON
  private let status: Int
  private let reason: String

  init(
    status: Int, reason: String, code: String, title: String, detail: String, action: Bilingual,
    cause: Bilingual? = nil
  ) {
    self.status = status
    self.reason = reason
    json = .object([
      "type": .string("urn:intone:fault:" + code), "title": .string(title), "status": .integer(status), "detail": .string(detail),
      "code": .string(code), "action": action.json,
      // As the title, in both languages; what HTTP itself says has no other.
      "cause": (cause ?? Bilingual(zh: title, en: title)).json,
    ])
  }

  init(_ fault: Fault, status: Int, reason: String = "") {
    self.init(
      status: status, reason: reason, code: fault.code.code, title: fault.code.cause.en, detail: fault.detail, action: fault.code.action,
      cause: fault.code.cause)
  }

  /// The whole answer as bytes, for a connection that has no HTTP channel, or must not go on with it; it ends the connection.
  var wire: String {
    let body = json.text + "\n"
    return
      "HTTP/1.1 \(status) \(reason)\r\nConnection: close\r\nContent-Type: \(Self.type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }
}
