import Interview

/// What one inbox root holds, as the last looks at it showed. Pure: no I/O, all times given.
struct RootIndex: Sendable {
  struct Session: Sendable {
    var files: [FileID: ObservedFile] = [:]
    /// The files of each unit.
    var units: [WorkItem: Set<FileID>] = [:]
    var ready = Queue<WorkItem>()
  }

  var sessions: [OpaqueName: Session] = [:]
  /// Sessions with something ready, in the order in which they are served.
  private var rotation = Queue<OpaqueName>()
  /// Units that are neither queued nor worked on.
  private var pending: Set<WorkItem> = []
  /// Pending work items with news since they were last examined.
  private var touched: Set<WorkItem> = []
  private var queued: Set<WorkItem> = []
  private(set) var working: Set<WorkItem> = []
  /// Units put back after a failure: not before a monotonic time, after so many failures, why the last time.
  private(set) var backoff: [WorkItem: (notBefore: Double, failures: Int, fault: Fault)] = [:]
  /// Files that have not settled yet.
  private var unsettled: Set<Located> = []
  /// Sessions of which something has come or gone since their files were last joined.
  var unjoined: Set<OpaqueName> = []
  /// Sessions with something in the place of a manifest that cannot be opened, with what it is.
  var obstacles: [OpaqueName: Fault] = [:]

  struct Located: Hashable, Sendable {
    let session: OpaqueName
    let id: FileID
  }

  // MARK: Looking

  /// Takes note of a file. Constant time.
  mutating func observe(_ observation: Observation, now: Double, wall: Double) {
    let location = Located(session: observation.session, id: observation.id)
    if var entry = sessions[observation.session]?.files[observation.id] {
      if entry.stamp != observation.stamp {
        entry.stamp = observation.stamp
        entry.unchangedSince = now
        entry.isClosed = observation.isClosed
        entry.isSettled = false
        entry.isDenied = false
        unsettled.insert(location)
        if entry.leftAlone == nil { pend(entry.unit) }
      } else if observation.isClosed {
        entry.isClosed = true
      }
      sessions[observation.session]?.files[observation.id] = entry
      return
    }
    let entry = ObservedFile(
      name: observation.name, role: observation.name.role, stamp: observation.stamp, firstSeen: now, unchangedSince: now, arrivedAt: wall,
      isClosed: observation.isClosed)
    sessions[observation.session, default: Session()].files[observation.id] = entry
    unsettled.insert(location)
    unjoined.insert(observation.session)
    enter(entry.unit, observation.id)
  }

  /// The file is not there any more.
  mutating func forget(_ location: Located) {
    guard let entry = sessions[location.session]?.files.removeValue(forKey: location.id) else { return }
    unsettled.remove(location)
    unjoined.insert(location.session)
    leave(entry.unit, location.id)
    dropIfEmpty(location.session)
  }

  /// After a listing of everything: what was not seen is gone. Linear.
  mutating func keepOnly(_ seen: Set<Located>) {
    let gone = sessions.flatMap { session, index in
      index.files.keys.map { Located(session: session, id: $0) }.filter { !seen.contains($0) }
    }
    for location in gone { forget(location) }
  }

  private mutating func dropIfEmpty(_ session: OpaqueName) {
    guard let index = sessions[session], index.files.isEmpty, index.ready.isEmpty else { return }
    guard !working.contains(where: { $0.session == session }) else { return }
    sessions[session] = nil
  }

  /// Nothing of the unit waits any more.
  mutating func drop(_ unit: WorkItem) { pending.remove(unit) }

  mutating func pend(_ unit: WorkItem) {
    guard !queued.contains(unit), !working.contains(unit) else { return }
    pending.insert(unit)
    touched.insert(unit)
  }

  // MARK: Settling

  /// Files that have been still long enough, or were closed, and deserve a last look.
  func settlementCandidates(now: Double, settle: Double) -> [(location: Located, entry: ObservedFile)] {
    unsettled.compactMap { location in
      guard let entry = sessions[location.session]?.files[location.id] else { return nil }
      return entry.isClosed || now - entry.unchangedSince >= settle ? (location, entry) : nil
    }
  }

  /// The last look found it unchanged and nobody writing. `role` is what its first bytes say, where the name did not.
  mutating func settle(_ location: Located, role: FileRole) {
    guard var entry = sessions[location.session]?.files[location.id] else { return }
    unsettled.remove(location)
    unjoined.insert(location.session)
    leave(entry.unit, location.id)
    entry.isSettled = true
    entry.isDenied = false
    entry.role = role
    if role == .unrelated { entry.leftAlone = .inboxUnrelated }
    sessions[location.session]?.files[location.id] = entry
    if entry.leftAlone == nil { enter(entry.unit, location.id) }
  }

  /// It may not be read. It is tried again with each look, since a change of the rights is no change of the file.
  mutating func deny(_ location: Located) { sessions[location.session]?.files[location.id]?.isDenied = true }

  /// Somebody writes to it: the waiting starts again.
  mutating func disturb(_ location: Located, now: Double) {
    sessions[location.session]?.files[location.id]?.unchangedSince = now
    sessions[location.session]?.files[location.id]?.isClosed = false
  }

  // MARK: Serving

