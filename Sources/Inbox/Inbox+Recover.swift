import Interview
import Synchronization

extension Inbox {
  /// How often the other instances of an inbox are looked after, in seconds: what a dead one held is taken over within it.
  static let peersEvery = 10.0

  /// Returns to the inbox what a dead instance held, this one's former life included: to be called before the first scan;
  /// scans see to it afterwards, where it failed, where a root comes back, and for instances that die meanwhile. A file
  /// that was in work when its daemon died has failed once more; after `triesAllowed` it goes to the quarantine.
  ///
  /// - Returns: how many files were put back.
  /// - Throws: the first fault, after all roots were tried.
  @discardableResult
  public func recover() throws(Fault) -> Int {
    var count = 0
    var first: Fault?
    for root in configuration.roots.indices {
      guard let open = opened.withLock({ $0[root] }) else { continue }
      do throws(SystemError) {
        count += try recover(root, open)
      } catch {
        first = first ?? error.fault(about: configuration.roots[root].path)
      }
    }
    if let first { throw first }
    return count
  }

  /// The part of a scan that looks for work of the dead. What fails is the root's fault, told by the snapshot.
  func recoverPeers(_ root: Int, _ open: OpenRoot) {
    let now = clock.monotonic()
    let isDue = state.withLock { state in
      !state.roots[root].isRecovered || now - state.roots[root].lookedAfterPeers >= Self.peersEvery
    }
    guard isDue else { return }
    do throws(SystemError) {
      _ = try recover(root, open)
    } catch {
      state.withLock { $0.roots[root].fault = error.fault(about: configuration.roots[root].path) }
    }
  }

  private func recover(_ root: Int, _ open: OpenRoot) throws(SystemError) -> Int {
    var count = 0
    let own = OpaqueName(configuration.instance)
    if !state.withLock({ $0.roots[root].isRecovered }) {
      try clearDrafts(of: own, open)
      count += try putBackAll(of: open.working, root: root, open: open) { self.heldNow(root) }
      state.withLock { $0.roots[root].isRecovered = true }
    }
    let peers = try open.claimDirectories.names().filter { $0 != own }.sorted()
    archive.isShared = !peers.isEmpty
    for peer in peers {
      guard let claimDirectories = try open.claimDirectories.existing([peer]) else { continue }
      // While its lock is held here, the instance cannot come back to life and work on what is being moved.
      guard case .taken(let lock) = try InstanceLock.take(peer, in: open.instances) else { continue }
      count += try withExtendedLifetime(lock) { () throws(SystemError) in
        try clearDrafts(of: peer, open)
        return try putBackAll(of: claimDirectories, root: root, open: open) { [] }
      }
    }
    let now = clock.monotonic()
    state.withLock { $0.roots[root].lookedAfterPeers = now }
    return count
  }

  private func clearDrafts(of instance: OpaqueName, _ open: OpenRoot) throws(SystemError) {
    try open.temporaryFiles.clear(of: instance)
    try archive.temporaryFiles().clear(of: instance)
    for disposition in [QuarantineItem.Disposition.quarantine, .held] { try quarantine.temporaryFiles(of: disposition).clear(of: instance) }
  }

  /// Paths of what this instance works on at the moment.
  private func heldNow(_ root: Int) -> Set<String> {
    let work = claims.withLock { $0.work.values.filter { $0.root == root } }
    return Set(work.flatMap { $0.files.map(\.path) })
  }

  /// `except` is asked after each listing: what was taken since is not in the list, what is in work is in its answer.
  private func putBackAll(of claimDirectories: Folder, root: Int, open: OpenRoot, except: () -> Set<String>) throws(SystemError) -> Int {
    var count = 0
    for (session, folder) in try Self.claimFolders(of: claimDirectories) {
      let files = try folder.names().compactMap { Self.heldFile($0, session: session) }.sorted {
        ($0.rank, $0.stored) < ($1.rank, $1.stored)
      }
      let held = files.isEmpty ? [] : except()
      for file in files where !held.contains(file.path) {
        if try quarantine.holdsCopy(of: file, in: claimDirectories) {
          try folder.remove(file.stored)
          continue
        }
        let tries = tries(of: file, in: open) + 1
        if tries >= configuration.triesAllowed, try archive.holdsCopy(of: file, in: claimDirectories) {
          // Scored and filed; each time the daemon ended before it could remove the original.
          try clearTries(of: file, in: open)
          try folder.remove(file.stored)
        } else if tries >= configuration.triesAllowed {
          let fault = Fault(.inboxPoison, "the daemon ended \(tries) times while it worked on \(file.id.name.text)")
          try clearTries(of: file, in: open)
          try quarantine.put(
            [file], from: claimDirectories, on: .quarantine, fault: fault, session: file.session, root: configuration.roots[root].path,
            time: clock.wall())
          state.withLock { $0.report(fault, root: root, session: file.session, name: file.id.name, isQuarantined: true) }
        } else {
          try setTries(tries, of: file, in: open)
          try putBack(file, root: root, open: open, working: claimDirectories)
          count += 1
        }
      }
      if let session {
        do throws(SystemError) {
          try claimDirectories.existing([OpaqueName("sessions")])?.removeFolder(OpaqueName(session.text))
        } catch { if !error.isTaken, !error.isMissing { throw error } }
      }
    }
    return count
  }

  /// `top`, with nil, and each folder of `sessions`.
  static func claimFolders(of claimDirectories: Folder) throws(SystemError) -> [(OpaqueName?, Folder)] {
    var folders: [(OpaqueName?, Folder)] = []
    if let top = try claimDirectories.existing([OpaqueName("top")]) { folders.append((nil, top)) }
    guard let sessions = try claimDirectories.existing([OpaqueName("sessions")]) else { return folders }
    for name in try sessions.names().sorted() {
      if let session = OpaqueName(printed: name.verbatim) { folders.append((session, try sessions.folder(name))) }
    }
    return folders
  }

  static func heldFile(_ stored: OpaqueName, session: OpaqueName?) -> ClaimedFile? {
    guard let name = OpaqueName(printed: stored.verbatim) else { return nil }
    guard let file = session.map({ FileName(name, in: $0) }) ?? FileName(top: name) else { return nil }
    return ClaimedFile(id: FileID(isTop: session == nil, name: name), session: file.session, role: file.role)
  }
}

extension ClaimedFile {
  /// Recordings go back before transcripts: alone, a recording waits for its transcript, while a transcript alone would
  /// be taken for a late one.
  fileprivate var rank: Int { role == .transcript ? 1 : 0 }
}
