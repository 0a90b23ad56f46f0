import Inbox
import Interview
import Store

/// Removes from this machine's archive the sessions whose scores another machine of the fleet let go, as the feed tells. How far it has read
/// is kept in a small file; without it, it reads from the beginning, which does no harm.
final class ExpiryFollower: Sendable {
  private let inbox: Inbox
  private let file: StateFile

  init(inbox: Inbox, path: String) {
    self.inbox = inbox
    file = StateFile(path: path)
  }

  /// - Returns: how many sessions the archive let go of.
  /// - Throws: faults of the store and the file system; what was done is not done again.
  func follow(_ store: any ScoreStore) throws(Fault) -> Int {
    var cursor = Int(String(decoding: try file.read() ?? [], as: UTF8.self)) ?? 0
    var count = 0
    while true {
      let page = try store.events(after: cursor, limit: 1000)
      guard let last = page.last?.cursor else { return count }
      for event in page where event.kind == StoreEvent.Kind.sessionExpired.rawValue {
        guard let session = event.session.flatMap(OpaqueName.init(printed:)) else { continue }
        // Something of it has come again since.
        guard !inbox.isInHand(session: session), try store.answers(ofSession: session.text).isEmpty else { continue }
        if try inbox.eraseArchive(ofSession: session).files > 0 { count += 1 }
      }
      cursor = last
      try file.replace(with: Array(String(cursor).utf8))
    }
  }
}
