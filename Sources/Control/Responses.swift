import Connections
import Documents
import HTTPTypes
import Hummingbird
import Interview
import NIOCore
import Queries
import Store

extension FaultCode {
  public static let controlNotFound = FaultCode(
    "control.not-found", cause: Bilingual(zh: "没有这一项", en: "nothing was found"),
    action: Bilingual(zh: "用 intone status 与 intone show 查看现有的内容。", en: "intone status and intone show list what exists."))
  public static let controlBadRequest = FaultCode(
    "control.bad-request",
    cause: Bilingual(zh: "请求缺少参数，或参数的值不可用", en: "a parameter of the request is missing, or its value is not valid"),
    action: Bilingual(zh: "参见 /v1/openapi.json。", en: "See /v1/openapi.json."))

  public static let controlCodes: [FaultCode] =
    [
      .controlNotFound, .controlBadRequest, .recordingNotKept, .controlUnknownParameter, .controlBadAddress, .controlTooManyConnections,
      .accessDenied, .correctionIncomplete, .controlBodyTooLarge,
      .diskNearlyFull,
    ] + deskSocketCodes
}

extension Response {
  /// A document as one line of JSON.
  static func json(
    _ document: some Encodable & Sendable, status: HTTPResponse.Status = .ok, type: String = "application/json; charset=utf-8"
  ) -> Response {
    text(JSON(encoding: document).text + "\n", status: status, type: type)
  }

  /// One object a line.
  static func lines(_ documents: [some Document]) -> Response {
    text(documents.map { $0.json.text + "\n" }.joined(), type: "application/jsonl")
  }

  /// A text in one piece.
  static func text(_ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8") -> Response {
    Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

/// Turns every error into a problem document (RFC 9457) with the stable code.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
  func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let fault as Fault {
      let status: HTTPResponse.Status =
        fault.code == .accessDenied
        ? .forbidden
        : [.controlNotFound, .storeNoAnswer, .storeNoSession, .compareUnknown].contains(fault.code)
          ? .notFound : fault.code.retry != .never ? .serviceUnavailable : .badRequest
      return problem(ProblemDocument(fault, status: status.code), status)
    } catch let error as HTTPError {
      let document = ProblemDocument(
        code: "control.http", title: error.status.reasonPhrase, status: error.status.code, detail: error.body ?? request.uri.path,
        action: FaultCode.controlBadRequest.action)
      return problem(document, error.status)
    }
  }

  /// The document of a fault (RFC 9457) with its status.
  private func problem(_ document: ProblemDocument, _ status: HTTPResponse.Status) -> Response {
    .json(document, status: status, type: ProblemDocument.mediaType)
  }
}
