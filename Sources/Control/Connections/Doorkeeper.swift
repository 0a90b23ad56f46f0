import Documents
import Hummingbird
import HummingbirdCore
import Interview
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

extension FaultCode {
  public static let controlTooManyConnections = FaultCode(
    "control.too-many-connections", retry: .later,
    cause: Bilingual(zh: "连接过多", en: "there are too many connections"),
    action: Bilingual(
      zh: "关闭不用的连接后再试；指标 intone_connections_refused_total 说明原因。",
      en: "Close connections that are not used, then try again; the metric intone_connections_refused_total says why."))
}

/// Lets connections in, so many in all and so many of each user, and has them answered by the HTTP channel.
///
/// Nothing here fails: an error would end the server's own stream of connections.
struct Doorkeeper: ServerChildChannel {
  /// A connection: with what is read from it where it was let in.
  struct Guest: ServerChildChannelValue {
    let channel: any Channel
    let http: HTTP1Channel.Value?
  }

  let http: HTTP1Channel
  let limits: ConnectionLimits
  let executor: BlockingExecutor
  private let book: Book

  /// - Parameter responder: what answers requests.
  init(responder: @escaping HTTPChannelHandler.Responder, limits: ConnectionLimits, executor: BlockingExecutor) {
    http = HTTP1Channel(
      responder: responder,
      configuration: .init(
        idleTimeout: .seconds(limits.idleTime),
        // The guard before it says so in words; this holds for what it cannot see.
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 2 * limits.longestHead, maxHeaderListSize: 2 * limits.longestHead, maxHeaderFieldCount: 256)))
    self.limits = limits
    self.executor = executor
    book = Book(limits)
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Guest> {
    Peer.found(of: channel).flatMap { peer in
      // Whoever is gone already needs no answer.
      guard let peer else { return turnAway(channel, nil) }
      return standing(of: peer, on: channel.eventLoop).flatMap { standing in
        if let refusal = book.state.withLock({ $0.enter(peer.uid, as: standing) }) { return turnAway(channel, refusal) }
        executor.state.traffic.opened()
        let (book, traffic) = (book, executor.state.traffic)
        channel.closeFuture.whenComplete { _ in
          book.state.withLock { $0.leave(peer.uid) }
          traffic.closed()
        }
        return welcome(channel, logger)
      }
    }
  }

  func handle(value: Guest, logger: Logger) async {
    guard let connection = value.http else {
      // The channel's end is all that is waited for, however it comes.
      try? await value.channel.closeFuture.get()
      return
    }
    await http.handle(value: connection, logger: logger)
  }

  private func welcome(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<Guest> {
    let (limits, traffic) = (limits, executor.state.traffic)
    return http.setup(channel: channel, logger: logger).flatMapThrowing { connection in
      try RequestGuard.install(in: channel.pipeline.syncOperations, limits: limits) { traffic.refused(.request) }
      return Guest(channel: channel, http: connection)
    }.flatMapError { _ in turnAway(channel, nil) }
  }

  /// Who somebody is matters only when places are scarce.
  private func standing(of peer: Peer, on loop: any EventLoop) -> EventLoopFuture<ConnectionBook.Standing> {
    if peer.isOwner { return loop.makeSucceededFuture(.owner) }
    guard book.state.withLock({ $0.isScarce }) else { return loop.makeSucceededFuture(.member) }
    let executor = executor
    return loop.makeFutureWithTask { try await executor.caller(peer).isOperator ? .operator : .member }.recover { _ in .member }
  }

  private func turnAway(_ channel: any Channel, _ refusal: ControlTraffic.Refusal?) -> EventLoopFuture<Guest> {
    if let refusal { executor.state.traffic.refused(refusal) }
    return channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(Farewell(hasAnswer: refusal != nil), position: .first)
      return Guest(channel: channel, http: nil)
    }.recover { _ in
      channel.close(promise: nil)
      return Guest(channel: channel, http: nil)
    }
  }

  private final class Book: Sendable {
    let state: Mutex<ConnectionBook>

    init(_ limits: ConnectionLimits) { state = Mutex(ConnectionBook(limits)) }
  }
}

/// Tells a connection that there is no place for it, and closes it.
private final class Farewell: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let hasAnswer: Bool

  init(hasAnswer: Bool) { self.hasAnswer = hasAnswer }

  func channelActive(context: ChannelHandlerContext) {
    if hasAnswer {
      let problem = ProblemDocument(Fault(.controlTooManyConnections), status: 503)
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: problem.wire())), promise: nil)
    }
    context.close(promise: nil)
  }

  /// What it says is not heard.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
