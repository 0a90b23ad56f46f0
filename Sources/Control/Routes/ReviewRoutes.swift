import Documents
import FoundationEssentials
import Hummingbird
import Interview
import NIOCore
import Store

/// The routes by which people put their own judgement beside the machine's score.
struct ReviewRoutes: Sendable {
  /// Bytes of a body: a review at its longest, each character escaped.
  private static let maximumBodyBytes = 64 << 10

  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    add("answers", to: group) { .answer($0) }
    add("sessions", to: group) { .session($0) }
  }

  private func add(_ things: String, to group: RouterGroup<PeerContext>, subject: @escaping @Sendable (String) -> Review.Subject) {
    group.get("\(things)/:id/reviews") { _, context in
      let subject = subject(try await executor.id(context))
      return Response.json(try await executor.run { state throws(Fault) in try state.store.reviews(of: subject).map(\.document) })
    }
    group.post("\(things)/:id/review") { request, context in
      let subject = subject(try await executor.id(context))
      let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
      let wanted: Wishes.Review
      do {
        wanted = try JSONDecoder().decode(Wishes.Review.self, from: Data(body.readableBytesView))
      } catch {
        throw Fault(.reviewIncomplete, "JSON: reviewer, judgement, reason")
      }
      // Who reviews is what the client says; who is at the other end of the socket the kernel says.
      let review = Review(
        of: subject, reviewer: wanted.reviewer, judgement: wanted.judgement, reason: wanted.reason, account: context.caller?.account)
      return Response.json(try await executor.run { state throws(Fault) in try state.store.add(review, at: state.clock()).document })
    }
  }
}
