import Documents
import Hummingbird
import Inbox
import Interview
import Pipeline

/// The inbox and what was set aside from it.
struct InboxRoutes: Sendable {
  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.get("queue") { request, _ in
      let limit = try request.query().bounded("limit", 0...10_000, standard: 100)
      return Response.json(
        try await executor.run { state in
          let (items, total) = state.inbox.queueItems(limit: limit)
          return QueueDocument(state.inbox.queueSnapshot(), items, of: total)
        })
    }
    group.get("quarantine") { _, _ in
      Response.json(try await executor.run { state throws(Fault) in try state.inbox.quarantineItems().map(\.document) })
    }
    group.post("rescan") { _, _ in
      _ = try await executor.run { $0.inbox.scan() }
      return Response.json(Replies.Rescanned())
    }
    group.post("sessions/:id/hold") { _, context in
      let id = try await executor.id(context)
      let session = try Self.session(id)
      try await executor.run { state throws(Fault) in try state.processor.hold(session: session) }
      return Response.json(Replies.Done(id: id))
    }
    group.post("sessions/:id/release") { request, context in
      let id = try await executor.id(context)
      let session = try Self.session(id)
      if let wanted = try request.query()["without_manifest"] {
        guard wanted == "true" else { throw Fault(.controlBadRequest, "without_manifest=\(wanted): true") }
        context.note.say(detail: "without manifest")
        try await executor.run { state throws(Fault) in try state.processor.releaseWithoutManifest(session: session) }
        return Response.json(Replies.Released(id: id, putBack: []))
      }
      let back = try await executor.run { state throws(Fault) in try state.processor.release(session: session) }
      return Response.json(Replies.Released(id: id, putBack: back))
    }
    group.post("retry") { request, _ in
      let id = try request.query().id()
      _ = try await executor.run { state throws(Fault) in try state.inbox.retry(id) }
      return Response.json(Replies.Done(id: id))
    }
  }

  private static func session(_ id: String) throws(Fault) -> OpaqueName {
    guard let session = OpaqueName(printed: id) else { throw Fault(.controlBadRequest, "id=\(id)") }
    return session
  }
}
