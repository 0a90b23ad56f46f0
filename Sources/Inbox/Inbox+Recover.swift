import Interview
import Synchronization

extension Inbox {
  /// Returns to the inbox what a dead instance held, this one's former life included: to be called once before the first
  /// scan, and then now and then where several daemons share an inbox. A file that was in work when its daemon died
  /// has failed once more; after `triesAllowed` it goes to the quarantine.
  ///
  /// - Returns: how many files were put back.
  @discardableResult
  public func recover() throws(Fault) -> Int {
    var count = 0
    for root in configuration.roots.indices {
      guard let open = state.withLock({ $0.roots[root].open }) else { continue }
      do throws(SystemError) {
        for instance in try open.stalls.names().sorted() { count += try recover(instance, root: root, open: open) }
      } catch {
        throw error.fault(about: configuration.roots[root].path)
      }
    }
    return count
  }

  private func recover(_ instance: OpaqueName, root: Int, open: OpenRoot) throws(SystemError) -> Int {
    guard let stalls = try open.stalls.existing([instance]) else { return 0 }
    guard instance != OpaqueName(configuration.instance) else {
      return try putBackAll(of: stalls, root: root, open: open, except: heldNow(root))
    }
    // While its lock is held here, the instance cannot come back to life and work on what is being moved.
    switch try InstanceLock.take(instance, in: open.instances) {
    case .busy: return 0
    case .taken(let lock):
      return try withExtendedLifetime(lock) { () throws(SystemError) in
        try putBackAll(of: stalls, root: root, open: open, except: [])
      }
    }
  }

  /// Paths of what this instance works on at the moment.
  private func heldNow(_ root: Int) -> Set<String> {
    state.withLock { state in
      let work = state.claims.values + state.unfinished.map(\.work)
      return Set(work.filter { $0.root == root }.flatMap { $0.files.map(\.path) })
    }
  }

  private func putBackAll(of stalls: Folder, root: Int, open: OpenRoot, except held: Set<String>) throws(SystemError) -> Int {
    var count = 0
    for (session, folder) in try stallFolders(of: stalls) {
      let files = try folder.names().compactMap { Self.heldFile($0, session: session) }.sorted {
        ($0.rank, $0.stored) < ($1.rank, $1.stored)
      }
      for file in files where !held.contains(file.path) {
        let tries = tries(of: file, in: open) + 1
        if tries >= configuration.triesAllowed {
          let fault = Fault(.inboxPoison, "the daemon ended \(tries) times while it worked on \(file.id.name.text)")
          try shelves.put(
            [file], from: stalls, on: .quarantine, fault: fault, session: file.session, root: configuration.roots[root].path,
            time: clock.wall())
          try open.tries.existing(file.stall)?.remove(file.stored)
          state.withLock { $0.report(fault, root: root, session: file.session, name: file.id.name, isQuarantined: true) }
        } else {
          try setTries(tries, of: file, in: open)
          try putBack(file, root: root, open: open, working: stalls)
          count += 1
        }
      }
      if let session {
        do throws(SystemError) {
          try stalls.existing([OpaqueName("sessions")])?.removeFolder(OpaqueName(session.text))
        } catch { if !error.isTaken, !error.isMissing { throw error } }
      }
    }
    return count
  }

  /// `top`, with nil, and each folder of `sessions`.
  private func stallFolders(of stalls: Folder) throws(SystemError) -> [(OpaqueName?, Folder)] {
    var folders: [(OpaqueName?, Folder)] = []
    if let top = try stalls.existing([OpaqueName("top")]) { folders.append((nil, top)) }
    guard let sessions = try stalls.existing([OpaqueName("sessions")]) else { return folders }
    for name in try sessions.names().sorted() {
      if let session = OpaqueName(printed: name.verbatim) { folders.append((session, try sessions.folder(name))) }
    }
    return folders
  }

  private static func heldFile(_ stored: OpaqueName, session: OpaqueName?) -> HeldFile? {
    guard let name = OpaqueName(printed: stored.verbatim) else { return nil }
    guard let file = session.map({ FileName(name, in: $0) }) ?? FileName(top: name) else { return nil }
    return HeldFile(id: FileID(isTop: session == nil, name: name), session: file.session, role: file.role)
  }
}

extension HeldFile {
  /// Recordings go back before transcripts: alone, a recording waits for its transcript, while a transcript alone would
  /// be taken for a late one.
  fileprivate var rank: Int { role == .transcript ? 1 : 0 }
}
