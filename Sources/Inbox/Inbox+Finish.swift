import Interview
import Synchronization

extension Inbox {
  /// Ends the work on a claim and puts its files where the outcome says, durably.
  ///
  /// - Throws: why the files could not be moved. They stay in `working/` then, the filing is tried again with every scan,
  ///   and nothing is worked on twice meanwhile; the caller need only tell.
  public func finish(_ claim: consuming Claim, as outcome: Outcome) throws(Fault) { try fileAway(claim.number, outcome) }

  /// Puts the files of numbered work where the outcome says; what has no such number was put there before.
  func fileAway(_ number: Int, _ outcome: Outcome) throws(Fault) {
    guard let work = claims.withLock({ $0.work[number] }) else { return }
    do throws(SystemError) {
      try conclude(work, outcome)
      claims.withLock { $0.remove(number) }
    } catch {
      claims.withLock { $0.work[number]?.unfiled = outcome }
      throw error.fault(about: work.unit.id)
    }
  }

  /// Files again what could not be filed. Not for two threads at once.
  func finishUnfiled() {
    for (number, work, outcome) in claims.withLock({ $0.unfiled }) {
      do throws(SystemError) {
        try conclude(work, outcome)
        claims.withLock { $0.remove(number) }
      } catch {
        state.withLock {
          $0.report(
            error.fault(about: work.unit.id), root: work.root, session: work.unit.session,
            name: work.files.first?.id.name ?? work.unit.session)
        }
      }
    }
  }

  private func conclude(_ work: ClaimedWork, _ outcome: Outcome) throws(SystemError) {
    let now = clock.monotonic()
    var retry: (fault: Fault, after: Double?)?
    switch outcome {
    case .recorded(let refused):
      // Before the files move: a count that outlives its file would be the next one's of that name.
      try clearTries(work)
      // The recording goes first: a transcript left behind by a crash comes again as a late one and changes nothing, a
      // recording left behind would be scored again without its transcript.
      let transcripts = work.files.filter { $0.role == .transcript }
      for file in work.files where file.role != .transcript { try filed(file, work) }
      CrashPoint.reach(.finishRecordingFiled)
      if let refused {
        try dispose(transcripts, work, on: .quarantine, refused)
      } else {
        // The one that was read last, so that it is the one in force.
        for file in transcripts.reversed() { try filed(file, work) }
      }
    case .quarantined(let fault):
      try clearTries(work)
      try dispose(work.files, work, on: .quarantine, fault)
    case .recordingQuarantined(let fault):
      try clearTries(work)
      let spared = transcriptsToSpare(work)
      try dispose(work.files.filter { !spared.contains($0) }, work, on: .quarantine, fault)
      for file in spared { try putBack(file, root: work.root, open: work.open, working: work.open.working) }
    case .erased(let fault):
      try clearTries(work)
      try quarantine.note(
        work.files, from: work.open.working, fault: fault, session: work.unit.session, root: configuration.roots[work.root].path,
        time: clock.wall())
    case .held(let fault):
      try clearTries(work)
      try dispose(work.files, work, on: .held, fault)
    case .retryLater(let fault, let after):
      let tries = (work.submission?.tries ?? 0) + (fault.code.retry == .later ? 0 : 1)
      if tries >= configuration.triesAllowed {
        let poison = Fault(.inboxPoison, "\(tries) times, at last \(fault.code.code): \(fault.message())")
        try clearTries(work)
        try dispose(work.files, work, on: .quarantine, poison)
      } else {
        for file in work.files {
          if tries > 0 { try setTries(tries, of: file, in: work.open) }
          try putBack(file, root: work.root, open: work.open, working: work.open.working)
        }
        retry = (fault, after)
      }
    }
    clearFolders(work)
    state.withLock { $0.end(work.candidate, now: now, retry: retry) }
  }

  /// Archives or deletes one file, by policy. A file that is not there any more was filed before.
  private func filed(_ file: ClaimedFile, _ work: ClaimedWork) throws(SystemError) {
    guard let claimDirectory = try work.open.working.existing(file.claimDirectory), try claimDirectory.stamp(file.stored) != nil else {
      return
    }
    if configuration.filing == .delete, !file.role.isManifest {
      try claimDirectory.remove(file.stored)
      try claimDirectory.sync()
    } else {
      try archive.file(file.stored, from: claimDirectory, as: file.archiveName(in: work.unit), role: file.role, unit: work.unit)
    }
  }

  /// The transcripts that wait for a better recording. Where an earlier recording is filed, they would be taken for late ones of
  /// it: they stay with the one that they came with.
  private func transcriptsToSpare(_ work: ClaimedWork) -> [ClaimedFile] {
    guard case .answer(let key) = work.unit, archive.session(work.unit.session).recordings[key] == nil else { return [] }
    return work.files.filter { $0.role == .transcript }
  }

  private func dispose(_ files: [ClaimedFile], _ work: ClaimedWork, on disposition: QuarantineItem.Disposition, _ fault: Fault)
    throws(SystemError)
  {
    try quarantine.put(
      files, from: work.open.working, on: disposition, fault: fault, session: work.unit.session, root: configuration.roots[work.root].path,
      time: clock.wall())
  }

  /// Puts a file back into the inbox. Where a newer one of its name has come meanwhile, the older is set aside.
  func putBack(_ file: ClaimedFile, root: Int, open: OpenRoot, working: Folder) throws(SystemError) {
    guard let claimDirectory = try working.existing(file.claimDirectory), try claimDirectory.stamp(file.stored) != nil else { return }
    do throws(SystemError) {
      let folder = file.id.isTop ? open.folder : try open.folder.deliveryFolder(file.session)
      try claimDirectory.move(file.stored, to: folder, as: file.id.name)
      CrashPoint.reach(.putBack)
      state.withLock {
        _ = $0.roots[root].changed.insert(ChangedName(session: file.id.isTop ? nil : file.session, name: file.id.name, isClosed: true))
      }
    } catch {
      guard error.isTaken else { throw error }
      // Scored and filed; only its removal was interrupted.
      if try archive.holdsCopy(of: file, in: working) { return try claimDirectory.remove(file.stored) }
      let fault = Fault(.inboxSuperseded, file.id.name.text)
      try quarantine.put(
        [file], from: working, on: .quarantine, fault: fault, session: file.session, root: configuration.roots[root].path,
        time: clock.wall())
      state.withLock { $0.report(fault, root: root, session: file.session, name: file.id.name, isQuarantined: true) }
    }
  }

  /// Empty folders are no harm; they are cleared for those who look, and a failure means that one is in use again.
  private func clearFolders(_ work: ClaimedWork) {
    for session in Set(work.files.filter { !$0.id.isTop }.map(\.session)) {
      do throws(SystemError) {
        try work.open.working.existing([OpaqueName("sessions")])?.removeFolder(OpaqueName(session.text))
      } catch {}
    }
  }
}
