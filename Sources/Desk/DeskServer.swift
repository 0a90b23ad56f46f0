import Documents
import FoundationEssentials
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Interview
import Logging
import NIOCore
import Queries
import Reports
import ServiceLifecycle

/// The desk: pages for people who have no shell, served on the loopback interface alone.
///
/// Whoever opens the printed address has the rights of the user who started it: every page and every action is a request to
/// `/v1`, where the daemon looks at who asks.
public struct DeskServer: Sendable {
  let source: any DeskSource
  let visitors: DeskVisitors
  let connections = DeskConnections()
  let clock: @Sendable () -> Double
  let door: DeskDoor

  /// - Parameters:
  ///   - language: what pages are written in until a visitor chooses.
  ///   - account: who reviews.
  public init(
    source: any DeskSource, language: Language, account: String, clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
  ) {
    self.source = source
    door = .address(account: account)
    self.clock = clock
    visitors = DeskVisitors(language: language)
  }

  /// A desk behind a proxy that signs people in: `DeskAsker.current` says who asks. Whoever calls it makes sure that it is the proxy.
  public init(behindProxyWith source: any DeskSource, language: Language, clock: @escaping @Sendable () -> Double) {
    self.source = source
    door = .proxy
    self.clock = clock
    visitors = DeskVisitors(language: language)
  }

  /// Serves on `127.0.0.1` until the process is told to end.
  ///
  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - tell: is given an address that lets one visitor in; another each time one was used.
  /// - Throws: `desk.port-taken`.
  public func run(port: Int, tell: @escaping @Sendable (String) -> Void) async throws {
    var quiet = Logger(label: "desk") { _ in SwiftLogNoOpLogHandler() }
    quiet.logLevel = .critical
    let (visitors, connections) = (visitors, connections)
    let application = Application(
      router: router(), server: HTTPServerBuilder { connections.channel($0) },
      configuration: ApplicationConfiguration(
        address: .hostname("127.0.0.1", port: port), serverName: "intone",
        // Those beyond the places are on their way out.
        availableConnectionsDelegate: .maximum(DeskSlots.count + 16, logger: quiet)),
      onServerRunning: { channel in
        let base = "http://127.0.0.1:\(channel.localAddress?.port ?? port)"
        visitors.announce { tell(base + "/desk/enter?word=" + $0) }
      }, logger: quiet)
    do {
      try await application.runService()
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw Fault(.deskTaken, "127.0.0.1:\(port)")
    }
  }

  /// All pages of the desk, each behind `DeskGuard`; tests call it without a server.
  public func router() -> Router<DeskContext> {
    let router = Router(context: DeskContext.self)
    router.add(middleware: DeskGuard(server: self))
    router.get("/") { _, _ in Response.redirect(to: "/desk/interviews") }
    let desk = router.group("desk")
    // Browsers ask for it unasked.
    router.get("favicon.ico") { _, _ in Response(status: .noContent) }
    desk.get { _, _ in Response.redirect(to: "/desk/interviews") }
    desk.get("desk.css") { _, _ in Self.file(PackageResources.desk_css, "text/css; charset=utf-8") }
    desk.get("desk.js") { _, _ in Self.file(PackageResources.desk_js, "text/javascript; charset=utf-8") }
    desk.get("enter") { request, _ in try enter(request) }
    desk.get("interviews") { request, _ in try await show(request, try await interviews(request)) }
    desk.post("find") { request, _ in
      let form = try await form(request)
      return try await show(request, try await found(form["candidate"] ?? ""))
    }
    desk.get("interviews/:id") { request, context in
      let page = try await interview(try id(context))
      return try await show(request, page.page(language(request)))
    }
    desk.get("interviews/:id/candidate") { request, context in
      let id = try id(context)
      let feedback: FeedbackDocument = try await source.read("/v1/sessions/\(PercentText.encoded(id))/feedback")
      return try await show(request, try CandidatePage(session: id, feedback: feedback).page(language(request)))
    }
    desk.get("interviews/:id/candidate/file") { request, context in
      var response = try await report(request, context, "for=candidate&")
      response.headers[.contentDisposition] = "attachment; filename=\"feedback.html\""
      return response
    }
    desk.get("interviews/:id/report") { request, context in try await report(request, context) }
    desk.get("interviews/:id/report/sound") { request, context in
      var response = try await report(request, context, "sound=true&")
      response.headers[.contentDisposition] = "attachment; filename=\"report.html\""
      return response
    }
    desk.post("interviews/:id/decision") { request, context in
      let id = try id(context)
      let form = try await form(request)
      let target = "/v1/sessions/" + PercentText.encoded(id)
      let session: SessionDocument = try await source.read(target)
      let decided = session.reviews
      // Whoever decides has seen what others decided.
      if let seen = form["seen"].flatMap(Int.init), decided.count > seen, let latest = decided.first {
        let words = [latest.reviewer, latest.judgement, latest.reason].joined(separator: ", ")
        throw DeskProblem(Fault(.deskDecided, words.visibleLine), status: 409)
      }
      try await review(target + "/review", form)
      return Response.redirect(to: DeskPath.interview(id), type: .normal)
    }
    desk.post("answers/:id/review") { request, context in
      let form = try await form(request)
      try await review("/v1/answers/\(PercentText.encoded(try id(context)))/review", form)
      return Response.redirect(to: Self.ownPath(form["interview"]), type: .normal)
    }
    desk.get("answers/:id/listening") { request, context in
      try await passedOn(DeskRequest("GET", "/v1/answers/\(PercentText.encoded(try id(context)))/listening"))
    }
    desk.post("answers/:id/transcript") { request, context in
      let form = try await form(request, longest: 1 << 20)
      try await source.act(
        "/v1/answers/\(PercentText.encoded(try id(context)))/transcript",
        Wishes.Correction(reviewer: account, reason: form["reason"] ?? "", text: form["text"] ?? ""))
      return Response.redirect(to: Self.ownPath(form["interview"]), type: .normal)
    }
    desk.get("answers/:id/recording") { request, context in
      let query = request.uri.query.map { "?" + $0 } ?? ""
      return try await passedOn(
        DeskRequest("GET", "/v1/answers/\(PercentText.encoded(try id(context)))/recording" + query, range: request.headers[.range]))
    }
    desk.get("compare") { request, _ in
      let ids = request.uri.queryParameters.getAll("id").prefix(ComparisonPage.maximumSessions)
      let query = ids.map { "id=" + PercentText.encoded($0) }.joined(separator: "&")
      return try await show(request, ComparisonPage(comparison: try await source.read("/v1/compare?" + query)).page(language(request)))
    }
    desk.get("questions") { request, _ in
      try await show(request, QuestionsPage(statistics: try await source.read("/v1/stats?kept=true")).page(language(request)))
    }
    addRoles(to: desk)
    desk.get("running") { request, _ in try await show(request, try await running().page(language(request))) }
    desk.post("running/work") { request, _ in
      try await source.act(try await form(request)["work"] == "resume" ? "/v1/resume" : "/v1/pause")
      return Response.redirect(to: "/desk/running", type: .normal)
    }
    desk.post("running/retry") { request, _ in
      try await source.act("/v1/retry?id=" + PercentText.encoded(try await form(request)["id"] ?? ""))
      return Response.redirect(to: "/desk/running", type: .normal)
    }
    desk.post("language") { request, _ in
      let form = try await form(request)
      if let key = key(request), let language = Language(rawValue: form["lang"] ?? "") { visitors.speak(language, to: key) }
      return Response.redirect(to: Self.ownPath(form["back"]), type: .normal)
    }
    return router
  }

