import Glibc
import Interview

/// The inbox as the disk shows it to somebody who takes nothing and holds no lock: for when no daemon runs.
///
/// What a daemon learns by watching is not there: a file's age is counted from its last change, and why the last try failed is
/// told by the daemon's log alone. Files that a daemon had in work when it ended are in `snapshot.working`; the next start puts
/// them back.
public struct InboxGlance: Sendable {
  public let snapshot: QueueSnapshot
  /// The oldest first.
  public let items: [QueueItem]
  /// How many there are.
  public let total: Int

  /// Linear in the files of the inbox. A root that cannot be read is told in the snapshot.
  /// - Throws: `inbox.configuration`; `state.denied` for a user who may not read the archive, without which nobody knows what
  ///   is held; another fault of the state directory.
  public init(_ configuration: InboxConfiguration, limit: Int, clock: InboxClock = .system) throws(Fault) {
    try configuration.validate()
    let archive = Archive(
      path: configuration.stateDirectory + "/" + DirectoryLayout.Destination.archive.rawValue, instance: configuration.instance)
    let (now, wall) = (clock.monotonic(), clock.wall())
    let names: SessionNames
    do throws(SystemError) { names = SessionNames(archived: try archive.sessions()) } catch {
      throw error.reading(configuration.stateDirectory)
    }
    var state = QueueState(roots: [])
    var working: [QueueSnapshot.Working] = []
    for root in configuration.roots {
      var seen = RootQueue(root: root)
      seen.isReached = true
      do throws(SystemError) {
        let folder = try Folder.open(path: root.path)
        try seen.observe(
          folder, ignored: IgnoredNames(patterns: configuration.ignore), names: names, settle: configuration.settle, now, wall)
        working += try Self.working(below: folder, wall: wall)
      } catch {
        seen.fault = error.reading(root.path)
      }
      seen.index.promote(now: now, transcriptWait: configuration.transcriptWait, archive: archive.session)
      state.roots.append(seen)
    }
    (items, total) = state.items(limit: limit, now: now, transcriptWait: configuration.transcriptWait, archive: archive.session)
    var snapshot = state.snapshot(now: now, transcriptWait: configuration.transcriptWait, archive: archive.session)
    snapshot.working = working.sorted { $0.id < $1.id }
    self.snapshot = snapshot
  }

  /// What instances had in work, by the name of the answer.
  private static func working(below root: Folder, wall: Double) throws(SystemError) -> [QueueSnapshot.Working] {
    var found: [String: Double] = [:]
    guard let claimDirectories = try root.existing([DirectoryLayout.own, DirectoryLayout.working]) else { return [] }
    for instance in try claimDirectories.names() {
      guard let claimDirectory = try claimDirectories.existing([instance]) else { continue }
      for (session, folder) in try Inbox.claimFolders(of: claimDirectory) {
        for name in try folder.names() {
          guard let file = Inbox.heldFile(name, session: session), let stamp = try folder.stamp(name) else { continue }
          guard let own = FileName(file.plainName, in: file.session) else { continue }
          let id = (own.role.isManifest ? WorkItem.manifest(own.session) : .answer(own.key)).id
          found[id] = max(found[id] ?? 0, stamp.age(at: wall))
        }
      }
    }
    return found.map { QueueSnapshot.Working(id: $0.key, age: $0.value) }
  }
}

extension RootQueue {
  /// Takes note of everything that lies there, as a scan does, and moves nothing.
  fileprivate mutating func observe(
    _ folder: Folder, ignored: IgnoredNames, names: SessionNames, settle: Double, _ now: Double, _ wall: Double
  ) throws(SystemError) {
    var scan = DirectoryScan(ignored: ignored, names: names, closed: [])
    try scan.everything(in: folder)
    for observation in scan.result.observations {
      index.observe(observation, now: now - observation.stamp.age(at: wall), wall: wall)
    }
    index.obstacles = scan.result.obstacles
    for found in scan.result.reports {
      standing[NoticeKey(session: found.session, name: found.name, code: found.fault.code)] = found.fault
    }
    for (location, entry) in index.settlementCandidates(now: now, settle: settle) where entry.stamp.size > 0 {
      do throws(SystemError) {
        let parent =
          try location.id.directory(of: location.session).map { name throws(SystemError) in try folder.existing([name]) } ?? folder
        guard let parent else { continue }
        index.settle(location, role: try Inbox.role(of: try parent.file(location.id.name), entry))
      } catch {
        if error.number == EACCES { index.deny(location) } else if !error.isMissing { throw error }
      }
    }
  }
}

extension FileStamp {
  /// Seconds since its last change, by its own word; never below 0.
  fileprivate func age(at wall: Double) -> Double { max(0, wall - Double(modified) / 1e9) }
}

extension SystemError {
  /// As a fault of somebody who only reads.
  func reading(_ subject: String) -> Fault { number == EACCES ? Fault(.stateDenied, subject) : fault(about: subject) }
}
