import Glibc
import Interview
import Synchronization

extension Inbox {
  /// Takes the next submission in fair order: roots and their sessions take turns, the oldest of a session first;
  /// backfill roots come after the others, one in eight at least. Nil when nothing is ready. Its files are in `working/` from now on. A few system calls, however many files wait.
  ///
  /// A file that another daemon took first, or that changed since it was looked at, is passed over.
  public func claimNext() throws(Fault) -> Claim? {
    let now = clock.monotonic()
    guard let (number, submission) = state.withLock({ $0.claimNext(for: self, now: now) }) else { return nil }
    inHand.withLock { $0[number] = (submission.key?.id ?? "\(submission.session.text)/session.yaml", now) }
    return Claim(submission: submission, number: number)
  }
}

extension Inbox.State {
  /// One submission in so many is of a backfill root, so that none starves.
  private static let backfillEvery = 8

  fileprivate mutating func claimNext(for inbox: Inbox, now: Double) -> (Int, Submission)? {
    let isBackfillDue = sinceBackfill >= Self.backfillEvery - 1
    for isBackfill in [isBackfillDue, !isBackfillDue] {
      guard let claim = claimNext(for: inbox, now: now, isBackfill: isBackfill) else { continue }
      sinceBackfill = isBackfill ? 0 : sinceBackfill + 1
      return claim
    }
    return nil
  }

  private mutating func claimNext(for inbox: Inbox, now: Double, isBackfill: Bool) -> (Int, Submission)? {
    var idle = 0
    while idle < roots.count {
      let root = turn % roots.count
      turn = (root + 1) % roots.count
      guard roots[root].root.isBackfill == isBackfill, let open = roots[root].open, let unit = roots[root].index.next() else {
        idle += 1
        continue
      }
      idle = 0
      let readiness = roots[root].index.readiness(
        unit, now: now, transcriptWait: inbox.configuration.transcriptWait, archive: inbox.archive.session)
      guard readiness == .ready, !isWorking(unit, elsewhereThan: root) else {
        roots[root].index.postpone(unit)
        continue
      }
      if let work = take(unit, root: root, open: open, inbox: inbox, now: now) {
        let number = nextClaim
        nextClaim += 1
        claims[number] = work
        return (number, work.submission)
      }
    }
    return nil
  }

  /// The same session may come in by two roots; its files meet in one archive.
  private func isWorking(_ unit: Unit, elsewhereThan root: Int) -> Bool {
    roots.indices.contains { $0 != root && roots[$0].index.working.contains(unit) }
  }

  private mutating func take(_ unit: Unit, root: Int, open: OpenRoot, inbox: Inbox, now: Double) -> HeldWork? {
    let files = chosen(unit, root: root)
    guard !files.isEmpty else { return nil }
    let isLate = !files.contains { $0.entry.role != .transcript }
    if isLate, inbox.isHeldByPeer(files.map(\.id), session: unit.session, in: open) {
      roots[root].index.postpone(unit)
      return nil
    }
    var taken: [(file: HeldFile, entry: Entry)] = []
    for (id, entry) in files {
      let file = HeldFile(id: id, session: unit.session, role: entry.role)
      do throws(SystemError) {
        let folder = id.isTop ? open.folder : try open.folder.folder(unit.session)
        guard try folder.stamp(id.name) == entry.stamp else { throw SystemError("fstatat", number: ENOENT) }
        try folder.move(id.name, to: open.working.folder(making: file.stall), as: file.stored)
        taken.append((file, entry))
        if taken.count == 1 { CrashPoint.reach(.claimRecordingTaken) }
      } catch {
        // Gone or changed: another daemon's, or not at rest after all. The next scan tells.
        let place = RootIndex.Located(session: unit.session, id: id)
        if error.isMissing {
          roots[root].index.forget(place)
          roots[root].dirty.insert(.init(session: id.isTop ? nil : unit.session, name: id.name, isClosed: false))
        } else {
          report(error.fault(about: id.name.text), root: root, session: unit.session, name: id.name)
        }
        // Without its recording there is nothing to do; without a transcript there is.
        if taken.isEmpty {
          if error.isMissing {
            roots[root].index.postpone(unit)
          } else {
            roots[root].index.end(unit, now: now, delay: 30)
          }
          return nil
        }
      }
    }
    CrashPoint.reach(.claimTaken)
    roots[root].index.start(unit)
    for (file, _) in taken { roots[root].index.forget(.init(session: unit.session, id: file.id)) }
    let submission = inbox.submission(unit, root: roots[root].root, taken: taken, open: open)
    return HeldWork(root: root, unit: unit, files: taken.map(\.file), submission: submission, since: now, open: open)
  }

