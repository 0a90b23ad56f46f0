import Documents
import HTTPTypes
import Hummingbird
import Interview
import NIOCore

// What a request brings, and what is made of an answer.
extension DeskServer {
  /// The `{id}` of the path, decoded.
  /// - Throws: where the route has none, which is a mistake of the table.
  func id(_ context: DeskContext) throws -> String {
    let id = try context.parameters.require("id")
    return PercentText.decoded(id) ?? id
  }

  /// The visitor's language; Chinese for somebody who was not let in.
  func language(_ request: Request) -> Language {
    visitor(request)?.language ?? .zh
  }

  /// A page in the visitor's language, with status 200.
  func show(_ request: Request, _ page: (Language) -> DeskPage) async throws -> Response {
    try await show(request, page(language(request)))
  }

  /// A page as HTML.
  /// - Throws: where the template cannot be rendered.
  func show(_ request: Request, _ page: DeskPage, status: HTTPResponse.Status = .ok) async throws -> Response {
    let visitor = visitor(request)
    // A page that answered a form cannot be asked for again by its address.
    let back = request.method == .get ? request.uri.string : "/desk/interviews"
    let html = try page.html(for: visitor, language: visitor?.language ?? .zh, path: back)
    return Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"], body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  }

  /// The page that says what went wrong, with the problem's own status.
  func problem(_ problem: DeskProblem, _ request: Request) async throws -> Response {
    let visitor = visitor(request)
    let language = visitor?.language ?? .zh
    let page = DeskPage(
      template: "message", title: problem.cause,
      context: ["cause": problem.cause[language], "action": problem.action[language], "code": problem.code, "detail": problem.detail])
    return try await show(request, page, status: HTTPResponse.Status(code: problem.status))
  }

  /// The daemon's answer as it is: a recording, or a part of one (206, 416).
  /// - Throws: `DeskProblem` with the daemon's status for any other; what `DeskSource.ask` throws.
  func passedOn(_ asked: DeskRequest) async throws -> Response {
    let answer = try await source.ask(asked)
    guard (200..<300).contains(answer.status) || answer.status == 416 else {
      throw DeskProblem(status: answer.status, answer.bytes)
    }
    var headers: HTTPFields = [:]
    for (name, field) in [("content-type", HTTPField.Name.contentType), ("content-range", .contentRange), ("accept-ranges", .acceptRanges)]
    {
      headers[field] = answer.headers[name]
    }
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes)))
  }

  /// Sends a decision to the daemon, in this user's name.
  /// - Throws: `DeskProblem`, as `review.incomplete`; what `DeskSource.ask` throws.
  func review(_ target: String, _ form: [String: String]) async throws {
    try await source.act(
      target, Wishes.Review(reviewer: account, judgement: form["judgement"] ?? "", reason: form["reason"] ?? ""))
  }

  /// What a form sent, which must have been made by this desk for this visitor.
  func form(_ request: Request, longest: Int = 64 << 10) async throws -> [String: String] {
    let body = try await request.body.collect(upTo: longest)
    var fields: [String: String] = [:]
    for pair in String(buffer: body).split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let text = parts.count > 1 ? PercentText.decoded(parts[1], plusIsSpace: true) ?? "" : ""
      fields[String(parts[0])] = text.replacing("\r\n", with: "\n")
    }
    try check(fields["form"], request)
    return fields
  }

  /// - Throws: `desk.form` for a token that is not the visitor's.
  func check(_ token: String?, _ request: Request) throws {
    guard let visitor = visitor(request), DeskVisitors.isSame(token ?? "", visitor.formToken)
    else { throw DeskProblem(Fault(.deskForm), status: 403) }
  }

  /// Lets a browser in that shows the word of the invitation, once: sets its cookie and leads to the interviews.
  /// - Throws: `desk.closed` with 403 for any other word, and for one that was used.
  func enter(_ request: Request) throws -> Response {
    guard let cookie = visitors.enter(String(request.uri.queryParameters["word"] ?? ""), now: clock()) else {
      throw DeskProblem(Fault(.deskClosed), status: 403)
    }
    var response = Response.redirect(to: "/desk/interviews", type: .normal)
    response.headers[.setCookie] = "\(Self.cookieName)=\(cookie); Path=/; HttpOnly; SameSite=Strict"
    return response
  }

  /// Who has sent a request; nil for nobody that was let in.
  func visitor(_ request: Request) -> DeskVisitors.Visitor? {
    switch door {
    case .address: visitors.visitor(Self.cookie(request), now: clock())
    case .proxy: DeskAsker.current.map { visitors.visitor(signedIn: $0.account, now: clock()) }
    }
  }

  /// Under what a visitor is remembered.
  func key(_ request: Request) -> String? {
    switch door {
    case .address: Self.cookie(request)
    case .proxy: DeskAsker.current?.account
    }
  }

  static let cookieName = "intone_desk"

  /// The value of the desk's cookie; nil where the browser shows none.
  static func cookie(_ request: Request) -> String? {
    (request.headers[.cookie] ?? "").split(separator: ";").map { $0.drop { $0 == " " } }
      .first { $0.hasPrefix(cookieName + "=") }.map { String($0.dropFirst(cookieName.count + 1)) }
  }

  /// Only a place of the desk itself is gone back to.
  static func ownPath(_ path: String?) -> String {
    guard let path, path.hasPrefix("/desk/"), !path.contains("//"), !path.contains("\\"), path.isPlainLine else {
      return "/desk/interviews"
    }
    return path
  }

  /// A file that is embedded in the program.
  static func file(_ bytes: [UInt8], _ type: String) -> Response {
    Response(status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension DeskServer {
  /// Whether the request comes from somebody who was let in.
  func isInside(_ request: Request) -> Bool { visitor(request) != nil }

  /// Whether the name that was asked is this desk's. A name of somebody else's that leads here (DNS rebinding) is not answered; behind a
  /// proxy the names are the proxy's affair.
  func isOwn(_ host: Substring) -> Bool {
    switch door {
    case .address: ["127.0.0.1", "localhost"].contains(host)
    case .proxy: true
    }
  }
}

/// What holds for every request: only this machine's own names, only who was let in, and headers that let a page load
/// nothing from elsewhere.
struct DeskGuard: RouterMiddleware {
  typealias Context = DeskContext

  let server: DeskServer

  func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
    var response: Response
    do {
      let host = (request.head.authority ?? "").split(separator: ":").first ?? ""
      guard server.isOwn(host) else { throw DeskProblem(Fault(.deskClosed), status: 403) }
      let isOpen = ["/desk/enter", "/desk/desk.css", "/desk/desk.js", "/favicon.ico"].contains(request.uri.path)
      let isInside = server.isInside(request)
      if isInside { server.connections.know(context.channel) }
      guard isOpen || isInside else { throw DeskProblem(Fault(.deskClosed), status: 403) }
      if isInside, !isOpen, let key = server.key(request),
        let wait = server.visitors.wait(key, isForm: request.method == .post, now: server.clock())
      {
        var answer = try await server.problem(DeskProblem(Fault(.deskTooMany), status: 429), request)
        answer.headers[.retryAfter] = "\(Int(wait.rounded(.up)))"
        return server.guarded(answer)
      }
      response = try await next(request, context)
    } catch let problem as DeskProblem {
      response = try await server.problem(problem, request)
    } catch let fault as Fault {
      response = try await server.problem(DeskProblem(fault, status: fault.code.retry == .later ? 503 : 400), request)
    } catch let error as HTTPError {
      response = try await server.problem(
        DeskProblem(Fault(.deskMissing, request.uri.path.visibleLine), status: error.status.code), request)
    }
    return server.guarded(response)
  }
}

extension DeskServer {
  /// With what every answer forbids.
  func guarded(_ answer: Response) -> Response {
    var response = answer
    if response.headers[.contentSecurityPolicy] == nil {
      response.headers[.contentSecurityPolicy] =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.cacheControl] = "no-store"
    if let referrer = HTTPField.Name("Referrer-Policy") { response.headers[referrer] = "no-referrer" }
    if let opener = HTTPField.Name("Cross-Origin-Opener-Policy") { response.headers[opener] = "same-origin" }
    return response
  }
}
