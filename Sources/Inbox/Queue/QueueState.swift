import Interview

/// What the inbox knows of its roots: what lies there, what waits and why, whose turn it is, and what people should be told.
///
/// Pure: no I/O, no clock, no lock. Each call is told what was seen on the disk, and says what is to be done there. `Inbox`
/// does that and tells what came of it. An entry that is wrong here costs a look, never a file.
struct QueueState: Sendable {
  var roots: [RootQueue]
  private(set) var notices: [InboxNotice] = []
  /// The root that is served next.
  private var turn = 0
  /// Submissions given out since the last one of a backfill root.
  private var sinceBackfill = 0
  /// One submission in so many is of a backfill root, so that none starves.
  private static let backfillEvery = 8

  init(roots: [RootQueue]) { self.roots = roots }

  // MARK: Looking

  /// Takes note of what a look at a root showed. Linear in what it showed; with `everything`, in what is known.
  mutating func take(_ scan: ScanResult, of root: Int, everything: Bool, now: Double, wall: Double) {
    for observation in scan.observations { roots[root].index.observe(observation, now: now, wall: wall) }
    for location in scan.missing { roots[root].index.forget(location) }
    roots[root].takeObstacles(scan, everything: everything)
    if everything {
      roots[root].index.keepOnly(Set(scan.observations.map { RootIndex.Located(session: $0.session, id: $0.id) }))
      // What is no longer in the way may be told again when it comes back.
      roots[root].standing = [:]
    }
    for found in scan.reports {
      roots[root].standing[NoticeKey(session: found.session, name: found.name, code: found.fault.code)] = found.fault
      report(found.fault, root: root, session: found.session, name: found.name)
    }
    if everything {
      let standing = roots[root].standing
      roots[root].reported = roots[root].reported.filter { standing[$0] != nil || !DirectoryScan.codes.contains($0.code) }
    }
  }

  /// What the last look at a file that seemed complete showed.
  enum Settlement: Sendable {
    case gone
    case changed(FileStamp)
    /// Somebody writes to it: the waiting starts again.
    case beingWritten
    /// Empty, which it may be for a while.
    case empty
    case complete(FileRole)
    /// It could not be looked at; `isDenied` where it may not be read.
    case failed(Fault, isDenied: Bool)
    /// It was moved to the quarantine.
    case quarantined(Fault)
  }

  mutating func settle(_ location: RootIndex.Located, _ settlement: Settlement, in root: Int, now: Double, wall: Double) {
    switch settlement {
    case .empty: break
    case .gone: roots[root].index.forget(location)
    case .changed(let stamp):
      guard let name = roots[root].index.sessions[location.session]?.files[location.id]?.name else { return }
      let observation = Observation(session: location.session, id: location.id, name: name, stamp: stamp, isClosed: false)
      roots[root].index.observe(observation, now: now, wall: wall)
    case .beingWritten: roots[root].index.disturb(location, now: now)
    case .complete(let role): roots[root].index.settle(location, role: role)
    case .failed(let fault, let isDenied):
      if isDenied { roots[root].index.deny(location) }
      report(fault, root: root, session: location.session, name: location.id.name)
    case .quarantined(let fault):
      roots[root].index.forget(location)
      report(fault, root: root, session: location.session, name: location.id.name, isQuarantined: true)
    }
  }

  /// The sessions whose archive `promote` asks for.
  func sessionsToPromote(everything: Bool) -> Set<OpaqueName> {
    reached.reduce(into: []) { $0.formUnion(roots[$1].index.sessionsToPromote(everything: everything)) }
  }

  /// Queues what has become ready (`RootIndex.promote`).
  mutating func promote(everything: Bool, now: Double, transcriptWait: Double, archive: (OpaqueName) -> ArchivedSession) {
    for root in reached {
      roots[root].index.promote(everything: everything, now: now, transcriptWait: transcriptWait, archive: archive)
    }
  }

  private var reached: [Int] { roots.indices.filter { roots[$0].isReached } }

  // MARK: Claiming

  /// A work item that has come to the head of the queue. It counts as worked on until it is claimed or `postpone`d.
  struct Candidate: Sendable, Equatable {
    let root: Int
    let item: WorkItem
  }

  /// The next work item in fair order: roots and their sessions take turns; backfill roots come after the others, one in
  /// eight at least. Nil when nothing is queued.
  mutating func nextCandidate() -> Candidate? {
    let isBackfillDue = sinceBackfill >= Self.backfillEvery - 1
    return nextCandidate(isBackfill: isBackfillDue) ?? nextCandidate(isBackfill: !isBackfillDue)
  }

  private mutating func nextCandidate(isBackfill: Bool) -> Candidate? {
    var idle = 0
    while idle < roots.count {
      let root = turn % roots.count
      turn = (root + 1) % roots.count
      guard roots[root].root.isBackfill == isBackfill, roots[root].isReached, let item = roots[root].index.next() else {
        idle += 1
        continue
      }
      idle = 0
      // The same session may come in by two roots; its files meet in one archive.
      guard !roots.contains(where: { $0.index.working.contains(item) }) else {
        roots[root].index.postpone(item)
        continue
      }
      roots[root].index.start(item)
      return Candidate(root: root, item: item)
    }
    return nil
  }

