import Connections
import Documents
import Hummingbird
import HummingbirdCore
import Interview
import Logging
import NIOCore
import Synchronization

extension FaultCode {
  public static let controlTooManyConnections = FaultCode(
    "control.too-many-connections", retry: .later,
    cause: Bilingual(zh: "连接过多", en: "there are too many connections"),
    action: Bilingual(
      zh: "关闭不用的连接后再试；指标 intone_connections_refused_total 说明原因。",
      en: "Close connections that are not used, then try again; the metric intone_connections_refused_total says why."))
}

/// Lets connections in, so many in all and so many of each user.
struct Doorkeeper: Sendable {
  let limits: ConnectionLimits
  let executor: BlockingExecutor
  private let book: Book

  init(limits: ConnectionLimits, executor: BlockingExecutor) {
    self.limits = limits
    self.executor = executor
    book = Book(limits)
  }

  /// - Parameter responder: what answers requests.
  func channel(_ responder: @escaping HTTPChannelHandler.Responder) -> GuardedChannel {
    let traffic = executor.state.traffic
    return GuardedChannel(responder: responder, limits: limits.request, onRefusal: { traffic.refused(.request) }, admit: admit)
  }

  @Sendable private func admit(_ channel: any Channel) -> EventLoopFuture<GuardedChannel.Admission> {
    Peer.found(of: channel).flatMap { peer in
      // Whoever is gone already needs no answer.
      guard let peer else { return channel.eventLoop.makeSucceededFuture(.turnedAway(nil)) }
      return standing(of: peer, on: channel.eventLoop).map { standing in
        let (book, traffic) = (book, executor.state.traffic)
        if let refusal = book.state.withLock({ $0.enter(peer.uid, as: standing) }) {
          traffic.refused(refusal)
          return .turnedAway(ProblemDocument(Fault(.controlTooManyConnections), status: 503))
        }
        traffic.opened()
        channel.closeFuture.whenComplete { _ in
          book.state.withLock { $0.leave(peer.uid) }
          traffic.closed()
        }
        return .welcome
      }
    }
  }

  /// Who somebody is matters only when places are scarce.
  private func standing(of peer: Peer, on loop: any EventLoop) -> EventLoopFuture<ConnectionBook.Standing> {
    if peer.isOwner { return loop.makeSucceededFuture(.owner) }
    guard book.state.withLock({ $0.isScarce }) else { return loop.makeSucceededFuture(.member) }
    let executor = executor
    return loop.makeFutureWithTask { try await executor.caller(peer).isOperator ? .operator : .member }.recover { _ in .member }
  }

  private final class Book: Sendable {
    let state: Mutex<ConnectionBook>

    init(_ limits: ConnectionLimits) { state = Mutex(ConnectionBook(limits)) }
  }
}
