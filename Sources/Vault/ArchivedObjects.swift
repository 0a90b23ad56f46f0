import Files
import FoundationEssentials
import Interview
import Seal
import Store
import Synchronization

/// Recordings of the archive that lie in a store of objects, each under its session, its name and its SHA-256.
///
/// In the archive's directory a stub has the recording's name; reading it fetches the object into `fetched/` beside the archive, whole and
/// compared, for as long as it is used.
public final class ArchivedObjects: Sendable {
  public let store: any ObjectStore
  private let prefix: String
  /// Where what was fetched lies.
  public let directory: String
  private let isOwn: Bool
  private let clock: @Sendable () -> Double
  /// Held while one file moves, and by who erases: nothing is put there for somebody who is being erased.
  public let moving = Mutex<Void>(())
  /// Held while a recording is replaced by its stub, and while one is filed.
  public let placing = Mutex<Void>(())
  private let fetching = Mutex<Void>(())
  private let state = Mutex(State())

  private struct State {
    /// Sessions with recordings that may have to move, by what the archive calls them.
    var due: Set<String> = []
    var fault: Fault?
    var since = 0.0
  }

  /// Seconds after which a fetched copy that nobody asked for again goes: as long as a hearing is one.
  private static let kept = 600.0

  /// - Parameters:
  ///   - prefix: of all names, so that machines that share a place do not share objects; ends with a slash.
  ///   - stateDirectory: as the inbox is configured with.
  ///   - isOwn: whether this is the daemon, whose directory that is; what a command fetches goes with it.
  public init(
    _ store: any ObjectStore, prefix: String, stateDirectory: String, isOwn: Bool = true, clock: @escaping @Sendable () -> Double
  ) {
    self.store = store
    self.prefix = prefix
    self.clock = clock
    self.isOwn = isOwn
    let process = ProcessInfo.processInfo.processIdentifier
    directory = isOwn ? stateDirectory + "/fetched" : FileManager.default.temporaryDirectory.path + "/intone-fetched-\(process)"
  }

  deinit { if !isOwn { try? FileManager.default.removeItem(atPath: directory) } }

  // MARK: Names

  /// What all objects of a session begin with.
  public func folder(ofSession session: String) -> String { prefix + Self.component(session) + "/" }
  /// What all objects of one file's name begin with.
  public func folder(ofSession session: String, file: String) -> String { folder(ofSession: session) + Self.component(file) + "/" }

  /// Of letters, digits and `-._~` alone, which need no encoding anywhere, so that lists, addresses and signatures agree; any other byte is `~` and two
  /// hexadecimal digits. Long ones are known by their SHA-256, as a name has 1024 bytes at most.
  public static func component(_ text: String) -> String {
    let plain = PercentText.encoded(text).replacing("~", with: "%7E").replacing("%", with: "~")
    if plain.utf8.allSatisfy({ $0 == UInt8(ascii: ".") }) { return plain.replacing(".", with: "~2E") }
    return plain.utf8.count <= 300 ? plain : "~~" + Files.hash(Array(text.utf8)).hex
  }

  // MARK: What is due

  public func note(session: String) { state.withLock { _ = $0.due.insert(session) } }
  public func note(sessions: [String]) { state.withLock { $0.due.formUnion(sessions) } }
  public func takeDue() -> String? { state.withLock { $0.due.popFirst() } }

  /// What is wrong, since when, and how much waits for it; nil where nothing is.
  public var fault: Fault? {
    state.withLock { state in
      state.fault.map {
        Fault($0.code, "\($0.detail), since \(UTC.text(state.since)); sessions whose recordings wait here: \(state.due.count)")
      }
    }
  }

  /// Calls the store, and remembers since when it cannot be used.
  public func asking<Value>(_ body: (any ObjectStore) throws(Fault) -> Value) throws(Fault) -> Value {
    do throws(Fault) {
      let value = try body(store)
      state.withLock { $0.fault = nil }
      return value
    } catch {
      if [.objectsAway, .objectsDenied].contains(error.code) {
        state.withLock { state in
          if state.fault == nil { state.since = clock() }
          state.fault = error
        }
      }
      throw error
    }
  }

  // MARK: Reading

  /// The path of a copy of a stub's object, as it was when it moved.
  ///
  /// - Parameters:
  ///   - session: whose folder the stub lies in; another session's object is not given.
  ///   - file: the stub's name.
  /// - Throws: `objects.away`, `objects.denied`, `objects.missing`, `file.unwritable`.
  public func fetched(_ stub: ObjectStub, session: String, file: String) throws(Fault) -> String {
    guard stub.name.hasSuffix("\(Self.component(session))/\(Self.component(file))/\(stub.sha256.hex)") else {
      throw Fault(.objectsMissing, file)
    }
    let path = "\(directory)/\(Self.tag(session))-\(stub.sha256.hex)"
    return try fetching.withLock { _ throws(Fault) in
      clear(olderThan: Self.kept)
      if Files.size(path: path) == stub.bytes, FileManager.default.fileExists(atPath: path) {
        try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
        return path
      }
      makeDirectory()
      let draft = path + ".part"
      try? FileManager.default.removeItem(atPath: draft)
      defer { try? FileManager.default.removeItem(atPath: draft) }
      try asking { store throws(Fault) in try store.get(stub.name, range: nil, to: draft) }
      guard try Files.hashed(path: draft).hash == stub.sha256 else { throw Fault(.objectsMissing, stub.name) }
      do { try FileManager.default.moveItem(atPath: draft, toPath: path) } catch { throw Fault(.fileUnwritable, path) }
      return path
    }
  }

  private func makeDirectory() {
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  /// Puts a file of the archive there.
  public func put(_ path: String, as stub: ObjectStub) throws(Fault) {
    makeDirectory()
    let scratch = directory + "/put-" + stub.sha256.hex
    try asking { store throws(Fault) in try store.put(path, bytes: stub.bytes, hash: stub.sha256, as: stub.name, scratch: scratch) }
  }

  private static func tag(_ session: String) -> String { String(Files.hash(Array(session.utf8)).hex.prefix(32)) }

  /// Removes fetched copies.
  /// - Parameters:
  ///   - age: seconds since they were asked for; 0 for all.
  ///   - session: whose; nil for everybody's.
  public func clear(olderThan age: Double = 0, session: String? = nil) {
    let tag = session.map(Self.tag) ?? ""
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] where name.hasPrefix(tag) {
      let path = directory + "/" + name
      let asked = (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
      if let asked, Date().timeIntervalSince(asked) < age { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// Erases all objects below these names, and what was fetched of the session.
  public func erase(below prefixes: Set<String>, session: String) throws(Fault) {
    clear(session: session)
    for prefix in prefixes.sorted() { _ = try asking { store throws(Fault) in try store.erase(below: prefix) } }
  }
}

extension Vault {
  /// The path of what a file of the archive holds: its own, or where its object was fetched to.
  ///
  /// - Throws: as `ArchivedObjects.fetched`; `objects.off` where none are configured.
  public func local(_ path: String) throws(Fault) -> String {
    guard path.hasPrefix(archive) else { return path }
    let parts = path.dropFirst(archive.count).split(separator: "/")
    // One that cannot be read is for its reader to tell.
    guard parts.count > 1, let session = parts.first, let name = parts.last,
      let beginning = try? Files.beginning(of: path, count: ObjectStub.largest).bytes, let stub = ObjectStub(beginning)
    else { return path }
    guard let objects else { throw Fault(.objectsOff, path) }
    return try objects.fetched(stub, session: String(session), file: String(name))
  }
}
