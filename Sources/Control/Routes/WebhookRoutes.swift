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
          .array(state.couriers.map { ControlObjects.webhook($0.summary, end: state.feedEnd, withLetters: true) })
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

extension ControlObjects {
  static func webhook(_ summary: Courier.Summary, end: Int?, withLetters: Bool) -> JSON {
    var members: [JSON.Member] = [
      .init("name", .string(summary.name)), .init("cursor", .integer(summary.cursor)),
      .init("behind", .optional(end.map { max(0, $0 - summary.cursor) })), .init("delivered", .integer(summary.delivered)),
      .init("failures", .integer(summary.failures)), .init("failures_in_a_row", .integer(summary.failuresInARow)),
      .init("fault", .optional(summary.fault?.code.code)), .init("detail", .optional(summary.fault?.detail)),
      .init("last_success", .rounded(summary.lastSuccess, 3)), .init("dead", .integer(summary.dead.count + summary.forgottenDead)),
      .init("waiting_again", .integer(summary.waitingAgain)),
    ]
    guard withLetters else { return .object(members) }
    members.append(
      .init(
        "dead_letters",
        .array(
          summary.dead.map { letter in
            .object([
              "cursor": .integer(letter.cursor), "kind": .string(letter.kind), "time": .string(UTC.text(letter.time)),
              "attempts": .integer(letter.attempts), "code": .string(letter.code), "detail": .string(letter.detail),
            ])
          })))
    return .object(members)
  }
}
