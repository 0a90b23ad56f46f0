import Hummingbird
import Interview

extension FaultCode {
  public static let controlUnknownParameter = FaultCode(
    "control.unknown-parameter", cause: Bilingual(zh: "请求带有未知的参数", en: "the request has a parameter that is not known"),
    action: Bilingual(zh: "请去掉或改正它；有哪些参数见 /v1/openapi.json。", en: "Leave it out or mend it; /v1/openapi.json names those there are."))
}

/// Refuses a query that the route's line in the table does not name: a misspelt filter must not be taken for none.
struct QueryMiddleware: RouterMiddleware {
  func handle(_ request: Request, context: PeerContext, next: (Request, PeerContext) async throws -> Response) async throws -> Response {
    guard let endpoint = context.endpointPath, let route = RouteTable.route(request.method.rawValue.lowercased(), endpoint) else {
      return try await next(request, context)
    }
    for name in try request.query().names where !route.parameters.contains(name) {
      let known = route.parameters.isEmpty ? "—" : route.parameters.joined(separator: ", ")
      throw Fault(.controlUnknownParameter, "\(name.visibleLine); \(known)")
    }
    return try await next(request, context)
  }
}
