import Hummingbird
import Interview
import Settings
import Store
import Webhooks

/// The receivers of the change feed, and what could not be delivered to them.
struct WebhookRoutes: Sendable {
  let desk: Desk

  func add(to group: RouterGroup<PeerContext>) {
    group.get("webhooks") { _, _ in
      Response.json(
        try await desk.ask { state in
          .array(state.couriers.map { $0.summary.json(end: state.feedEnd, withLetters: true) })
        })
    }
    group.post("webhooks/:id/retry") { request, context in
      let id = try await desk.id(context)
      let query = try request.query()
      let cursor = try query["cursor"].map { _ in try query.bounded("cursor", 1...Int.max, standard: 1) }
      let count = try await desk.ask { state throws(Fault) in
        guard let courier = state.couriers.first(where: { $0.hook.name == id }) else { throw Fault(.webhookUnknown, id) }
        return try courier.sendAgain(cursor)
      }
      return Response.json(.object(["id": .string(id), "again": .integer(count)]))
    }
  }
}

extension ControlState {
  /// The last cursor of the feed; nil where the store does not answer, which is among the problems.
  var feedEnd: Int? { (try? store.counts())?.events }
}
