import Inbox
import Interview
import Maintenance
import Sessions
import Store
import Vault

/// What is to be done with sessions, as the machines of a fleet tell each other through their store.
public struct FleetOrders: Sendable {
  let shared: any SharedOrders
  fileprivate let feed: FeedFollower

  /// - Parameter path: of the file that keeps how far the feed was read for it.
  public init(_ shared: any SharedOrders, path: String) { (self.shared, feed) = (shared, FeedFollower(path: path)) }
}

extension SubmissionProcessor {
  /// Whether this session is on hold, here or at another machine.
  func isOnHold(_ session: OpaqueName) throws(Fault) -> Bool {
    if try inbox.isOnHold(session: session) { return true }
    return try orders?.shared.orders(ofSession: session.text).isOnHold ?? false
  }

  /// The manifest in force, to whichever machine it came; nil where there is one machine, or none came.
  func sharedManifest(of session: OpaqueName) throws(Fault) -> ManifestInForce? {
    guard let kept = try orders?.shared.orders(ofSession: session.text).manifest else { return nil }
    return try ManifestInForce(bytes: vault.opened(kept, ofSession: session.text))
  }

  /// When it arrived. In a fleet by the store's clock, which may not have been known then: an answer would be as old as the machine's clock
  /// is wrong, and be let go for it.
  func arrival(of submission: Submission) -> Double {
    guard orders != nil, let seen = submission.firstSeen else { return submission.arrivedAt }
    return clock.wall() - max(0, clock.monotonic() - seen)
  }

  /// Does here what was ordered at another machine for files that this one keeps: puts back what it set aside for a hold that was
  /// released, and sets aside what it had filed of a session whose manifest forbids the analysis. One question to the store; for a
  /// timer of some seconds.
  public func followOrders() throws(Fault) {
    guard let orders else { return }
    try orders.feed.follow(store) { event throws(Fault) in
      guard let session = event.session.flatMap(OpaqueName.init(printed:)) else { return }
      switch event.kind {
      case StoreEvent.Kind.answerReleased.rawValue:
        guard try !orders.shared.orders(ofSession: session.text).isOnHold else { return }
        do throws(Fault) { _ = try inbox.release(session: session) } catch {
          if error.code != .inboxNotOnHold { throw error }
          return
        }
      case StoreEvent.Kind.sessionForgotten.rawValue:
        guard let fault = try sharedManifest(of: session).flatMap({ Self.consentMissing($0.manifest) }) else { return }
        try inbox.holdArchived(session: session, because: fault, root: inbox.queueSnapshot().roots.first?.root ?? InboxRoot(path: ""))
      default: return
      }
      try refreshKnown(session)
    }
  }
}
