import HTTPTypes
import Hummingbird
import Interview
import Pipeline
import Store

/// Sessions and answers, as they stand in the store.
struct AnswerRoutes: Sendable {
  let desk: Desk

  func add(to group: RouterGroup<PeerContext>) {
    group.get("sessions") { request, _ in
      let query = try request.query()
      let after = query["after"]
      let limit = try query.bounded("limit", 1...1000, standard: 100)
      let sessions = try await desk.ask { state throws(Fault) in try state.store.sessions(after: after, limit: limit) }
      let response = Response.json(.array(sessions.map { .object($0.members) }))
      // A page that is not full is the last.
      guard sessions.count == limit, let last = sessions.last else { return response }
      return response.linking(to: request.nextPage(after: last.record.id.text, limit))
    }
    group.get("sessions/:id") { _, context in
      let id = try await desk.id(context)
      return Response.json(
        try await desk.ask { state throws(Fault) in
          guard let card = try SessionScorecard(id, in: state.store, models: state.line.models, at: state.clock()) else {
            throw Fault(.controlNotFound, id)
          }
          return card.json
        })
    }
    group.get("answers/:id") { _, context in
      let id = try await desk.id(context)
      return Response.json(
        try await desk.ask { state throws(Fault) in
          guard let answer = try state.store.current(id) else { throw Fault(.controlNotFound, id) }
          return ControlObjects.answer(answer, reviews: try state.store.reviews(of: id), placement: Placement(answer, in: state.baselines))
        })
    }
    group.get("answers/:id/explain") { _, context in
      let id = try await desk.id(context)
      return Response.json(
        try await desk.ask { state throws(Fault) in
          guard let explained = try state.line.explained(id, advice: state.advice(), baselines: state.baselines) else {
            throw Fault(.controlNotFound, id)
          }
          return explained.json
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
  /// The `Link` to the page after this one.
  func nextPage(after id: String, _ limit: Int) -> String { "<\(uri.path)?after=\(Self.encoded(id))&limit=\(limit)>; rel=\"next\"" }

  /// Percent-encoded for a place in a query.
  private static func encoded(_ text: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    return text.utf8.map { byte in
      plain.contains(byte) ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
