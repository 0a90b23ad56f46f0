import Hummingbird
import Interview
import Queries

extension PercentText {
  /// - Parameter plusIsSpace: as in a query that a form or a library has made.
  /// - Throws: `control.bad-address` for what cannot be decoded.
  static func required(_ text: some StringProtocol, plusIsSpace: Bool = false) throws(Fault) -> String {
    guard let decoded = decoded(text, plusIsSpace: plusIsSpace) else { throw Fault(.controlBadAddress, String(text)) }
    return decoded
  }

  /// Whether a path is written in the one way that the table knows: no part of it is empty, `.` or `..`.
  static func isPlainPath(_ path: String) -> Bool {
    guard path.utf8.first == UInt8(ascii: "/") else { return false }
    let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    return path == "/" || !parts.contains { ["", ".", ".."].contains($0) }
  }
}

/// What stands behind the `?` of an address, decoded once.
struct Query: Sendable {
  let pairs: [(name: String, value: String)]

  /// - Throws: `control.bad-address`.
  init(_ text: String?) throws(Fault) {
    var pairs: [(name: String, value: String)] = []
    for part in (text ?? "").split(separator: "&") {
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = try halves.dropFirst().first.map { half throws(Fault) in try PercentText.required(half, plusIsSpace: true) } ?? ""
      pairs.append((try PercentText.required(halves[0], plusIsSpace: true), value))
    }
    self.pairs = pairs
  }

  /// The first value of this name.
  subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// Every value of this name, in order.
  func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

  /// Every name, as often as it stands there.
  var names: [String] { pairs.map(\.name) }

  /// A whole number within bounds.
  /// - Throws: `control.bad-request` for what is none, or lies outside.
  func bounded(_ name: String, _ bounds: ClosedRange<Int>, standard: Int) throws(Fault) -> Int {
    guard let text = self[name] else { return standard }
    guard let value = Int(text), bounds.contains(value) else {
      throw Fault(.controlBadRequest, "\(name)=\(text): \(bounds.lowerBound)…\(bounds.upperBound)")
    }
    return value
  }

  /// One of a closed list of words; nil where it is not asked for.
  /// - Throws: `control.bad-request` for another word.
  func chosen<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) throws(Fault) -> Choice? {
    guard let text = self[name] else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw Fault(.controlBadRequest, "\(name)=\(text): \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  /// An id, in its printed form.
  func id(_ name: String = "id") throws(Fault) -> String {
    guard let text = self[name] else { throw Fault(.controlBadRequest, name) }
    return OpaqueName(printed: text) == nil ? OpaqueName(text).text : text
  }
}

extension Request {
  /// - Throws: `control.bad-address`.
  func query() throws(Fault) -> Query { try Query(uri.query) }
}

extension BlockingExecutor {
  /// The part of the path that the route names `{id}`, as the store spells ids.
  /// - Throws: `control.bad-address`, `control.bad-request`.
  func id(_ context: PeerContext) async throws -> String {
    guard let raw = context.parameters.get("id") else { throw Fault(.controlBadRequest, "id") }
    let text = try PercentText.required(raw)
    // Nearly every id is spelled as it is written, and needs no look into the store.
    if OpaqueName(text).text == text { return text }
    return try await run { state throws(Fault) in try state.store.spelled(text) }
  }
}

extension FaultCode {
  public static let controlBadAddress = FaultCode(
    "control.bad-address", cause: Bilingual(zh: "地址中的百分号编码有误", en: "the address is not percent-encoded UTF-8"),
    action: Bilingual(
      zh: "把编号按 UTF-8 逐字节写成 %XX（RFC 3986）；不是 UTF-8 的文件名用 intone show 所示的写法。",
      en: "Encode ids byte by byte as UTF-8 in %XX (RFC 3986); write names that are not UTF-8 as intone show prints them."))
}

extension FaultCode {
  public static let controlUnknownParameter = FaultCode(
    "control.unknown-parameter", cause: Bilingual(zh: "请求带有未知的参数", en: "the request has an unknown parameter"),
    action: Bilingual(zh: "请去掉或改正它；有哪些参数见 /v1/openapi.json。", en: "Remove or correct it; /v1/openapi.json lists the parameters."))
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
