import Interview
import Seal
import Synchronization

/// The identity of one session, sealed to a master recipient.
public struct SessionKey: Sendable, Equatable {
  /// `OpaqueName.text`.
  public var session: String
  /// Whom the session's files and words are sealed to.
  public var recipient: String
  /// The identity of that recipient, as a file of age.
  public var sealed: [UInt8]
  /// The master recipient that it is sealed to.
  public var master: String

  public init(session: String, recipient: String, sealed: [UInt8], master: String) {
    self.session = session
    self.recipient = recipient
    self.sealed = sealed
    self.master = master
  }
}

/// Where the sealed identities of sessions lie: apart from what they open, so that no backup of the one holds the other.
///
/// Synchronous and safe to call from any thread; durable when a call returns. Faults are those of the store.
public protocol SessionKeys: Sendable {
  /// Nothing where the recipient has one already.
  func add(_ key: SessionKey) throws(Fault)
  func key(of recipient: String) throws(Fault) -> SessionKey?
  /// The oldest first.
  func keys(ofSession session: String) throws(Fault) -> [SessionKey]
  /// Overwrites and removes them. May be repeated.
  /// - Returns: how many there were.
  func erase(sessions: [String]) throws(Fault) -> Int
  /// All of them, in the order of their recipients, from the first one after `recipient`.
  func keys(after recipient: String, limit: Int) throws(Fault) -> [SessionKey]
  /// Puts another seal around an identity. Nothing where it is gone.
  func replace(_ key: SessionKey) throws(Fault)
  func count() throws(Fault) -> Int
}

extension SessionKeys {
  /// Every key, a page at a time.
  func each(_ body: (SessionKey) throws(Fault) -> Void) throws(Fault) {
    var last = ""
    while case let page = try keys(after: last, limit: 200), let end = page.last {
      for key in page { try body(key) }
      last = end.recipient
    }
  }

  /// Holds what `other` holds, and nothing else: what was erased there goes here, too.
  ///
  /// - Returns: how many there are.
  public func become(copyOf other: any SessionKeys) throws(Fault) -> Int {
    try each { key throws(Fault) in
      if try other.key(of: key.recipient) == nil { _ = try erase(sessions: [key.session]) }
    }
    var count = 0
    try other.each { key throws(Fault) in
      try add(key)
      try replace(key)
      count += 1
    }
    return count
  }
}

/// Keys that live as long as the process, for tests.
public final class InMemorySessionKeys: SessionKeys {
  private let kept = Mutex<[SessionKey]>([])

  public init() {}

  public func add(_ key: SessionKey) { kept.withLock { if !$0.contains(where: { $0.recipient == key.recipient }) { $0.append(key) } } }
  public func key(of recipient: String) -> SessionKey? { kept.withLock { $0.first { $0.recipient == recipient } } }
  public func keys(ofSession session: String) -> [SessionKey] { kept.withLock { $0.filter { $0.session == session } } }
  public func count() -> Int { kept.withLock(\.count) }

  public func erase(sessions: [String]) -> Int {
    kept.withLock { kept in
      let before = kept.count
      kept.removeAll { sessions.contains($0.session) }
      return before - kept.count
    }
  }

  public func keys(after recipient: String, limit: Int) -> [SessionKey] {
    kept.withLock { Array($0.filter { $0.recipient > recipient }.sorted { $0.recipient < $1.recipient }.prefix(limit)) }
  }

  public func replace(_ key: SessionKey) {
    kept.withLock { kept in if let index = kept.firstIndex(where: { $0.recipient == key.recipient }) { kept[index] = key } }
  }
}
