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
    while let (number, work) = state.withLock({ $0.claimNext(for: self, now: now) }) {
      inHand.withLock { $0[number] = (work.unit, now) }
      guard try adopted(work, number), let submission = try settled(work, number) else { continue }
      return Claim(submission: submission, number: number)
    }
    return nil
  }
}

extension Inbox {
  /// Makes what was taken the daemon's own, so that nobody changes it while it is judged or after.
  ///
  /// - Returns: false where that failed; the files were put back then and are tried again.
  private func adopted(_ work: ClaimedWork, _ number: Int) throws(Fault) -> Bool {
    do throws(SystemError) {
      for file in work.files { try work.open.working.existing(file.claimDirectory)?.adopt(file.stored, by: work.open.temporaryFiles) }
      return true
    } catch {
      let fault = error.number == EACCES ? Fault(.inboxUnreadable, work.unit.id) : error.fault(about: work.unit.id)
      try finish(Claim(submission: work.submission, number: number), as: .retryLater(fault))
      return false
    }
  }
}

extension Inbox.State {
  /// One submission in so many is of a backfill root, so that none starves.
  private static let backfillEvery = 8

  fileprivate mutating func claimNext(for inbox: Inbox, now: Double) -> (Int, ClaimedWork)? {
    let isBackfillDue = sinceBackfill >= Self.backfillEvery - 1
    for isBackfill in [isBackfillDue, !isBackfillDue] {
      guard let claim = claimNext(for: inbox, now: now, isBackfill: isBackfill) else { continue }
      sinceBackfill = isBackfill ? 0 : sinceBackfill + 1
      return claim
    }
    return nil
  }

  private mutating func claimNext(for inbox: Inbox, now: Double, isBackfill: Bool) -> (Int, ClaimedWork)? {
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
        return (number, work)
      }
    }
    return nil
  }

  /// The same session may come in by two roots; its files meet in one archive.
  private func isWorking(_ unit: WorkItem, elsewhereThan root: Int) -> Bool {
    roots.indices.contains { $0 != root && roots[$0].index.working.contains(unit) }
  }

  private mutating func take(_ unit: WorkItem, root: Int, open: OpenRoot, inbox: Inbox, now: Double) -> ClaimedWork? {
    let files = chosen(unit, root: root)
    guard !files.isEmpty else { return nil }
    // Looked at again when the files are taken; here so that they need not be put back.
    if inbox.isInPeersHands(unit, in: open) {
      roots[root].index.postpone(unit)
      return nil
    }
    var taken: [(file: ClaimedFile, entry: Entry)] = []
    for (id, entry) in files {
      let file = ClaimedFile(id: id, session: unit.session, role: entry.role)
      do throws(SystemError) {
        let folder = try id.directory(of: unit.session).map { name throws(SystemError) in try open.folder.folder(name) } ?? open.folder
        guard try folder.stamp(id.name) == entry.stamp else { throw SystemError("fstatat", number: ENOENT) }
        try folder.move(id.name, to: open.working.folder(making: file.claimDirectory), as: file.stored)
        taken.append((file, entry))
        if taken.count == 1 { CrashPoint.reach(.claimRecordingTaken) }
      } catch {
        // Gone or changed: another daemon's, or not at rest after all. The next scan tells.
        let place = RootIndex.Located(session: unit.session, id: id)
        if error.isMissing {
          roots[root].index.forget(place)
          roots[root].dirty.insert(.init(session: id.directory(of: unit.session), name: id.name, isClosed: false))
        } else {
          report(error.fault(about: id.name.text), root: root, session: unit.session, name: id.name)
        }
        // Without its recording there is nothing to do; without a transcript there is.
        if taken.isEmpty {
          if error.isMissing {
            roots[root].index.postpone(unit)
          } else {
            roots[root].index.end(unit, now: now, retry: (30, error.fault(about: id.name.text)))
          }
          return nil
        }
      }
    }
    CrashPoint.reach(.claimTaken)
    roots[root].index.start(unit)
    for (file, _) in taken { roots[root].index.forget(.init(session: unit.session, id: file.id)) }
    let held = taken.map(\.file)
    let submission = inbox.submission(
      unit, root: roots[root].root, open: open, files: held, arrivedAt: taken.map(\.entry.arrivedAt).min() ?? inbox.clock.wall(),
      tries: held.map { inbox.tries(of: $0, in: open) }.max() ?? 0)
    return ClaimedWork(root: root, unit: unit, files: held, submission: submission, since: now, open: open)
  }

  /// The files to take, in the order to take them: the recording decides who has the answer, so it goes first. Of two
  /// recordings of one answer the older goes first and the other waits; of several transcripts the best format is read.
  private func chosen(_ unit: WorkItem, root: Int) -> [(id: FileID, entry: Entry)] {
    let session = roots[root].index.sessions[unit.session]
    let all = (session?.units[unit] ?? []).compactMap { id in session?.files[id].map { (id: id, entry: $0) } }
      .sorted { ($0.entry.arrivedAt, $0.entry.stamp.modified, $0.id.name) < ($1.entry.arrivedAt, $1.entry.stamp.modified, $1.id.name) }
    if case .manifest = unit { return Array(all.prefix(1)) }
    let spoken = roots[root].root.defaultLanguage
    let transcripts = all.filter { $0.entry.role == .transcript }.sorted {
      FileName.isBetter(($0.id.name, $0.entry.name), than: ($1.id.name, $1.entry.name), spoken: spoken)
    }
    return all.filter { $0.entry.role == .recording }.prefix(1) + transcripts
  }
}

extension Inbox {
  /// What is to be done with these files, as the archive is now.
  func submission(_ unit: WorkItem, root: InboxRoot, open: OpenRoot, files: [ClaimedFile], arrivedAt: Double, tries: Int) -> Submission {
    let folder = open.workingPath(root.path, configuration.instance)
    let base = folder + "/"
    let recording = files.first { $0.role == .recording }
    let transcript = files.first { $0.role == .transcript }
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
    let old = transcript == nil ? archivedTranscript(kind, archived) : nil
    return Submission(
      kind: kind, session: unit.session, root: root, recording: recordingPath,
      transcript: transcript.map { base + $0.path } ?? old.map { shelf + $0.verbatim },
      manifest: kind == .manifest ? files.first.map { base + $0.path } : archived.manifest.map { shelf + $0.verbatim },
      arrivedAt: arrivedAt, tries: tries, hasArchivedTranscript: old != nil,
      isMisnamed: files.contains { $0.role == .misnamedManifest }, readAt: folder,
      knownAt: OpenRoot.workingPath(root.path, configuration.instance))
  }

  /// A recording that is sent again without its transcript is read with the one that came before: whether its words fit
  /// is judged by the analysis, and what is in the archive is what the row is of.
  private func archivedTranscript(_ kind: Submission.Kind, _ archived: ArchivedSession) -> OpaqueName? {
    guard case .recording(let key) = kind else { return nil }
    return archived.transcripts[key]
  }
}
