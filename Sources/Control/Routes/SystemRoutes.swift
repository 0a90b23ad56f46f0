import Documents
import Hummingbird
import Inbox
import Interview
import Pipeline
import RoleModels
import Store

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
    group.get("status") { request, context in
      let wanted = try request.query()["names"]
      guard wanted == nil || wanted == "false" else { throw Fault(.controlBadRequest, "names=\(wanted ?? ""): false") }
      let seesNames = wanted == nil && context.caller?.seesNames ?? false
      return Response.json(try await executor.run { $0.status(withNames: seesNames) })
    }
    group.get("fleet") { _, _ in Response.json(try await executor.run { state throws(Fault) in try state.fleetDocument() }) }
    group.post("pause") { request, _ in
      let until = try Self.time(request.query()["until"], now: executor.state.clock())
      executor.state.gate.set(.paused, until: until)
      return Response.json(Replies.Work(.paused, inWork: executor.state.inbox.queueSnapshot().working.count, resumesAt: until))
    }
    group.post("acknowledge") { request, context in
      let query = try request.query()
      guard let code = query["code"], !code.isEmpty else { throw Fault(.controlBadRequest, "code=…") }
      let undo = query["undo"]
      guard undo == nil || undo == "true" else { throw Fault(.controlBadRequest, "undo=\(undo ?? ""): true") }
      let about = query["about"]
      context.note.say(detail: (undo == nil ? "" : "undo ") + code)
      try await executor.run { state throws(Fault) in try state.acknowledge(code, about: about, isUndone: undo != nil) }
      return Response.json(Replies.Done(id: code))
    }
    for (verb, mode) in [("resume", WorkMode.running), ("drain", .draining)] {
      group.post(RouterPath(verb)) { _, _ in
        executor.state.gate.set(mode)
        return Response.json(Replies.Work(mode, inWork: executor.state.inbox.queueSnapshot().working.count))
      }
    }
    group.post("seal") { request, _ in
      let after = try request.query()["after"]
      // Files are read and written: a step is one that a client waits for.
      return Response.json(try await executor.run { state throws(Fault) in try state.processor.sealExisting(after: after, sessions: 20) })
    }
    group.get("configuration") { _, _ in Response.json(try await executor.run { $0.settings.shown() }) }
    group.post("reload") { _, _ in Response.json(try await executor.run { state throws(Fault) in try state.settings.reload() }) }
  }

  /// When a pause is to end: a time with its zone, within a year from now.
  private static func time(_ text: String?, now: Double) throws(Fault) -> Double? {
    guard let text else { return nil }
    guard let time = UTC.seconds(text), time > now, time < now + 31_622_400 else {
      throw Fault(.controlBadRequest, "until=\(text.visibleLine): 2026-12-01T06:00:00Z … +366 d")
    }
    return time
  }
}
