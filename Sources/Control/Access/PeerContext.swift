import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A request's context that remembers the connection it came by.
struct PeerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// Who asks; nil until it is known, and where nobody needs to know.
  var caller: Caller?
  /// What a route has to say about itself in the audit log.
  let note = AuditNote()

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }
}

extension PeerContext {
  /// For a request of the desk's, whose caller a proxy has named.
  init(_ caller: Caller, channel: any Channel, logger: Logger) {
    self.init(source: ApplicationRequestContextSource(channel: channel, logger: logger))
    self.caller = caller
  }
}

/// What was done to what, in a route's own words; where it says nothing, the audit log has the address.
final class AuditNote: Sendable {
  private let words = Mutex<(subject: String?, detail: String)>((nil, ""))

  var subject: String? { words.withLock(\.subject) }
  var detail: String { words.withLock(\.detail) }

  /// What the audit log is to say of this request; nil and an empty text leave what was said before. Any thread.
  func say(subject: String? = nil, detail: String = "") {
    words.withLock { $0 = (subject ?? $0.subject, detail.isEmpty ? $0.detail : detail) }
  }
}