  /// The way to claim a candidate; nil where it is not ready after all, and waits again.
  mutating func attempt(_ candidate: Candidate, now: Double, transcriptWait: Double, archived: ArchivedSession) -> ClaimAttempt? {
    let (root, item) = (candidate.root, candidate.item)
    roots[root].index.postpone(item)
    let readiness = roots[root].index.readiness(item, now: now, transcriptWait: transcriptWait) { _ in archived }
    guard readiness == .ready, let attempt = ClaimAttempt(candidate, files: roots[root].filesToClaim(item)) else { return nil }
    roots[root].index.start(item)
    return attempt
  }

  /// Takes note of how an attempt ended.
  mutating func conclude(_ attempt: ClaimAttempt, now: Double) {
    let (root, item) = (attempt.candidate.root, attempt.candidate.item)
    for (file, result) in attempt.results {
      let location = RootIndex.Located(session: item.session, id: file)
      switch result {
      case .moved: roots[root].index.forget(location)
      // Another daemon's, or not at rest after all. The next scan tells.
      case .gone:
        roots[root].index.forget(location)
        roots[root].changed.insert(.init(session: file.directory(of: item.session), name: file.name, isClosed: false))
      case .failed(let fault): report(fault, root: root, session: item.session, name: file.name)
      }
    }
    switch attempt.step {
    case .over(.claimed), .over(.putBack):
      sinceBackfill = roots[root].root.isBackfill ? 0 : sinceBackfill + 1
    case .over(.failed(let fault)): roots[root].index.end(item, now: now, retry: (30, fault))
    default: roots[root].index.postpone(item)
    }
  }

  /// The work on an item is over; with `retry`, its files were put back.
  ///
  /// - Parameter after: seconds until it is tried again; nil for 1 s doubled with each failure, up to 300 s.
  mutating func end(_ candidate: Candidate, now: Double, retry: (fault: Fault, after: Double?)? = nil) {
    let failures = roots[candidate.root].index.backoff[candidate.item]?.failures ?? 0
    roots[candidate.root].index.end(
      candidate.item, now: now, retry: retry.map { ($0.after ?? min(300, Double(1 << min(failures, 9))), $0.fault) })
  }

  // MARK: Telling

  /// Something that a person should know: told once, unless the file was moved for it.
  mutating func report(_ fault: Fault, root: Int, session: OpaqueName?, name: OpaqueName, isQuarantined: Bool = false) {
    let key = NoticeKey(session: session, name: name, code: fault.code)
    if !isQuarantined, !roots[root].reported.insert(key).inserted { return }
    notices.append(InboxNotice(fault: fault, root: roots[root].root, session: session, name: name, isQuarantined: isQuarantined))
  }

  mutating func takeNotices() -> [InboxNotice] {
    defer { notices = [] }
    return notices
  }
}

/// One inbox root: whether it can be reached, and what it holds.
struct RootQueue: Sendable {
  let root: InboxRoot
  var index = RootIndex()
  /// Nothing is taken from it while it cannot be reached.
  var isReached = false
  /// Why it cannot be reached; nil when all is well.
  var fault: Fault?
  var wasOpen = false
  /// Whether what this instance's former life held has been put back.
  var isRecovered = false
  /// When the other instances were last looked after, by the monotonic clock.
  var lookedAfterPeers = -Double.infinity
  var changed: Set<ChangedName> = []
  /// What was told already, so that it is told once.
  var reported: Set<NoticeKey> = []
  /// What was found that is not taken, and why, as of the last look at it.
  var standing: [NoticeKey: Fault] = [:]

  init(root: InboxRoot) { self.root = root }

  /// The files to take, in the order to take them: the recording decides who has the answer, so it goes first. Of two
  /// recordings of one answer the older goes first and the other waits; of several transcripts the best format is read.
  func filesToClaim(_ item: WorkItem) -> [(id: FileID, entry: ObservedFile)] {
    let all = index.entries(of: item).map { (id: $0.key, entry: $0.value) }
      .sorted { ($0.entry.arrivedAt, $0.entry.stamp.modified, $0.id.name) < ($1.entry.arrivedAt, $1.entry.stamp.modified, $1.id.name) }
    if case .manifest = item { return Array(all.prefix(1)) }
    let transcripts = all.filter { $0.entry.role == .transcript }.sorted {
      FileName.isBetter(($0.id.name, $0.entry.name), than: ($1.id.name, $1.entry.name), spoken: root.defaultLanguage)
    }
    return all.filter { $0.entry.role == .recording }.prefix(1) + transcripts
  }

  /// What stands in the place of manifests, as far as it was looked at.
  mutating func takeObstacles(_ scan: ScanResult, everything: Bool) {
    let before = index.obstacles
    if everything {
      index.obstacles = scan.obstacles
    } else {
      for session in scan.manifestsSeen { index.obstacles[session] = scan.obstacles[session] }
    }
    for session in before.keys where index.obstacles[session] == nil { index.touch(session) }
  }
}

/// A name that somebody says has changed.
struct ChangedName: Hashable, Sendable {
  /// The session's directory; nil for the top of the root.
  let session: OpaqueName?
  let name: OpaqueName
  let isClosed: Bool
}

/// What a notice is about: each is told once.
struct NoticeKey: Hashable, Sendable {
  let session: OpaqueName?
  let name: OpaqueName
  let code: FaultCode
}
