import Files
import FoundationEssentials
import Interview
import Seal
import Synchronization

/// Seals what is kept of sessions, each to an identity of its own, and opens it where the master identity is at hand.
///
/// - Sealing needs the master *recipient* alone: a session gets an identity, which is sealed to the master and kept among the
///   keys. Files and words are sealed to the session's recipient.
/// - Opening needs the master *identity*, or that the session's own was made in this life of the process.
/// - To erase a session's keys is to make everything that is sealed to them unreadable, wherever a copy lies.
///
/// Safe to call from any thread.
public final class Vault: Sendable {
  /// Whom the identities of sessions are sealed to; nil where nothing is sealed from now on.
  public let master: SealRecipient?
  /// What opens them; empty where the machine is not to read.
  private let identities: [SealIdentity]
  private let keys: any SessionKeys
  /// The archive's directory: files are opened there alone, each as its own session's. Nobody gets a sealed file of another
  /// session opened by delivering it.
  let archive: String
  private let state = Mutex(State())
  private let elsewhere = Mutex<ArchivedObjects?>(nil)

  private struct State {
    /// By recipient, with the session that it is of.
    var opened: [String: (identity: SealIdentity, session: String)] = [:]
    /// By session.
    var current: [String: SealRecipient] = [:]
  }

  /// Sessions remembered at most; beyond it all are asked for again.
  private static let remembered = 20_000

  /// - Parameter stateDirectory: as the inbox is configured with.
  public init(master: SealRecipient?, identities: [SealIdentity] = [], keys: any SessionKeys, stateDirectory: String) {
    archive = stateDirectory + "/archive/"
    self.master = master
    self.identities = identities
    self.keys = keys
  }

  /// Seals nothing and opens nothing.
  public static let none = Vault(master: nil, keys: InMemorySessionKeys(), stateDirectory: "")

  /// Where recordings of the archive are that are not on this machine; nil where all are.
  public var objects: ArchivedObjects? { elsewhere.withLock { $0 } }
  /// To be called before anything is read.
  public func use(_ objects: ArchivedObjects?) { elsewhere.withLock { $0 = objects } }

  public var isSealing: Bool { master != nil }
  /// Whether the identities of all sessions can be opened here.
  public var canRead: Bool { !identities.isEmpty }

  /// So many bytes from the system's generator.
  public static func random(_ count: Int) -> [UInt8] {
    var system = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &system) }
  }

  /// Whom what is new of a session is sealed to: an identity that can be opened here, where the session has one, else a new
  /// one. Nil where nothing is sealed.
  public func recipient(ofSession session: String) throws(Fault) -> SealRecipient? {
    guard let master else { return nil }
    if let known = state.withLock({ $0.current[session] }) { return known }
    for key in try keys.keys(ofSession: session) {
      if let recipient = try? SealRecipient(key.recipient), (try? identity(of: key)) != nil {
        remember(recipient, of: session)
        return recipient
      }
    }
    let identity = try SealIdentity(bytes: Self.random(32))
    let sealed = try Sealer.seal(Array((identity.secret + "\n").utf8), to: [master], random: Self.random)
    try keys.add(
      SessionKey(session: session, recipient: identity.recipient.description, sealed: sealed, master: master.description))
    keep(identity, of: session)
    remember(identity.recipient, of: session)
    return identity.recipient
  }

  /// The identity that opens what was sealed to `recipient`, where that is this session's.
  /// - Throws: `seal.locked` where it cannot be opened here, was erased, or is another session's.
  func identity(of recipient: String, session: String) throws(Fault) -> SealIdentity {
    if let known = state.withLock({ $0.opened[recipient] }), known.session == session { return known.identity }
    guard let key = try keys.key(of: recipient), key.session == session else { throw Fault(.sealLocked, "no key") }
    return try identity(of: key)
  }

  /// All identities of a session that can be opened here.
  /// - Throws: `seal.locked` where one cannot.
  public func identities(ofSession session: String) throws(Fault) -> [SealIdentity] {
    try keys.keys(ofSession: session).map { key throws(Fault) in try identity(of: key) }
  }

  private func identity(of key: SessionKey) throws(Fault) -> SealIdentity {
    if let known = state.withLock({ $0.opened[key.recipient] }) { return known.identity }
    let text = try Unsealer.open(key.sealed, identities: identities)
    guard let identity = try SealIdentity.list(text).first, identity.recipient.description == key.recipient else {
      throw Fault(.sealTampered, "key")
    }
    keep(identity, of: key.session)
    return identity
  }

  private func keep(_ identity: SealIdentity, of session: String) {
    state.withLock {
      if $0.opened.count >= Self.remembered { $0.opened.removeAll() }
      $0.opened[identity.recipient.description] = (identity, session)
    }
  }

  private func remember(_ recipient: SealRecipient, of session: String) {
    state.withLock {
      if $0.current.count >= Self.remembered { $0.current.removeAll() }
      $0.current[session] = recipient
    }
  }

  /// Erases the keys of sessions: what is sealed to them is unreadable from now on, here and in every copy. May be repeated.
  public func erase(sessions: [String]) throws(Fault) {
    let found = try sessions.map { session throws(Fault) in try keys.keys(ofSession: session).map(\.recipient) }.flatMap(\.self)
    _ = try keys.erase(sessions: sessions)
    state.withLock { state in
      for session in sessions { state.current[session] = nil }
      for recipient in found { state.opened[recipient] = nil }
    }
  }

  /// Seals the identities of sessions to another master, without reading what they open. Resumable: those that are done are
  /// not looked at again.
  ///
  /// - Returns: how many were sealed anew.
  /// - Throws: `seal.locked` for one that none of the identities opens.
  public func rotate(to new: SealRecipient, progress: (Int) -> Void = { _ in }) throws(Fault) -> Int {
    var count = 0
    try keys.each { key throws(Fault) in
      guard key.master != new.description else { return }
      let text = try Unsealer.open(key.sealed, identities: identities)
      let sealed = try Sealer.seal(text, to: [new], random: Self.random)
      try keys.replace(SessionKey(session: key.session, recipient: key.recipient, sealed: sealed, master: new.description))
      count += 1
      progress(count)
    }
    return count
  }
}

extension Vault {
  /// What the service manager calls the master identity: `LoadCredential=intone-seal:/path`.
  public static let credential = "intone-seal"

  /// The master identities that are at hand: of a file that is named, else of the service manager's credentials.
  ///
  /// - Parameter file: as `age-keygen` writes it.
  /// - Returns: empty where neither is there: then nothing can be opened, and things can be sealed all the same.
  /// - Throws: `seal.key-invalid`, `file.…` for one that is there and cannot be used.
  public static func identities(file: String?, environment: [String: String] = ProcessInfo.processInfo.environment) throws(Fault)
    -> [SealIdentity]
  {
    let credential = environment["CREDENTIALS_DIRECTORY"].map { $0 + "/" + Self.credential }
    guard let path = file ?? credential.flatMap({ FileManager.default.fileExists(atPath: $0) ? $0 : nil }) else { return [] }
    do throws(Fault) {
      return try SealIdentity.list(Files.read(path: path, limit: 1 << 16))
    } catch {
      guard error.code == .sealKeyInvalid else { throw error }
      throw Fault(.sealKeyInvalid, path + ": " + error.detail)
    }
  }
}