  /// The files to take, in the order to take them: the recording decides who has the answer, so it goes first. Of two
  /// recordings of one answer the older goes first and the other waits; of several transcripts the best format is read.
  private func chosen(_ unit: Unit, root: Int) -> [(id: FileID, entry: Entry)] {
    let session = roots[root].index.sessions[unit.session]
    let all = (session?.units[unit] ?? []).compactMap { id in session?.files[id].map { (id: id, entry: $0) } }
      .sorted { ($0.entry.arrivedAt, $0.entry.stamp.modified, $0.id.name) < ($1.entry.arrivedAt, $1.entry.stamp.modified, $1.id.name) }
    if case .manifest = unit { return Array(all.prefix(1)) }
    let transcripts = all.filter { $0.entry.role == .transcript }.sorted {
      (FileName.rank(transcript: $0.id.name), $0.id.name) < (FileName.rank(transcript: $1.id.name), $1.id.name)
    }
    return all.filter { $0.entry.role == .recording }.prefix(1) + transcripts
  }
}

extension Inbox {
  fileprivate func submission(
    _ unit: Unit, root: InboxRoot, taken: [(file: HeldFile, entry: Entry)], open: OpenRoot
  ) -> Submission {
    let base = root.path + "/.intone/working/" + configuration.instance + "/"
    let recording = taken.first { $0.file.role == .recording }?.file
    let transcript = taken.first { $0.file.role == .transcript }?.file
    let archived = archive.session(unit.session)
    let shelf = archive.directory(of: unit.session) + "/"
    let kind: Submission.Kind =
      switch unit {
      case .manifest: .manifest
      case .answer(let key): recording == nil ? .lateTranscript(key) : .recording(key)
      }
    let recordingPath: String? =
      switch kind {
      case .manifest: nil
      case .recording: recording.map { base + $0.path }
      case .lateTranscript(let key): archived.recordings[key].map { shelf + $0.verbatim }
      }
    return Submission(
      kind: kind, session: unit.session, root: root, recording: recordingPath,
      transcript: transcript.map { base + $0.path } ?? archivedTranscript(kind, archived).map { shelf + $0.verbatim },
      manifest: kind == .manifest ? taken.first.map { base + $0.file.path } : archived.manifest.map { shelf + $0.verbatim },
      arrivedAt: taken.map(\.entry.arrivedAt).min() ?? clock.wall(),
      tries: taken.map { tries(of: $0.file, in: open) }.max() ?? 0)
  }

  /// A recording that is sent again without its transcript is read with the one that came before: whether its words fit
  /// is judged by the analysis, and what is in the archive is what the row is of.
  private func archivedTranscript(_ kind: Submission.Kind, _ archived: ArchivedSession) -> OpaqueName? {
    guard case .recording(let key) = kind else { return nil }
    return archived.transcripts[key]
  }

  /// Whether another daemon has the recording of this answer in its hands just now. A look into each peer's folder.
  fileprivate func isHeldByPeer(_ ids: [FileID], session: OpaqueName, in open: OpenRoot) -> Bool {
    do throws(SystemError) {
      for peer in try open.stalls.names() where peer != OpaqueName(configuration.instance) {
        for isTop in [true, false] {
          guard let folder = try open.stalls.existing([peer] + Places.stall(session: session, isTop: isTop)) else { continue }
          let keys = try folder.names().compactMap { OpaqueName(printed: $0.verbatim) }.compactMap {
            isTop ? FileName(top: $0) : FileName($0, in: session)
          }.map(\.key)
          if ids.contains(where: { id in
            (id.isTop ? FileName(top: id.name) : FileName(id.name, in: session)).map { keys.contains($0.key) } ?? false
          }) {
            return true
          }
        }
      }
      return false
    } catch {
      // What cannot be looked at may be held: waiting costs little.
      return true
    }
  }
}
