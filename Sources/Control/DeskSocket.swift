import Connections
import Desk
import Documents
import HTTPTypes
import Hummingbird
import Interview
import Logging
import NIOCore
import Settings
import Store
import Synchronization

extension FaultCode {
  public static let deskNotProxy = FaultCode(
    "desk.not-the-proxy", cause: Bilingual(zh: "此套接字只回应所配置的代理", en: "this socket answers only the configured proxy"),
    action: Bilingual(
      zh: "请经公司的代理打开页面，或运行 intone desk；代理的账户由配置 desk.proxy_user 指定。",
      en: "Open the pages through your company's proxy, or run intone desk; desk.proxy_user in the configuration names the proxy's account."
    ))
  public static let deskNobody = FaultCode(
    "desk.no-user", cause: Bilingual(zh: "代理没有说明是谁在请求", en: "the proxy did not say who sent the request"),
    action: Bilingual(
      zh: "请让代理在登录之后设置 desk.user_header 所指的头（只设一次），见 docs/desk.md。",
      en: "Let the proxy set the header of desk.user_header, once, after it has signed the user in; see docs/desk.md."))

  public static let deskSocketCodes: [FaultCode] = [.deskNotProxy, .deskNobody]
}

/// The second socket, for a company's own proxy: pages for whoever the proxy has signed in.
///
/// The kernel says who is connected (`SO_PEERCRED`); only where that is the proxy's account do its headers count. Each page asks the
/// routes of `/v1` as the user that the headers name, with the roles that the configuration gives the user's groups.
struct DeskSocket: HTTPResponder {
  typealias Context = PeerContext

  let configuration: DeskConfiguration
  let executor: BlockingExecutor
  let peer: @Sendable (any Channel) async -> Peer?
  private let pages: RouterResponder<DeskContext>

  init(
    _ configuration: DeskConfiguration, executor: BlockingExecutor, routes: RouterResponder<PeerContext>,
    peer: @escaping @Sendable (any Channel) async -> Peer?
  ) {
    (self.configuration, self.executor, self.peer) = (configuration, executor, peer)
    let source = RoutesAsCaller(routes: routes, logger: executor.logger)
    pages = DeskServer(behindProxyWith: source, language: .zh, clock: executor.state.clock).router().buildResponder()
  }

  /// A page, or the answer for a page: 403 with `desk.not-the-proxy` for any other peer than the configured proxy, with `desk.no-user`
  /// where it names nobody.
  func respond(to request: Request, context: PeerContext) async throws -> Response {
    let caller: Caller
    do throws(Fault) {
      try await admit(context)
      caller = try self.caller(request.headers)
    } catch {
      return .json(ProblemDocument(error, status: 403), status: .forbidden, type: ProblemDocument.mediaType)
    }
    return try await SignedIn.$current.withValue(SignedIn(caller: caller, channel: context.channel)) {
      try await DeskAsker.$current.withValue(DeskAsker(account: caller.account)) {
        try await pages.respond(
          to: request,
          context: DeskContext(source: ApplicationRequestContextSource(channel: context.channel, logger: executor.logger)))
      }
    }
  }

  /// - Throws: `desk.not-the-proxy`, which is audited.
  private func admit(_ context: PeerContext) async throws(Fault) {
    let found = await peer(context.channel)
    // Who cannot be looked up is a stranger as well.
    guard let caller = try? await executor.caller(found), caller.account == configuration.proxyUser else {
      let name = found.map { "uid:\($0.uid)" } ?? "unknown"
      let stranger = Caller(found, nil, roles: RoleMap(groups: [:]))
      await executor.deny(stranger, AuditEntry(actor: name, action: "denied.desk", subject: "desk.sock", outcome: "denied"))
      throw Fault(.deskNotProxy, name)
    }
  }

  /// Who the proxy says it is.
  /// - Throws: `desk.no-user` where it says so not at all, or more than once: then one of the two may be the visitor's own.
  func caller(_ headers: HTTPFields) throws(Fault) -> Caller {
    guard let user = Self.only(configuration.userHeader, headers), !user.isEmpty, user.utf8.count <= 200, user.isPlainLine else {
      throw Fault(.deskNobody, configuration.userHeader)
    }
    let groups = Self.only(configuration.groupsHeader, headers) ?? ""
    return Caller(
      signedIn: user,
      groups: Set(
        groups.split(separator: ",").map { $0.drop { $0 == " " } }.map { String($0.reversed().drop { $0 == " " }.reversed()) }
          .filter { !$0.hasPrefix("user:") }),
      roles: configuration.roles)
  }

  private static func only(_ name: String, _ headers: HTTPFields) -> String? {
    let name = name.lowercased()
    let values = headers.filter { $0.name.canonicalName == name }
    return values.count == 1 ? values.first?.value : nil
  }
}

/// Whom the proxy has signed in, and the connection they came by.
private struct SignedIn: Sendable {
  let caller: Caller
  let channel: any Channel

  @TaskLocal static var current: SignedIn?
}

/// The routes of `/v1` within the process, as the user who was signed in.
private struct RoutesAsCaller: DeskSource {
  let routes: RouterResponder<PeerContext>
  let logger: Logger

  func ask(_ asked: DeskRequest) async throws -> DeskAnswer {
    guard let signedIn = SignedIn.current else { throw Fault(.deskNobody) }
    var headers: HTTPFields = [:]
    if let range = asked.range { headers[.range] = range }
    let request = Request(
      head: HTTPRequest(
        method: HTTPRequest.Method(asked.method) ?? .get, scheme: "http", authority: "intoned", path: asked.target, headerFields: headers),
      body: RequestBody(buffer: ByteBuffer(bytes: asked.body)))
    let response = try await routes.respond(to: request, context: PeerContext(signedIn.caller, channel: signedIn.channel, logger: logger))
    let bytes = Collector.Bytes()
    try await response.body.write(Collector(bytes: bytes))
    return DeskAnswer(
      status: response.status.code,
      headers: Dictionary(response.headers.map { ($0.name.canonicalName, $0.value) }) { first, _ in first },
      bytes: bytes.all.withLock { $0 })
  }
}

/// A response's body in one piece: the longest is a part of a recording.
private struct Collector: ResponseBodyWriter {
  final class Bytes: Sendable { let all = Mutex<[UInt8]>([]) }

  let bytes: Bytes

  mutating func write(_ part: ByteBuffer) async throws { bytes.all.withLock { $0 += part.readableBytesView } }
  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
