import Documents
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// How long a request may be and how long it may take, whoever sends it.
public struct RequestLimits: Sendable, Equatable {
  /// Seconds for a request to arrive whole, from its first byte on; and for the first byte, on a new connection.
  public var requestTime: Int64 = 30
  /// Seconds that a connection may rest between two requests.
  public var idleTime: Int64 = 60
  /// Seconds that a client may leave unread what it is sent.
  public var readTime: Int64 = 60
  /// Bytes of a request's first line, and of that and its fields together: an id of 255 bytes, each encoded, fits ten times.
  public var maximumTargetBytes = 8 << 10
  public var maximumHeadBytes = 32 << 10

  public init() {}
}

/// Connections that are let in or turned away, and answered by the HTTP channel behind the guard of requests.
///
/// Nothing here fails: an error would end the server's own stream of connections.
package struct GuardedChannel: ServerChildChannel {
  /// A connection: with what is read from it where it was let in.
  package struct Guest: ServerChildChannelValue {
    package let channel: any Channel
    let http: HTTP1Channel.Value?
  }

  /// What becomes of a connection.
  package enum Admission: Sendable {
    case welcome
    /// Closed at once, behind these words where there are some.
    case turnedAway(ProblemDocument?)
  }

  private let http: HTTP1Channel
  private let limits: RequestLimits
  private let onRefusal: @Sendable () -> Void
  private let admit: @Sendable (any Channel) -> EventLoopFuture<Admission>

  /// - Parameters:
  ///   - responder: what answers requests.
  ///   - onRefusal: called for each request that is refused before anything looks at it.
  ///   - admit: asked for each connection, on its own event loop.
  package init(
    responder: @escaping HTTPChannelHandler.Responder, limits: RequestLimits, onRefusal: @escaping @Sendable () -> Void = {},
    admit: @escaping @Sendable (any Channel) -> EventLoopFuture<Admission>
  ) {
    http = HTTP1Channel(
      responder: responder,
      configuration: .init(
        idleTimeout: .seconds(limits.idleTime),
        // The guard before it says so in words; this holds for what it cannot see.
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 2 * limits.maximumHeadBytes, maxHeaderListSize: 2 * limits.maximumHeadBytes, maxHeaderFieldCount: 256)))
    self.limits = limits
    self.onRefusal = onRefusal
    self.admit = admit
  }

  package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Guest> {
    admit(channel).flatMap { admission in
      switch admission {
      case .welcome: welcome(channel, logger)
      case .turnedAway(let words): turnAway(channel, words)
      }
    }.flatMapError { _ in turnAway(channel, nil) }
  }

  package func handle(value: Guest, logger: Logger) async {
    guard let connection = value.http else {
      // The channel's end is all that is waited for, however it comes.
      try? await value.channel.closeFuture.get()
      return
    }
    await http.handle(value: connection, logger: logger)
  }

  private func welcome(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<Guest> {
    http.setup(channel: channel, logger: logger).flatMapThrowing { connection in
      try RequestGuard.install(in: channel.pipeline.syncOperations, limits: limits, onRefusal: onRefusal)
      return Guest(channel: channel, http: connection)
    }
  }

  private func turnAway(_ channel: any Channel, _ words: ProblemDocument?) -> EventLoopFuture<Guest> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(Farewell(words), position: .first)
      return Guest(channel: channel, http: nil)
    }.recover { _ in
      channel.close(promise: nil)
      return Guest(channel: channel, http: nil)
    }
  }
}

/// Tells a connection that there is no place for it, and closes it.
private final class Farewell: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let words: ProblemDocument?

  init(_ words: ProblemDocument?) { self.words = words }

  func channelActive(context: ChannelHandlerContext) {
    if let words { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: words.wire())), promise: nil) }
    context.close(promise: nil)
  }

  /// What it says is not heard.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
