import Documents
import Files
import Hummingbird
import Interview
import Store

/// The hash-chained log of who did what.
struct AuditRoutes: Sendable {
  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.get("audit") { request, _ in
      let query = try request.query()
      let after = try query.bounded("after", 0...Int.max, standard: 0)
      let limit = try query.bounded("limit", 1...10_000, standard: 1000)
      let links = try await executor.run { state throws(Fault) in try state.store.auditLinks(after: after, limit: limit) }
      return Response.lines(links.map(\.document))
    }
    group.get("audit/verify") { _, _ in
      Response.json(try await executor.run { state throws(Fault) in try state.store.verifyAudit(digest: Files.hash).document })
    }
  }
}
