import Hummingbird
import Interview
import NIOCore
import Settings
import Store

extension FaultCode {
  public static let accessDenied = FaultCode(
    "access.denied", cause: Bilingual(zh: "您的角色不允许这样做", en: "your role does not allow this"),
    action: Bilingual(
      zh: "请管理员在配置的 roles 中把您的组加入所需的角色。", en: "Ask an administrator to give one of your groups the role under roles in the configuration."))
}

/// Lets a request through when one of the caller's groups holds a role that the route asks for.
///
/// An action is written to the audit log before it is done: where that cannot be written, it is not done, so that a 503
/// means that nothing happened. How it ended is a second entry. Denials are written too, so many a minute for each user,
/// and counted beyond that.
struct AccessMiddleware: RouterMiddleware {
  let executor: BlockingExecutor
  /// Who is at the other end of a connection.
  let peer: @Sendable (any Channel) async -> Peer?

  /// - Throws: `access.denied`, which is in the audit log, ten times a minute for each user.
  func handle(_ request: Request, context: PeerContext, next: (Request, PeerContext) async throws -> Response) async throws -> Response {
    let path = request.uri.path
    guard PercentText.isPlainPath(path) else { throw Fault(.controlNotFound, path) }
    let method = request.method.rawValue.lowercased()
    guard let endpoint = context.endpointPath else { return try await next(request, context) }
    // Only administrators may ask for what the table does not list; a test compares router and table.
    let route = RouteTable.route(method, endpoint)
    let permission = route?.permission ?? .administer
    let isHealth = permission == .health && request.method == .get
    if isHealth, !(route?.namesSubmissions ?? false) { return try await next(request, context) }
    var context = context
    let caller = if let known = context.caller { known } else { try await executor.caller(await peer(context.channel)) }
    context.caller = caller
    if isHealth { return try await next(request, context) }
    // As the log shows it: no control character of a caller's own.
    let decoded = try PercentText.required(path)
    let target = OpaqueName(printed: decoded) == nil ? OpaqueName(decoded).text : decoded
    let action = route?.action ?? "\(method) \(target)"
    guard !caller.roles.isDisjoint(with: permission.roles) else {
      await executor.deny(caller, AuditEntry(actor: caller.name, action: "denied." + action, subject: target, outcome: "denied"))
      let wanted = permission.roles.map(\.rawValue).sorted().joined(separator: ", ")
      throw Fault(.accessDenied, "\(caller.name), \(action): \(wanted)")
    }
    guard request.method != .get else { return try await next(request, context) }
    var entry = AuditEntry(actor: caller.name, action: action, subject: try request.query()["id"] ?? target, outcome: AuditEntry.begun)
    let auditsItself = route?.auditsItself ?? false
    if !auditsItself { try await executor.audit(entry) }
    let note = context.note
    do {
      let response = try await next(request, context)
      (entry.outcome, entry.detail) = ("done", note.detail)
      if !auditsItself { await executor.auditEnd(entry) }
      return response
    } catch let fault as Fault {
      (entry.subject, entry.outcome, entry.detail) = (note.subject ?? entry.subject, fault.code.code, note.detail)
      await executor.auditEnd(entry)
      throw fault
    }
  }
}
