import Interview

@testable import Inbox

/// A queue over a directory that is only thought of.
struct ImaginedQueue {
  var state: QueueState
  var now = 100.0
  var archived: [String: ArchivedSession] = [:]
  private let transcriptWait: Double
  private var inode: UInt = 1
  /// What lies in the first root, by path.
  private(set) var present: Set<String> = []

  init(_ files: [String], transcriptWait: Double = 0) {
    self.init(roots: [(files, false)], transcriptWait: transcriptWait)
  }

  init(_ files: [String], modified: (String) -> Int, arrivesAtOnce: Bool) {
    self.init(roots: [([], false)])
    for file in files { observe(file, root: 0, modified: modified(file), advance: !arrivesAtOnce) }
    settle()
  }

  init(roots: [(files: [String], isBackfill: Bool)], transcriptWait: Double = 0) {
    self.transcriptWait = transcriptWait
    state = QueueState(
      roots: roots.enumerated().map { number, root in
        var queue = RootQueue(root: InboxRoot(path: "/inbox\(number)", isBackfill: root.isBackfill))
        queue.isReached = true
        return queue
      })
    for (root, files) in roots.enumerated() { for file in files.files { observe(file, root: root) } }
    settle()
  }

  // MARK: What happens

  mutating func arrive(_ path: String) {
    observe(path, root: 0)
    settle()
  }

  /// It is written to again, if it is there.
  mutating func change(_ path: String) {
    if present.contains(path) { observe(path, root: 0) }
  }

  mutating func vanish(_ path: String) {
    present.remove(path)
    var look = ScanResult()
    look.missing = [location(path)]
    state.take(look, of: 0, everything: false, now: now, wall: now)
  }

  private mutating func observe(_ path: String, root: Int, modified: Int? = nil, advance: Bool = true) {
    inode += 1
    if advance { now += 0.001 }
    if root == 0 { present.insert(path) }
    let stamp = FileStamp(
      kind: .file, size: 4, modified: modified ?? Int(inode), inode: inode, device: 1, links: 1, mode: 0o644, owner: 0)
    let location = location(path)
    guard let name = FileName(location.id.name, in: location.session) else { return }
    var look = ScanResult()
    look.observations = [Observation(session: location.session, id: location.id, name: name, stamp: stamp, isClosed: false)]
    state.take(look, of: root, everything: false, now: now, wall: now)
  }

  private func location(_ path: String) -> RootIndex.Located {
    let parts = path.split(separator: "/").map { OpaqueName(String($0)) }
    return .init(session: parts[0], id: FileID(isTop: false, name: parts[1]))
  }

  func item(_ path: String) -> String {
    let location = location(path)
    guard let name = FileName(location.id.name, in: location.session) else { return path }
    return (name.role.isManifest ? WorkItem.manifest(location.session) : .answer(name.key)).id
  }

  /// Everything has been still long enough and is as it was.
  mutating func settle() {
    for root in state.roots.indices {
      for (location, entry) in state.roots[root].index.settlementCandidates(now: now, settle: 0) {
        state.settle(location, .complete(entry.role), in: root, now: now, wall: now)
      }
    }
  }

  // MARK: What the inbox does

  mutating func promote(everything: Bool = true) {
    state.promote(everything: everything, now: now, transcriptWait: transcriptWait) { [archived] in archived[$0.text] ?? .init() }
  }

  /// The next of what is queued, claimed; nil where nothing is, or what is was not ready after all.
  mutating func next(_ move: (FileID) -> ClaimAttempt.MoveResult = { _ in .moved }) -> ClaimAttempt? {
    while let candidate = state.nextCandidate() {
      let session = archived[candidate.item.session.text] ?? .init()
      guard var attempt = state.attempt(candidate, now: now, transcriptWait: transcriptWait, archived: session) else { continue }
      while true {
        switch attempt.step {
        case .checkPeers: attempt.peersHaveIt(false)
        case .move(let file): attempt.moved(move(file))
        case .adopt: attempt.adopted(nil, hasPeers: false)
        case .over:
          state.conclude(attempt, now: now)
          if candidate.root == 0 { for file in attempt.moved { present.remove(path(file, of: candidate)) } }
          return attempt
        }
      }
    }
    return nil
  }

  mutating func claim(_ move: (FileID) -> ClaimAttempt.MoveResult = { _ in .moved }) -> ClaimAttempt? {
    promote()
    return next(move)
  }

  mutating func end(_ attempt: ClaimAttempt?) {
    if let attempt { state.end(attempt.candidate, now: now) }
  }

  mutating func putBack(_ attempt: ClaimAttempt) {
    for file in attempt.moved { observe(path(file, of: attempt.candidate), root: 0) }
    settle()
    state.end(attempt.candidate, now: now, retry: (Fault(.inboxFailed, "disk"), 1))
  }

  private func path(_ file: FileID, of candidate: QueueState.Candidate) -> String { "\(candidate.item.session.text)/\(file.name.text)" }

  /// Claims and ends everything that is ready; the ids in order.
  mutating func drain() -> [String] {
    var ids: [String] = []
    while let attempt = claim() {
      ids.append(attempt.candidate.item.id)
      end(attempt)
    }
    return ids
  }
}
