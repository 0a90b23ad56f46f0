import HTTPTypes
import Hummingbird
import Interview
import Pipeline
import Queries
import Store

/// Sessions and answers, as they stand in the store.
struct AnswerRoutes: Sendable {
  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.get("sessions") { request, _ in
      let query = try request.query()
      let limit = try query.bounded("limit", 1...1000, standard: 100)
      let (role, candidate, since, after) = (query["role"], query["candidate"], query["since"], query["after"])
      let state: SessionPhase? = try query.chosen("state")
      let order: SessionListing.Order = try query.chosen("sort") ?? .id
      let listing = try await executor.run { house throws(Fault) in
        let now = house.clock()
        let begin = since.flatMap { SessionListing.moment($0, now: now) }
        if let since, begin == nil { throw Fault(.controlBadRequest, "since=\(since): 2026-11-01, 2026-11-01T08:00:00Z, 7d") }
        return try SessionListing(
          SessionFilter(state: state, role: role, candidate: candidate, since: begin), by: order, after: after, limit: limit,
          in: house.store, models: house.processor.models, at: now)
      }
      let response = Response.json(listing.rows.map(\.document))
      guard listing.isMore, let last = listing.rows.last else { return response }
      return response.linking(to: try request.nextPage(after: last.session.record.id.text, limit))
    }
    group.get("sessions/:id") { request, context in
      let scale: ScoreScale = try request.query().chosen("scale") ?? .hundred
      let id = try await executor.id(context)
      return Response.json(
        try await executor.run { state throws(Fault) in
          guard let card = try SessionScorecard(id, in: state.store, models: state.processor.models, at: state.clock()) else {
            throw Fault(.controlNotFound, id)
          }
          return card.document(on: scale)
        })
    }
    group.get("answers/:id") { _, context in
      let id = try await executor.id(context)
      let caller = context.caller
      return Response.json(
        try await executor.run { state throws(Fault) in
          guard let reading = try AnswerReading(id, in: state.store, baselines: state.baselines) else { throw Fault(.controlNotFound, id) }
          try state.trace(caller, opening: id, question: reading.answer.record.key.question.text, by: "answer")
          return reading.document
        })
    }
    group.get("answers/:id/explain") { request, context in
      let caller = context.caller
      let scale: ScoreScale = try request.query().chosen("scale") ?? .hundred
      let id = try await executor.id(context)
      return Response.json(
        try await executor.run { state throws(Fault) in
          guard let explained = try state.processor.explained(id, advice: state.advice(), baselines: state.baselines) else {
            throw Fault(.controlNotFound, id)
          }
          try state.trace(caller, opening: id, question: explained.answer.record.key.question.text, by: "explain")
          return explained.document(on: scale)
        })
    }
  }
}

extension Response {
  /// With a `Link` (RFC 8288) to the page after this one.
  fileprivate func linking(to target: String) -> Response {
    var linked = self
    if let link = HTTPField.Name("Link") { linked.headers[link] = target }
    return linked
  }
}

extension Request {
  /// The `Link` to the page after this one, with all else that was asked.
  func nextPage(after id: String, _ limit: Int) throws(Fault) -> String {
    let asked = try query().pairs.filter { $0.name != "after" && $0.name != "limit" }.map { "\($0.name)=\(PercentText.encoded($0.value))&" }
    return "<\(uri.path)?\(asked.joined())after=\(PercentText.encoded(id))&limit=\(limit)>; rel=\"next\""
  }
}
