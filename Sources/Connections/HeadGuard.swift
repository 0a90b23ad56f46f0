import NIOCore
import NIOHTTP1

/// Behind the decoder: refuses heads that are too long or that two readers could understand in two ways.
final class HeadGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let watch: RequestWatch

  init(_ watch: RequestWatch) { self.watch = watch }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !watch.isRefused else { return }
    switch unwrapInboundIn(data) {
    case .head(var head):
      if let refusal = refusal(of: head) {
        watch.refuse(refusal)
        return
      }
      watch.heads += 1
      if Self.ends(head) { head.headers.replaceOrAdd(name: "connection", value: "close") }
      context.fireChannelRead(wrapInboundOut(.head(head)))
    case .body: context.fireChannelRead(data)
    case .end:
      watch.wholes += 1
      context.fireChannelRead(data)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
    // Whoever goes away in the midst of a request is gone, and was turned away by nobody.
    if error == .invalidEOFState { return context.close(promise: nil) }
    watch.refuse(error == .headerOverflow ? .headTooLong : .malformed)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { watch.answered += 1 }
    context.write(data, promise: promise)
  }

  private func refusal(of head: HTTPRequestHead) -> Refusal? {
    if head.uri.utf8.count > watch.limits.maximumTargetBytes { return .targetTooLong }
    let fields = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    if head.uri.utf8.count + fields > watch.limits.maximumHeadBytes { return .headTooLong }
    if head.uri.utf8.first != UInt8(ascii: "/") { return .noPath }
    let hosts = head.headers["host"].count
    if hosts > 1 { return .ambiguousHost }
    if hosts == 0, head.version != .http1_0 { return .noHost }
    let codings = head.headers["transfer-encoding"]
    // HTTP/1.0 knows no codings; a proxy that passes one on may have framed the message in another way.
    if !codings.isEmpty, head.version == .http1_0 || codings.count > 1 || codings[0].lowercased() != "chunked" { return .strangeCoding }
    return nil
  }

  /// Whether the connection ends with the answer: asked for, or HTTP/1.0, of which nothing else is promised here.
  private static func ends(_ head: HTTPRequestHead) -> Bool {
    head.version == .http1_0 || head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "close" }
  }
}
