import Documents
import Hummingbird
import Interview
import Settings
import Store
import Webhooks

/// The receivers of the change feed, and what could not be delivered to them.
struct WebhookRoutes: Sendable {
  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.get("webhooks") { _, _ in
      Response.json(try await executor.run { state in state.dispatchers.map { $0.summary.page(end: state.feedEnd) } })
    }
    group.post("webhooks/:id/retry") { request, context in
      let id = try await executor.id(context)
      let query = try request.query()
      let cursor = try query["cursor"].map { _ in try query.bounded("cursor", 1...Int.max, standard: 1) }
      let count = try await executor.run { state throws(Fault) in
        guard let dispatcher = state.dispatchers.first(where: { $0.hook.name == id }) else { throw Fault(.webhookUnknown, id) }
        return try dispatcher.sendAgain(cursor)
      }
      return Response.json(Replies.Redelivery(id: id, again: count))
    }
  }
}

extension ControlState {
  /// The last cursor of the feed; nil where the store does not answer, which is among the problems.
  var feedEnd: Int? { (try? store.counts())?.events }
}
