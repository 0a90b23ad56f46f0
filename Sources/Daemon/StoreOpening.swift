import FoundationEssentials
import Inbox
import Interview
import Logging
import Pipeline
import PostgresStore
import SQLiteStore
import Settings
import Store
import StoreSQL
import Vault

/// Opens the store at the daemon's start, and makes it again where it is damaged.
///
/// After a sudden end the database is checked before it is used. A damaged one is moved aside, never removed, and another
/// is made from the documents that lie beside the archived files. What only the database knew, such as reviews, the audit
/// log and imported history, comes back with a backup: `intone restore`.
struct StoreOpening {
  let path: String
  let records: ArchivedRecords
  let clock: @Sendable () -> Double
  let logger: Logger
  let vault: Vault

  struct Opened {
    let store: SQLiteStore
    let life: CleanShutdownMarker
    /// Whether another database stands in the place of the old one: sessions must be brought up to date, then `settled`.
    let isReplaced: Bool
  }

  /// There from before a database is replaced until its sessions are up to date, so that a crash between repeats it.
  private var mark: String { path + ".restored" }

  func open() async throws -> Opened {
    let life = try CleanShutdownMarker(of: path)
    try StoreFiles.requireOwn(mark)
    try removeDraft()
    let store = try await whole(life)
    try markIfEmptied(store)
    guard try StoreFiles.requireOwn(mark) != nil else { return Opened(store: store, life: life, isReplaced: false) }
    try store.beginFeedAnew(StoreEvent(kind: .storeRestored, session: nil), at: clock())
    let back = try ArchiveRestore.run(records, into: store) { document throws(Fault) in try store.restore(document) }
    logger.notice(
      "rows taken back from the archive",
      metadata: [
        "id": "store.taken-back", "documents": "\(back.documents)", "rows": "\(back.rows)", "unreadable": "\(back.unreadable)",
      ])
    return Opened(store: store, life: life, isReplaced: true)
  }

  /// A database that holds nothing beside an archive that holds documents is not the one that they were recorded in: a row is
  /// committed before its document is written.
  private func markIfEmptied(_ store: SQLiteStore) throws {
    guard try store.counts().revisions == 0, try !records.isEmpty(), !FileManager.default.fileExists(atPath: mark) else { return }
    guard FileManager.default.createFile(atPath: mark, contents: nil) else { throw Fault(.storeUnreachable, mark) }
    logger.critical(
      "the database is empty though the archive is not; it is made again from the archive",
      metadata: [
        "id": "store.remade", "action": "reviews, the audit log and imported history come back with a backup: intone restore",
      ])
  }

  /// What a restore that was killed had copied: words that no erasure would find. The backup that it is of is still there, and
  /// no restore runs while the daemon has its share of the store.
  private func removeDraft() throws(Fault) {
    let draft = path + ".restoring"
    guard try StoreFiles.requireOwn(draft) != nil else { return }
    do { try FileManager.default.removeItem(atPath: draft) } catch { throw Fault(.storeUnreachable, draft) }
    logger.warning("the draft of a restore that did not end is removed", metadata: ["id": "store.draft-removed", "path": "\(draft)"])
  }

  /// The sessions are up to date again.
  func settled() throws {
    try FileManager.default.removeItem(atPath: mark)
  }

  /// Tried again while another program keeps the database locked or its disk is full: such things pass, and a service
  /// manager that has counted too many failed starts would not try any more.
  private func opened() async throws -> SQLiteStore {
    while true {
      do throws(Fault) {
        return try SQLiteStore(path: path, vault: vault)
      } catch {
        guard error.code == .storeLocked || error.code == .storeFull else { throw error }
        logger.error("the store cannot be opened yet", metadata: ["id": "store.waiting", "code": "\(error.code.code)"])
      }
      try await Task.sleep(for: .seconds(2))
    }
  }

