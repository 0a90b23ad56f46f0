import Documents
import Interview
import NIOCore
import NIOHTTP1

/// Holds what comes over a connection to HTTP/1.1 (RFC 9112) and to its limits before anything else looks at it: a request
/// that is too long, too slow or ambiguous is answered once, and the connection is closed.
///
/// Two handlers, before and behind the HTTP decoder, share one watch over it: the first sees bytes and time, the second
/// sees where requests begin and end.
enum RequestGuard {
  /// - Parameter onRefusal: called for each request that is refused here.
  static func install(
    in pipeline: ChannelPipeline.SynchronousOperations, limits: RequestLimits, onRefusal: @escaping @Sendable () -> Void
  ) throws {
    let watch = RequestWatch(limits: limits, onRefusal: onRefusal)
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(HeadGuard(watch), position: .after(decoder))
    try pipeline.addHandler(WireGuard(watch), position: .first)
  }
}

/// Where a connection is: in the head of a request, in its body, or between two. Belongs to one event loop.
final class RequestWatch {
  let limits: RequestLimits
  private let onRefusal: @Sendable () -> Void
  /// Answers with a refusal and ends the connection; set by the guard of the wire, which writes past the encoder.
  var answerer: ((Refusal) -> Void)?
  /// Requests whose head has come, that have come whole, and that were answered.
  var heads = 0
  var wholes = 0
  var answered = 0
  /// Bytes of a head that is not whole yet, and whether its first line is.
  var headBytes = 0
  var hasLine = false
  private(set) var isRefused = false

  init(limits: RequestLimits, onRefusal: @escaping @Sendable () -> Void) {
    self.limits = limits
    self.onRefusal = onRefusal
  }

  /// Whether the next byte belongs to a head.
  var isBetween: Bool { heads == wholes }
  /// Whether a request is being worked on.
  var isAnswering: Bool { answered < heads }

  func refuse(_ refusal: Refusal) {
    guard !isRefused else { return }
    isRefused = true
    onRefusal()
    answerer?(refusal)
  }
}

/// Why a request is refused.
enum Refusal {
  case targetTooLong, headTooLong, tooSlow, noHost, ambiguousHost, strangeCoding, noPath, malformed

  var status: HTTPResponseStatus {
    switch self {
    case .targetTooLong: .uriTooLong
    case .headTooLong: .requestHeaderFieldsTooLarge
    case .tooSlow: .requestTimeout
    case .strangeCoding: .notImplemented
    case .noHost, .ambiguousHost, .noPath, .malformed: .badRequest
    }
  }

  private var detail: String {
    switch self {
    case .targetTooLong: "the request's first line is too long"
    case .headTooLong: "the request's fields are too long"
    case .tooSlow: "the request did not arrive in time"
    case .noHost: "the field Host is missing"
    case .ambiguousHost: "there is more than one field Host"
    case .strangeCoding: "the field Transfer-Encoding is not chunked alone"
    case .noPath: "the target is not a path"
    case .malformed: "this is not HTTP/1.1"
    }
  }

  private static let action = Bilingual(zh: "参见 /v1/openapi.json。", en: "See /v1/openapi.json.")

  /// The answer, whole.
  var wire: String {
    ProblemDocument(
      code: "control.http", title: status.reasonPhrase, status: Int(status.code), detail: detail, action: Self.action
    ).wire(reason: status.reasonPhrase)
  }
}

extension ProblemDocument {
  package static let mediaType = "application/problem+json"

  /// The whole answer as bytes, for a connection that has no HTTP channel, or must not go on with it; it ends the connection.
  package func wire(reason: String = "") -> String {
    let body = json.text + "\n"
    return
      "HTTP/1.1 \(status) \(reason)\r\nConnection: close\r\nContent-Type: \(Self.mediaType)\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }
}