  // MARK: Pages

  private func interviews(_ request: Request) async throws -> DeskPage {
    let query = request.uri.queryParameters
    let (state, role) = (query["state"].map(String.init) ?? "", query["role"].map(String.init) ?? "")
    let order = query["sort"].flatMap { SessionListing.Order(rawValue: String($0)) } ?? .time
    var asked = ["limit=\(InterviewsPage.rows)", "sort=" + order.rawValue]
    if !state.isEmpty { asked.append("state=" + PercentText.encoded(state)) }
    if !role.isEmpty { asked.append("role=" + PercentText.encoded(role)) }
    if let after = query["after"] { asked.append("after=" + PercentText.encoded(String(after))) }
    let (sessions, next): ([ListedSession], String?) = try await source.page("/v1/sessions?" + asked.joined(separator: "&"))
    let models: [ModelDocument] = try await source.read("/v1/models")
    let following = next.flatMap { $0.split(separator: "?").last }.map { text in
      text.split(separator: "&").filter { !$0.hasPrefix("limit=") }.joined(separator: "&")
    }
    let page = InterviewsPage(sessions: sessions, role: role, state: state, order: order, models: models, next: following)
    return page.page(language(request))
  }

  private func found(_ candidate: String) async throws -> @Sendable (Language) -> DeskPage {
    let sessions: [ListedSession] = try await source.read("/v1/sessions?candidate=" + PercentText.encoded(candidate))
    let models: [ModelDocument] = try await source.read("/v1/models")
    return { InterviewsPage(sessions: sessions, role: "", state: "", order: .time, models: models, next: nil, sought: candidate).page($0) }
  }

  private func interview(_ id: String) async throws -> InterviewPage {
    let session: SessionDocument = try await source.read("/v1/sessions/" + PercentText.encoded(id))
    var (answers, explanations): ([String: AnswerDocument], [String: ExplanationDocument]) = ([:], [:])
    for answer in session.answers.map(\.id) {
      // Who may see scores and not the words has the page without them.
      let target = "/v1/answers/" + PercentText.encoded(answer)
      async let document: AnswerDocument? = source.ifAllowed(target)
      async let explanation: ExplanationDocument? = source.ifAllowed(target + "/explain")
      (answers[answer], explanations[answer]) = (try await document, try await explanation)
    }
    return InterviewPage(session: session, answers: answers, explanations: explanations)
  }

  /// One page with its styles inside and no script.
  private func report(_ request: Request, _ context: DeskContext, _ more: String = "") async throws -> Response {
    let target = "/v1/sessions/\(PercentText.encoded(try id(context)))/report?\(more)lang=\(language(request).rawValue)"
    var response = try await passedOn(DeskRequest("GET", target))
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:; frame-ancestors 'none'"
    return response
  }

  private func running() async throws -> RunningPage {
    RunningPage(
      status: try await source.read("/v1/status"), fleet: try await source.read("/v1/fleet"),
      queue: try await source.ifAllowed("/v1/queue?limit=50"),
      quarantine: try await source.ifAllowed("/v1/quarantine"), now: clock())
  }
}
