import Glibc
import Interview
import Synchronization

extension Inbox {
  /// What a scan looks at.
  public enum ScanScope: Sendable {
    /// The whole directory: at start, on the timer, after an overflow of events.
    case everything
    /// What was marked as changed, and what is on its way.
    case changed
  }

  /// Looks at the directories, settles what has come to rest, and queues what is ready. Linear in the files looked at.
  /// Never fails as a whole: a root that cannot be read is told by the snapshot.
  public func scan(_ scope: ScanScope = .everything) {
    scanning.withLock { _ in
      finishUnfiled()
      for root in configuration.roots.indices {
        guard let open = reach(root) else { continue }
        recoverPeers(root, open)
        do throws(SystemError) {
          try list(root, open, scope: scope)
          try settle(root, open)
          state.withLock { $0.roots[root].fault = nil }
        } catch {
          state.withLock { $0.roots[root].fault = error.fault(about: configuration.roots[root].path) }
        }
      }
      let began = clock.monotonic()
      let isDue = scope == .everything || began >= nextFullScan.withLock { $0 }
      let archived = archive.sessions(state.withLock { $0.sessionsToPromote(everything: isDue) })
      state.withLock {
        $0.promote(everything: isDue, now: began, transcriptWait: configuration.transcriptWait, archive: archived)
      }
      guard isDue else { return }
      refreshSnapshot()
      let ended = clock.monotonic()
      nextFullScan.withLock { $0 = ended + (ended - began) * Self.restAfterScan }
    }
  }

  /// A look at everything that waits, for its readiness and its count, is followed by so many times its own length without
  /// one: with a hundred thousand files waiting and events coming all the time, the looks would take the work's time.
  private static let restAfterScan = 20.0

  /// Says that a name may have changed; the next scan looks at it. `session` is the directory's name, nil at the top.
  func markDirty(root: Int, session: OpaqueName?, name: OpaqueName, isClosed: Bool) {
    state.withLock { state in
      _ = state.roots[root].changed.insert(ChangedName(session: session, name: name, isClosed: isClosed))
    }
  }

  /// The root, opened again if it was lost; nil while it cannot be reached.
  private func reach(_ root: Int) -> OpenRoot? {
    if let open = opened.withLock({ $0[root] }), open.isStill(at: configuration.roots[root].path) { return open }
    // The lock of a root that has gone must be let go before it can be taken again.
    opened.withLock { $0[root] = nil }
    let wasOpen = state.withLock { state in
      state.roots[root].isReached = false
      return state.roots[root].wasOpen
    }
    do throws(Fault) {
      let open = try OpenRoot.open(configuration.roots[root], instance: configuration.instance, mustBeKnown: wasOpen)
      opened.withLock { $0[root] = open }
      state.withLock { state in
        (state.roots[root].isReached, state.roots[root].wasOpen, state.roots[root].fault) = (true, true, nil)
      }
      return open
    } catch {
      state.withLock { $0.roots[root].fault = error }
      return nil
    }
  }

  // MARK: Listing

  private func list(_ root: Int, _ open: OpenRoot, scope: ScanScope) throws(SystemError) {
    let changed = state.withLock { state in
      defer { state.roots[root].changed = [] }
      return state.roots[root].changed
    }
    var scan = DirectoryScan(ignored: ignored, names: names, closed: changed.filter(\.isClosed))
    switch scope {
    case .everything: try scan.everything(in: open.folder)
    case .changed:
      for item in changed { try scan.one(item, in: open.folder) }
    }
    let (now, wall) = (clock.monotonic(), clock.wall())
    state.withLock { $0.take(scan.result, of: root, everything: scope == .everything, now: now, wall: wall) }
  }

  // MARK: Settling

