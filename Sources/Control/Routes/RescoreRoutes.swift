import Assessment
import Hummingbird
import Interview
import Maintenance
import Pipeline
import Store

/// `POST /v1/rescore`: one batch at a time, so that a million answers take many short requests and none long one.
struct RescoreRoutes: Sendable {
  /// Sessions of a batch: some hundred answers, well within the client's timeout.
  private static let sessions = 100

  let executor: BlockingExecutor
  private let runs = RescoreRuns()

  init(executor: BlockingExecutor) { self.executor = executor }

  func add(to group: RouterGroup<PeerContext>) {
    group.post("rescore") { request, context in
      let query = try request.query()
      let (role, session, after) = (query["role"], query["session"], query["after"])
      let isTrial = query["dry_run"] == "true"
      let wish = RescoreRuns.Wish(caller: context.caller?.name ?? "unknown", role: role, session: session, isTrial: isTrial)
      if let opening = runs.opening(wish, after: after) { try await executor.audit(opening) }
      let batch = try await executor.run { state throws(Fault) in
        if !isTrial { try state.fleet?.rescoring.require() }
        let batch = try state.processor.rescore(role: role, session: session, after: after, sessions: Self.sessions, isTrial: isTrial)
        if !isTrial, batch.next == nil { try state.fleet?.rescoring.leave() }
        return batch
      }
      if let end = runs.note(wish, after: after, batch) { await executor.auditEnd(end) }
      return Response.json(batch)
    }
  }
}
