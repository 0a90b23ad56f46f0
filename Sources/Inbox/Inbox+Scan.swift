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
      finishUnfinished()
      for root in configuration.roots.indices {
        guard let open = reach(root) else { continue }
        lookAfter(root, open)
        do throws(SystemError) {
          try list(root, open, scope: scope)
          try settle(root, open)
          state.withLock { $0.roots[root].fault = nil }
        } catch {
          state.withLock { $0.roots[root].fault = error.fault(about: configuration.roots[root].path) }
        }
      }
      let began = clock.monotonic()
      let isDue = scope == .everything || began >= nextFullLook.withLock { $0 }
      state.withLock { state in
        for root in state.roots.indices where state.roots[root].isReached {
          state.roots[root].index.promote(
            everything: isDue, now: began, transcriptWait: configuration.transcriptWait, archive: archive.session)
        }
      }
      guard isDue else { return }
      refreshSnapshot()
      let ended = clock.monotonic()
      nextFullLook.withLock { $0 = ended + (ended - began) * Self.restAfterLook }
    }
  }

  /// A look at everything that waits, for its readiness and its count, is followed by so many times its own length without
  /// one: with a hundred thousand files waiting and events coming all the time, the looks would take the work's time.
  private static let restAfterLook = 20.0

  /// Says that a name may have changed; the next scan looks at it. `session` is the directory's name, nil at the top.
  func markDirty(root: Int, session: OpaqueName?, name: OpaqueName, isClosed: Bool) {
    state.withLock { state in
      _ = state.roots[root].dirty.insert(Dirty(session: session, name: name, isClosed: isClosed))
    }
  }

  /// The root, opened again if it was lost; nil while it cannot be reached.
  private func reach(_ root: Int) -> OpenRoot? {
    let (open, wasOpen) = state.withLock { ($0.roots[root].open, $0.roots[root].wasOpen) }
    if let open, open.isStill(at: configuration.roots[root].path) { return open }
    // The lock of a root that has gone must be let go before it can be taken again.
    state.withLock { $0.roots[root].open = nil }
    do throws(Fault) {
      let open = try OpenRoot.open(configuration.roots[root], instance: configuration.instance, mustBeKnown: wasOpen)
      state.withLock { state in
        state.roots[root].open = open
        state.roots[root].wasOpen = true
        state.roots[root].fault = nil
      }
      return open
    } catch {
      state.withLock { $0.roots[root].fault = error }
      return nil
    }
  }

  // MARK: Listing

  private func list(_ root: Int, _ open: OpenRoot, scope: ScanScope) throws(SystemError) {
    let dirty = state.withLock { state in
      defer { state.roots[root].dirty = [] }
      return state.roots[root].dirty
    }
    var look = DirectoryScan(ignored: ignored, names: names, closed: dirty.filter(\.isClosed))
    switch scope {
    case .everything: try look.everything(in: open.folder)
    case .changed:
      for item in dirty { try look.one(item, in: open.folder) }
    }
    let (now, wall) = (clock.monotonic(), clock.wall())
    state.withLock { state in
      for observation in look.observations { state.roots[root].index.observe(observation, now: now, wall: wall) }
      for place in look.missing { state.roots[root].index.forget(place) }
      state.roots[root].takeObstacles(look, everything: scope == .everything)
      if scope == .everything {
        state.roots[root].index.keepOnly(Set(look.observations.map { RootIndex.Located(session: $0.session, id: $0.id) }))
        // What is no longer in the way may be told again when it comes back.
        state.roots[root].standing = [:]
      }
      for report in look.reports {
        state.roots[root].standing[Report(session: report.session, name: report.name, code: report.fault.code)] = report.fault
        state.report(report.fault, root: root, session: report.session, name: report.name)
      }
      if scope == .everything {
        let standing = state.roots[root].standing
        state.roots[root].reported = state.roots[root].reported.filter { standing[$0] != nil || !DirectoryScan.codes.contains($0.code) }
      }
    }
  }

  // MARK: Settling

  private func settle(_ root: Int, _ open: OpenRoot) throws(SystemError) {
    let now = clock.monotonic()
    let candidates = state.withLock { $0.roots[root].index.settlementCandidates(now: now, settle: configuration.settle) }
    var folders: [OpaqueName: Folder] = [:]
    for (place, entry) in candidates {
      let folder: Folder
      if let directory = place.id.directory(of: place.session) {
        if let known = folders[directory] {
          folder = known
        } else {
          guard let session = try open.folder.existing([directory]) else {
            state.withLock { $0.roots[root].index.forget(place) }
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
      settle(place, entry, root: root, open: open, folder: folder, now: now)
    }
  }

  private func settle(_ place: RootIndex.Located, _ entry: Entry, root: Int, open: OpenRoot, folder: Folder, now: Double) {
    do throws(SystemError) {
      guard let stamp = try folder.stamp(place.id.name) else {
        return state.withLock { $0.roots[root].index.forget(place) }
      }
      guard stamp == entry.stamp else {
        let look = Observation(session: place.session, id: place.id, name: entry.name, stamp: stamp, isClosed: false)
        return state.withLock { $0.roots[root].index.observe(look, now: now, wall: clock.wall()) }
      }
      if stamp.size == 0 {
        guard now - entry.firstSeen >= configuration.emptyWait else { return }
        // An empty manifest says nothing of what may be done: that is told where manifests are read.
        if entry.role.isManifest { return state.withLock { $0.roots[root].index.settle(place, role: entry.role) } }
        return refuse(place, entry, Fault(.inboxEmptyFile, place.id.name.text), root: root, open: open, folder: folder)
      }
      if stamp.size > configuration.largestFile, !entry.role.isManifest {
        let fault = Fault(.inboxTooLarge, "\(place.id.name.text), \(stamp.size) bytes, limit \(configuration.largestFile)")
        return refuse(place, entry, fault, root: root, open: open, folder: folder)
      }
      let file = try folder.file(place.id.name)
      if file.isBeingWritten() == true { return state.withLock { $0.roots[root].index.disturb(place, now: now) } }
      let role = try Self.role(of: file, entry)
      state.withLock { $0.roots[root].index.settle(place, role: role) }
    } catch {
      if error.isMissing { return state.withLock { $0.roots[root].index.forget(place) } }
      let fault = error.number == EACCES ? Fault(.inboxUnreadable, place.id.name.text) : error.fault(about: place.id.name.text)
      state.withLock { state in
        if error.number == EACCES { state.roots[root].index.deny(place) }
        state.report(fault, root: root, session: place.session, name: place.id.name)
      }
    }
  }

  /// What a file is by its name and, where that does not settle it, by its first bytes.
  static func role(of file: borrowing Descriptor, _ entry: Entry) throws(SystemError) -> FileRole {
    guard entry.role == .unknown || entry.role == .transcript else { return entry.role }
    let head = try file.read(limit: 4096)
    if entry.role == .unknown, UnrelatedNames.begins(head) { return .unrelated }
    guard entry.role == .transcript || TextSniffer.isText(head) else { return .recording }
    return ManifestName.isManifest(head, called: entry.name) ? .misnamedManifest : .transcript
  }

  /// Moves a file that can never be used into the quarantine, by way of `working/`, as any other.
  private func refuse(_ place: RootIndex.Located, _ entry: Entry, _ fault: Fault, root: Int, open: OpenRoot, folder: Folder) {
    let file = ClaimedFile(id: place.id, session: place.session, role: entry.role)
    do throws(SystemError) {
      let claimDirectory = try open.working.folder(making: file.claimDirectory)
      try folder.move(place.id.name, to: claimDirectory, as: file.stored)
      // One that is too large is not copied to make it ours: nothing goes by what it says.
      if entry.stamp.size <= configuration.largestFile { try claimDirectory.adopt(file.stored, by: open.temporaryFiles) }
      try shelves.put(
        [file], from: open.working, on: .quarantine, fault: fault, session: place.session, root: configuration.roots[root].path,
        time: clock.wall())
      state.withLock { state in
        state.roots[root].index.forget(place)
        state.report(fault, root: root, session: place.session, name: place.id.name, isQuarantined: true)
      }
    } catch {
      // What did not move stays and is looked at again; what is in `working/` is put back by the next recovery.
      state.withLock { $0.report(error.fault(about: place.id.name.text), root: root, session: place.session, name: place.id.name) }
    }
  }
}

extension Inbox.RootState {
  /// What stands in the place of manifests, as far as it was looked at.
  fileprivate mutating func takeObstacles(_ look: DirectoryScan, everything: Bool) {
    let before = index.obstacles
    if everything {
      index.obstacles = look.obstacles
    } else {
      for session in look.manifestsLookedAt { index.obstacles[session] = look.obstacles[session] }
    }
    for session in before.keys where index.obstacles[session] == nil { index.touch(session) }
  }
}
