import Hummingbird
import NIOCore

/// A request's context that remembers the connection it came by.
struct PeerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// Who asks; nil until it is known, and where nobody needs to know.
  var caller: Caller?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}
