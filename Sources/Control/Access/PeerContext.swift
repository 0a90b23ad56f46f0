import Hummingbird
import NIOCore

/// A request's context that remembers the connection it came by.
struct PeerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// Who asks, as the audit log names them; set once the caller is known.
  var caller = "unknown"

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}