  /// Where a unit stands. `archive` tells what of a session has been taken before.
  func readiness(_ unit: WorkItem, now: Double, transcriptWait: Double, archive: (OpaqueName) -> ArchivedSession) -> Readiness {
    guard let session = sessions[unit.session], let ids = session.units[unit] else { return .gone }
    if working.contains(unit) { return .blocked }
    if let wait = backoff[unit], now < wait.notBefore { return .backingOff }
    let entries = ids.compactMap { session.files[$0] }
    if entries.contains(where: \.isDenied) { return .denied }
    if entries.contains(where: { !$0.isSettled }) { return .settling }
    guard case .answer(let key) = unit else {
      // A manifest has everything of its session scored again from the archive: it waits until what is in work is there,
      // recording and transcript.
      return working.contains { $0.session == unit.session } ? .blocked : .ready
    }
    let manifest = WorkItem.manifest(unit.session)
    if session.units[manifest] != nil || working.contains(manifest) { return .blocked }
    let archived = archive(key.session)
    if heldBack(key.session, archived) != nil { return .held }
    let recordings = entries.filter { $0.role == .recording }
    guard let first = recordings.map(\.firstSeen).min() else {
      return archived.recordings[key] == nil ? .awaitingRecording : .ready
    }
    let hasTranscript = recordings.count < entries.count
    if !hasTranscript, now - first < transcriptWait, archived.expectsTranscripts { return .awaitingTranscript }
    return .ready
  }

  /// Why nothing of the session may be worked on but its manifest; nil where nothing stands in the way.
  func heldBack(_ session: OpaqueName, _ archived: ArchivedSession) -> Fault? {
    if let mark = archived.manifestMark { return mark.isReleased ? nil : mark.fault }
    return obstacles[session]
  }

  /// The sessions whose archive `promote` asks for.
  func sessionsToPromote(everything: Bool) -> Set<OpaqueName> {
    unjoined.union((everything ? pending : touched.intersection(pending)).map(\.session))
  }

  /// Queues the work items that have become ready, the oldest first.
  ///
  /// - Parameter everything: examines every item that waits, in time linear in them; else only those with news, which misses
  ///   those that become ready by the passing of time.
  mutating func promote(
    everything: Bool = true, now: Double, transcriptWait: Double, archive: (OpaqueName) -> ArchivedSession
  ) {
    join(everything: everything, archive: archive)
    var ready: [(unit: WorkItem, arrivedAt: Double, modified: Int)] = []
    let looked = everything ? pending : touched.intersection(pending)
    touched = []
    for unit in looked {
      switch readiness(unit, now: now, transcriptWait: transcriptWait, archive: archive) {
      case .gone: pending.remove(unit)
      case .ready:
        let entries = (sessions[unit.session]?.units[unit] ?? []).compactMap { sessions[unit.session]?.files[$0] }
        ready.append((unit, entries.map(\.arrivedAt).min() ?? 0, entries.map(\.stamp.modified).min() ?? 0))
      default: break
      }
    }
    ready.sort { ($0.arrivedAt, $0.modified, $0.unit) < ($1.arrivedAt, $1.modified, $1.unit) }
    for (unit, _, _) in ready {
      pending.remove(unit)
      queued.insert(unit)
      if sessions[unit.session]?.ready.isEmpty == true { rotation.append(unit.session) }
      sessions[unit.session]?.ready.append(unit)
    }
  }

  /// The next unit in fair order: sessions take turns, the oldest of a session first. It leaves the queue; `start` or
  /// `postpone` it.
  mutating func next() -> WorkItem? {
    while let session = rotation.popFirst() {
      guard let unit = sessions[session]?.ready.popFirst() else { continue }
      if sessions[session]?.ready.isEmpty == false { rotation.append(session) }
      queued.remove(unit)
      return unit
    }
    return nil
  }

  mutating func start(_ unit: WorkItem) {
    pending.remove(unit)
    working.insert(unit)
  }

  /// It is not worked on after all, and waits again.
  mutating func postpone(_ unit: WorkItem) {
    working.remove(unit)
    if sessions[unit.session]?.units[unit] != nil { pend(unit) }
    dropIfEmpty(unit.session)
  }

  /// The work is over. With `retry` the unit was put back for that fault and waits so many seconds.
  mutating func end(_ unit: WorkItem, now: Double, retry: (delay: Double, fault: Fault)? = nil) {
    working.remove(unit)
    unjoined.insert(unit.session)
    if let retry {
      backoff[unit] = (now + retry.delay, (backoff[unit]?.failures ?? 0) + 1, retry.fault)
    } else {
      backoff[unit] = nil
    }
    if let session = sessions[unit.session] {
      if session.units[unit] != nil { pend(unit) }
      // What stood behind the manifest.
      if case .manifest = unit { touch(unit.session) }
    }
    dropIfEmpty(unit.session)
  }

  /// What waits of the session is looked at again with the next look.
  mutating func touch(_ session: OpaqueName) {
    for unit in sessions[session]?.units.keys ?? [:].keys where pending.contains(unit) { touched.insert(unit) }
  }

  /// Every unit that waits, for the snapshot.
  var waiting: [WorkItem] { Array(pending) + Array(queued) }
}

extension WorkItem: Comparable {
  static func < (left: WorkItem, right: WorkItem) -> Bool {
    switch (left, right) {
    case (.manifest(let a), .manifest(let b)): a < b
    case (.answer(let a), .answer(let b)): a < b
    case (.manifest(let a), .answer(let b)): a < b.session || a == b.session
    case (.answer(let a), .manifest(let b)): a.session < b
    }
  }
}
