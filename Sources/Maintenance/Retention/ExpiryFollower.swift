import Inbox
import Interview
import Store

/// Reads the feed on from where it was, for what another machine of the fleet did. How far it has read is kept in a small file; without it, it
/// reads from the beginning, which must do no harm.
public final class FeedFollower: Sendable {
  private let file: StateFile

  public init(path: String) { file = StateFile(path: path) }

  /// - Throws: faults of the store and the file system, and of `take`; what was taken is not given again, but for the last page.
  public func follow(_ store: any ScoreStore, _ take: (FeedEvent) throws(Fault) -> Void) throws(Fault) {
    var cursor = Int(String(decoding: try file.read() ?? [], as: UTF8.self)) ?? 0
    while true {
      let page = try store.events(after: cursor, limit: 1000)
      guard let last = page.last?.cursor else { return }
      for event in page { try take(event) }
      cursor = last
      try file.replace(with: Array(String(cursor).utf8))
    }
  }
}

/// Removes from this machine's archive the sessions whose scores another machine of the fleet let go, as the feed tells.
final class ExpiryFollower: Sendable {
  private let inbox: Inbox
  private let feed: FeedFollower

  init(inbox: Inbox, path: String) { (self.inbox, feed) = (inbox, FeedFollower(path: path)) }

  /// - Returns: how many sessions the archive let go of.
  func follow(_ store: any ScoreStore) throws(Fault) -> Int {
    var count = 0
    try feed.follow(store) { event throws(Fault) in
      guard event.kind == StoreEvent.Kind.sessionExpired.rawValue, let session = event.session.flatMap(OpaqueName.init(printed:)) else {
        return
      }
      // Something of it has come again since.
      guard !inbox.isInWork(session: session), try store.answers(ofSession: session.text).isEmpty else { return }
      if try inbox.eraseArchive(ofSession: session).files > 0 { count += 1 }
    }
    return count
  }
}
