import Hummingbird
import Interview
import Pipeline
import Store

/// `POST /v1/rescore`: one batch at a time, so that a million answers take many short requests and none long one.
struct RescoreRoutes: Sendable {
  /// Sessions of a batch: some hundred answers, well within the client's patience.
  private static let sessions = 100

  let desk: Desk
  private let runs = RescoreRuns()

  init(desk: Desk) { self.desk = desk }

  func add(to group: RouterGroup<PeerContext>) {
    group.post("rescore") { request, context in
      let query = request.uri.queryParameters
      let (role, session, after) = (query.get("role"), query.get("session"), query.get("after"))
      let isTrial = query.get("dry_run") == "true"
      let (runs, wish) = (runs, RescoreRuns.Wish(caller: context.caller, role: role, session: session, isTrial: isTrial))
      return Response.json(
        try await desk.ask { state throws(Fault) in
          let batch = try state.line.rescore(role: role, session: session, after: after, sessions: Self.sessions, isTrial: isTrial)
          for entry in runs.note(wish, after: after, batch) { _ = try state.store.audit(entry, at: state.clock(), digest: Files.hash) }
          return .object([
            "next": .optional(batch.next), "answers": .integer(batch.answers), "rescored": .integer(batch.rescored),
            "overtaken": .integer(batch.overtaken),
            "missing_models": .array(batch.missing.sorted().map(JSON.string)),
            "changes": .array(
              batch.changes.map { change in
                .object([
                  "id": .string(change.answer), "role": .string(change.model), "before": change.before?.json ?? .null,
                  "after": change.after?.json ?? .null,
                ])
              }),
          ])
        })
    }
  }
}
