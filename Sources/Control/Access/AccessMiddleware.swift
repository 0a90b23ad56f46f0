import Glibc
import HTTPTypes
import Hummingbird
import Interview
import Pipeline
import Settings
import Store

extension FaultCode {
  public static let accessDenied = FaultCode(
    "access.denied", cause: Bilingual(zh: "您的角色不允许这样做", en: "your role does not allow this"),
    action: Bilingual(
      zh: "请管理员在配置的 roles 中把您的组加入所需的角色。", en: "Ask an administrator to give one of your groups the role under roles in the configuration."))
}

/// Lets a request through when one of the caller's groups holds a role that the route asks for. Each denial and each action
/// that changes something is written to the audit log.
struct AccessMiddleware: RouterMiddleware {
  let desk: Desk

  func handle(_ request: Request, context: PeerContext, next: (Request, PeerContext) async throws -> Response) async throws -> Response {
    let method = request.method.rawValue.lowercased()
    guard let endpoint = context.endpointPath else { return try await next(request, context) }
    // What stands in no table is for administrators; a test holds router and table equal.
    let route = RouteTable.route(method, endpoint)
    let permission = route?.permission ?? .administer
    if permission == .health, request.method == .get { return try await next(request, context) }
    let peer = await Peer(of: context.channel)
    let caller = try await desk.ask { state in Caller(peer, roles: state.settings.roles()) }
    let path = request.uri.path
    let action = route?.action ?? "\(method) \(path)"
    guard !caller.roles.isDisjoint(with: permission.roles) else {
      try await audit(AuditEntry(actor: caller.name, action: "denied." + action, subject: path, outcome: "denied"))
      let wanted = permission.roles.map(\.rawValue).sorted().joined(separator: ", ")
      throw Fault(.accessDenied, "\(caller.name), \(action): \(wanted)")
    }
    guard request.method != .get else { return try await next(request, context) }
    var context = context
    context.caller = caller.name
    let subject = request.uri.queryParameters.get("id") ?? path
    do {
      let response = try await next(request, context)
      if !(route?.auditsItself ?? false) {
        try await audit(AuditEntry(actor: caller.name, action: action, subject: subject, outcome: "done"))
      }
      return response
    } catch let fault as Fault {
      try await audit(AuditEntry(actor: caller.name, action: action, subject: subject, outcome: fault.code.code))
      throw fault
    }
  }

  private func audit(_ entry: AuditEntry) async throws {
    _ = try await desk.ask { state throws(Fault) in try state.store.audit(entry, at: state.clock(), digest: Files.hash) }
  }
}

/// Who asks, and what they may.
struct Caller: Sendable {
  /// `uid:1000 (anna)`.
  let name: String
  let roles: Set<Role>

  init(_ peer: Peer?, roles map: RoleMap) {
    guard let peer else {
      name = "unknown"
      roles = []
      return
    }
    let account = peer.account()
    name = "uid:\(peer.uid)" + (account.map { " (\($0.name))" } ?? "")
    roles = peer.uid == 0 || peer.uid == geteuid() ? Set(Role.allCases) : map.roles(ofGroups: account?.groups ?? [])
  }
}
