import NIOCore

/// Before the decoder: sees every byte as it comes, and the time that passes without one.
final class WireGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Bytes that are read and thrown away behind a refusal, so that the client gets to read it; and seconds for that.
  private static let timeout = (bytes: 4 << 20, time: TimeAmount.seconds(2))

  private let watch: RequestWatch
  private var requestDeadline: Scheduled<Void>?
  private var readDeadline: Scheduled<Void>?
  private var discarded = 0
  /// Bytes that were handed down, and of those the ones that the client had taken when that was looked at last.
  private var written = 0
  private var taken = 0

  init(_ watch: RequestWatch) { self.watch = watch }

  func handlerAdded(context: ChannelHandlerContext) {
    watch.answerer = { [unowned self] refusal in answer(refusal, context) }
    if context.channel.isActive { expectRequest(context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { stop() }

  func channelActive(context: ChannelHandlerContext) {
    expectRequest(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    guard !watch.isRefused else {
      discarded += buffer.readableBytes
      if discarded > Self.timeout.bytes { context.close(promise: nil) }
      return
    }
    let (before, wasBetween) = (watch.heads, watch.isBetween)
    context.fireChannelRead(data)
    guard !watch.isRefused else { return }
    if watch.isBetween, wasBetween, watch.heads == before {
      countHead(buffer)
    } else {
      // What is behind the end of one request, in the same read, is the beginning of the next and counts as none of it.
      (watch.headBytes, watch.hasLine) = (0, false)
      if watch.isBetween { settle() }
    }
  }

  /// A head that is not whole yet.
  private func countHead(_ buffer: ByteBuffer) {
    watch.headBytes += buffer.readableBytes
    watch.hasLine = watch.hasLine || buffer.readableBytesView.contains(UInt8(ascii: "\n"))
    if !watch.hasLine, watch.headBytes > watch.limits.maximumTargetBytes { return watch.refuse(.targetTooLong) }
    if watch.headBytes > watch.limits.maximumHeadBytes { watch.refuse(.headTooLong) }
  }

  // MARK: - Time

  /// From now on a request is to arrive whole within its time.
  private func expectRequest(_ context: ChannelHandlerContext) {
    guard requestDeadline == nil else { return }
    requestDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(watch.limits.requestTime)) { [unowned self] in
      requestDeadline = nil
      // Behind a request that is being answered nothing is read, so nobody is late with the next one.
      if watch.isBetween, watch.isAnswering { return expectRequest(context) }
      watch.refuse(.tooSlow)
    }
  }

  /// The request has come whole. The time between requests is watched by the HTTP channel.
  private func settle() {
    requestDeadline?.cancel()
    requestDeadline = nil
  }

  func read(context: ChannelHandlerContext) { context.read() }

  func channelReadComplete(context: ChannelHandlerContext) {
    if !watch.isRefused, watch.headBytes > 0 || !watch.isBetween { expectRequest(context) }
    context.fireChannelReadComplete()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    written += unwrapOutboundIn(data).readableBytes
    context.write(data, promise: promise)
  }

  func flush(context: ChannelHandlerContext) {
    context.flush()
    if readDeadline == nil, !watch.isRefused, unread(context) > 0 { expectReading(context) }
  }

  /// Bytes that the kernel does not take, since the client has not read what it took before; 0 where the channel does not say.
  private func unread(_ context: ChannelHandlerContext) -> Int {
    (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
  }

  /// From now on the client is to take something within its time; much may be under way for longer.
  private func expectReading(_ context: ChannelHandlerContext) {
    taken = written - unread(context)
    readDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(watch.limits.readTime)) { [unowned self] in
      readDeadline = nil
      let left = unread(context)
      if left > 0 { written - left > taken ? expectReading(context) : context.close(promise: nil) }
    }
  }

  private func stop() {
    settle()
    readDeadline?.cancel()
    readDeadline = nil
    watch.answerer = nil
  }

  // MARK: - Refusal

  private func answer(_ refusal: Refusal, _ context: ChannelHandlerContext) {
    settle()
    // An answer that is under way, or due to an earlier request, must not get another's words into it.
    guard !watch.isAnswering else { return context.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: refusal.wire)), promise: nil)
    context.close(mode: .output, promise: nil)
    readDeadline?.cancel()
    readDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: Self.timeout.time) { context.close(promise: nil) }
  }
}
