import Synchronization

/// A user as the system's databases know it.
struct Account: Sendable, Equatable {
  var name: String
  /// Names of groups.
  var groups: Set<String>
}

/// What the system's databases say of users, remembered for a moment: to ask them may take a network's time, and a client
/// may send hundreds of requests a second. A user who is put into a group, or out of it, is seen so within that moment.
final class AccountBook: Sendable {
  /// Seconds.
  static let moment = 5.0
  private static let remembered = 1000

  /// What the system said of a user, and until when that is believed.
  private struct Entry {
    var account: Account?
    var since: Double
  }

  private let entries = Mutex<[UInt32: Entry]>([:])
  private let lookUp: @Sendable (Peer) -> Account?

  init(lookUp: @escaping @Sendable (Peer) -> Account? = { $0.account() }) { self.lookUp = lookUp }

  /// Nil where the user is in no database. Blocks where it was not asked for lately.
  func account(of peer: Peer, now: Double) -> Account? {
    if let known = remembered(peer.uid, now: now) { return known.account }
    let account = lookUp(peer)
    entries.withLock { entries in
      if entries.count >= Self.remembered { entries.removeAll() }
      entries[peer.uid] = Entry(account: account, since: now)
    }
    return account
  }

  /// Whether it is known without asking.
  func knows(_ uid: UInt32, now: Double) -> Bool { remembered(uid, now: now) != nil }

  /// Nil where nothing is known any more.
  private func remembered(_ uid: UInt32, now: Double) -> Entry? {
    entries.withLock { entries in
      guard let known = entries[uid], now >= known.since, now - known.since < Self.moment else { return nil }
      return known
    }
  }
}