  /// Damage must be seen three times, by a connection of its own each time: errors of a disk that pass can look like it, and
  /// must not cost a database that is whole.
  private func whole(_ life: CleanShutdownMarker) async throws -> SQLiteStore {
    var seen = 0
    while true {
      do throws(any Error) {
        return try await checked(life)
      } catch let fault as Fault where fault.code == .storeDamaged {
        seen += 1
        if seen == Self.sightings { return try await remade(life, fault) }
        logger.error("the database looks damaged and is looked at again", metadata: ["id": "store.suspected", "detail": "\(fault.detail)"])
      }
      try await Task.sleep(for: Self.pause)
    }
  }

  private static let sightings = 3
  private static let pause = Duration.seconds(3)

  private func checked(_ life: CleanShutdownMarker) async throws -> SQLiteStore {
    let store = try await opened()
    if life.wasUnclean { try store.checkAfterSuddenEnd() }
    return store
  }

  private func remade(_ life: CleanShutdownMarker, _ fault: Fault) async throws -> SQLiteStore {
    // Not under the hands of another daemon that lives.
    guard life.claim() else { throw fault }
    guard FileManager.default.createFile(atPath: mark, contents: nil) else { throw fault }
    let stamp = UTC.text(clock()).filter { $0.isNumber || $0 == "T" || $0 == "Z" }
    let kept = try SQLiteStore.moveAside(path, as: .damaged, at: stamp)
    logger.critical(
      "the database is damaged; it was moved aside and is made again from the archive",
      metadata: [
        "id": "store.remade", "code": "\(fault.code.code)", "detail": "\(fault.detail)", "kept": "\(kept)",
        "action": "reviews, the audit log and imported history come back with a backup: intone restore",
      ])
    let store = try await opened()
    life.share()
    return store
  }
}

/// The store as the daemon keeps it, whichever it is.
struct DaemonStore {
  let store: any WholeStore
  /// What copies the scores for readers; nil where these ask the server itself.
  let publication: Publication?
  /// Whether another database stands in the place of the old one: sessions must be brought up to date, then `settled`.
  let isReplaced: Bool
  let movedDatabases: @Sendable () throws(Fault) -> [MovedDatabase]
  let settled: () throws -> Void
  /// The store was closed in order.
  let closed: () -> Void

  /// A file of this machine, opened, mended where it must be, and with its copy for readers.
  init(_ opening: StoreOpening) async throws {
    let opened = try await opening.open()
    let publication = Publication(of: opened.store, at: DaemonConfiguration.scoresPath(besideStore: opening.path))
    opened.store.follow { [weak publication] () throws(Fault) in try publication?.letGo() }
    (store, self.publication, isReplaced) = (opened.store, publication, opened.isReplaced)
    movedDatabases = { [path = opening.path] () throws(Fault) in try SQLiteStore.movedDatabases(of: path) }
    settled = { try opening.settled() }
    closed = { opened.life.end() }
  }

  /// A database of a server, which is asked when it is needed: the daemon starts without it.
  init(_ server: PostgresStore) {
    store = server
    (publication, isReplaced) = (nil, false)
    movedDatabases = { [] }
    settled = {}
    closed = {}
  }
  /// Where readers find the scores, and what is wrong there; nil where they ask the server.
  var scores: (@Sendable () -> (path: String, fault: Fault?))? {
    guard let publication else { return nil }
    return { (path: publication.path, fault: publication.problem) }
  }

  /// Leaves a copy that is being made from the beginning.
  var leave: @Sendable () -> Void { { [publication] in publication?.end() } }

  func publishers(_ logger: Logger) -> [RepeatingService<PublicationState>] {
    guard let publication else { return [] }
    return [.publication(publication, anew: isReplaced, logger: logger)]
  }
}

extension Vault {
  /// With the keys beside the store, and the master identity where the service manager gives it.
  static func open(_ configuration: DaemonConfiguration) throws(Fault) -> Vault {
    let (state, identities) = (configuration.inbox.stateDirectory, try identities(file: nil))
    return switch configuration.store {
    case .file(let path): try Vault(store: path, stateDirectory: state, master: configuration.seal, identities: identities)
    case .server(let connection):
      Vault(server: connection, stateDirectory: state, master: configuration.seal, identities: identities)
    }
  }
}
