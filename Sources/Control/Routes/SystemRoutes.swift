import Documents
import Hummingbird
import Inbox
import Interview
import Pipeline
import RoleModels

/// The process itself: health, status, metrics, whether it works, its configuration.
struct SystemRoutes: Sendable {
  let executor: BlockingExecutor

  func add(to router: Router<PeerContext>) {
    router.get("healthz") { _, _ in Response.text("ok\n") }
    router.get("readyz") { _, _ in
      let problems = try await executor.run { $0.stoppages() }
      return Response.text(
        problems.isEmpty ? "ready\n" : problems.map { "\($0.fault.code.code): \($0.about)\n" }.joined(),
        status: problems.isEmpty ? .ok : .serviceUnavailable)
    }
    router.get("metrics") { _, _ in
      Response.text(try await executor.run { Metrics.text($0) }, type: "text/plain; version=0.0.4; charset=utf-8")
    }
  }

  func add(to group: RouterGroup<PeerContext>) {
    group.get("openapi.json") { _, _ in Response.json(JSON.raw(OpenAPI.document)) }
    group.get("status") { _, context in
      let seesNames = context.caller?.seesNames ?? false
      return Response.json(try await executor.run { $0.status(withNames: seesNames) })
    }
    group.get("models") { _, _ in
      Response.json(try await executor.run { $0.processor.models.models.map { ModelDocument($0.reference, name: $0.name) } })
    }
    for (verb, mode) in [("pause", WorkMode.paused), ("resume", .running), ("drain", .draining)] {
      group.post(RouterPath(verb)) { _, _ in
        executor.state.gate.set(mode)
        return Response.json(Replies.Work(mode, inHand: executor.state.inbox.queueSnapshot().working.count))
      }
    }
    group.get("configuration") { _, _ in Response.json(try await executor.run { $0.settings.shown() }) }
    group.post("reload") { _, _ in Response.json(try await executor.run { state throws(Fault) in try state.settings.reload() }) }
  }
}