  private func settle(_ root: Int, _ open: OpenRoot) throws(SystemError) {
    let now = clock.monotonic()
    let candidates = state.withLock { $0.roots[root].index.settlementCandidates(now: now, settle: configuration.settle) }
    var folders: [OpaqueName: Folder] = [:]
    for (location, entry) in candidates {
      let folder: Folder
      if let directory = location.id.directory(of: location.session) {
        if let known = folders[directory] {
          folder = known
        } else {
          guard let session = try open.folder.existing([directory]) else {
            state.withLock { $0.roots[root].index.forget(location) }
            continue
          }
          // Few at a time: descriptors are limited.
          if folders.count >= 64 { folders.removeAll() }
          folders[directory] = session
          folder = session
        }
      } else {
        folder = open.folder
      }
      settle(location, entry, root: root, open: open, folder: folder, now: now)
    }
  }

  private func settle(_ location: RootIndex.Located, _ entry: ObservedFile, root: Int, open: OpenRoot, folder: Folder, now: Double) {
    let settlement = inspect(at: location, entry, root: root, open: open, folder: folder, now: now)
    state.withLock { $0.settle(location, settlement, in: root, now: now, wall: clock.wall()) }
  }

  private func inspect(
    at location: RootIndex.Located, _ entry: ObservedFile, root: Int, open: OpenRoot, folder: Folder, now: Double
  ) -> QueueState.Settlement {
    let name = location.id.name
    do throws(SystemError) {
      guard let stamp = try folder.stamp(name) else { return .gone }
      guard stamp == entry.stamp else { return .changed(stamp) }
      if stamp.size == 0 {
        guard now - entry.firstSeen >= configuration.emptyWait else { return .empty }
        // An empty manifest says nothing of what may be done: that is told where manifests are read.
        if entry.role.isManifest { return .complete(entry.role) }
        return refuse(location, entry, Fault(.inboxEmptyFile, name.text), root: root, open: open, folder: folder)
      }
      if stamp.size > configuration.largestFile, !entry.role.isManifest {
        let fault = Fault(.inboxTooLarge, "\(name.text), \(stamp.size) bytes, limit \(configuration.largestFile)")
        return refuse(location, entry, fault, root: root, open: open, folder: folder)
      }
      let file = try folder.file(name)
      return file.isBeingWritten() == true ? .beingWritten : .complete(try Self.role(of: file, entry))
    } catch {
      if error.isMissing { return .gone }
      let isDenied = error.number == EACCES
      return .failed(isDenied ? Fault(.inboxUnreadable, name.text) : error.fault(about: name.text), isDenied: isDenied)
    }
  }

  /// What a file is by its name and, where that does not settle it, by its first bytes.
  static func role(of file: borrowing Descriptor, _ entry: ObservedFile) throws(SystemError) -> FileRole {
    guard entry.role == .unknown || entry.role == .transcript else { return entry.role }
    let head = try file.read(limit: 4096)
    if entry.role == .unknown, UnrelatedNames.begins(head) { return .unrelated }
    guard entry.role == .transcript || TextSniffer.isText(head) else { return .recording }
    return ManifestName.isManifest(head, called: entry.name) ? .misnamedManifest : .transcript
  }

  /// Moves a file that can never be used into the quarantine, by way of `working/`, as any other.
  private func refuse(
    _ location: RootIndex.Located, _ entry: ObservedFile, _ fault: Fault, root: Int, open: OpenRoot, folder: Folder
  ) -> QueueState.Settlement {
    let file = ClaimedFile(id: location.id, session: location.session, role: entry.role)
    do throws(SystemError) {
      let claimDirectory = try open.working.folder(making: file.claimDirectory)
      try folder.move(location.id.name, to: claimDirectory, as: file.stored)
      // One that is too large is not copied to make it ours: nothing goes by what it says.
      if entry.stamp.size <= configuration.largestFile { try claimDirectory.adopt(file.stored, by: open.temporaryFiles) }
      try quarantine.put(
        [file], from: open.working, on: .quarantine, fault: fault, session: location.session, root: configuration.roots[root].path,
        time: clock.wall())
      return .quarantined(fault)
    } catch {
      // What did not move stays and is looked at again; what is in `working/` is put back by the next recovery.
      return .failed(error.fault(about: location.id.name.text), isDenied: false)
    }
  }
}
