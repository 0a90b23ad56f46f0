import Glibc
import Interview
import Synchronization

/// What a claim holds, or is about to.
struct ClaimedWork: Sendable {
  let candidate: QueueState.Candidate
  var files: [ClaimedFile]
  /// Nil until the files are taken.
  var submission: Submission?
  /// By the monotonic clock.
  let since: Double
  let open: OpenRoot
  /// How the work ended, where the files could not be moved accordingly yet.
  var unfiled: Outcome?

  var root: Int { candidate.root }
  var unit: WorkItem { candidate.item }
}

extension Inbox {
  /// Takes the next submission in fair order (`QueueState.nextCandidate`). Nil when nothing is ready. Its files are in `working/`
  /// from now on. A few system calls, however many files wait.
  ///
  /// A file that another daemon took first, or that changed since it was looked at, is passed over.
  ///
  /// - Throws: why files that were taken could not be put back.
  public func claimNext() throws(Fault) -> Claim? {
    let now = clock.monotonic()
    while let candidate = state.withLock({ $0.nextCandidate() }) {
      let archived = archive.session(candidate.item.session)
      let attempt = state.withLock {
        $0.attempt(candidate, now: now, transcriptWait: configuration.transcriptWait, archived: archived)
      }
      guard let attempt else { continue }
      guard let open = opened.withLock({ $0[candidate.root] }) else {
        state.withLock { $0.conclude(attempt, now: now) }
        continue
      }
      if let claim = try carryOut(attempt, open, now: now) { return claim }
    }
    return nil
  }

  private func carryOut(_ attempt: ClaimAttempt, _ open: OpenRoot, now: Double) throws(Fault) -> Claim? {
    var attempt = attempt
    let files = attempt.files.map { ClaimedFile(id: $0.id, session: attempt.candidate.item.session, role: $0.entry.role) }
    // Known before anything is moved, so that no recovery takes it for what a former life left.
    let number = claims.withLock { $0.add(ClaimedWork(candidate: attempt.candidate, files: files, since: now, open: open)) }
    while true {
      switch attempt.step {
      case .checkPeers:
        // What the archive holds is read after the look, since the other may have filed meanwhile.
        attempt.peersHaveIt(isClaimedByPeer(attempt.candidate.item, in: open))
      case .move(let id):
        let next = attempt.results.count
        attempt.moved(move(files[next], attempt.files[next].entry.stamp, open))
        if attempt.moved == [id] { CrashPoint.reach(.claimRecordingTaken) }
        if case .adopt = attempt.step { CrashPoint.reach(.claimTaken) }
      case .adopt(let moved):
        let fault = adopt(files.filter { moved.contains($0.id) }, open, about: attempt.candidate.item.id)
        let hasPeers = hasPeers(open)
        archive.isShared = archive.isShared || hasPeers
        attempt.adopted(fault, hasPeers: hasPeers)
      case .over(let end):
        state.withLock { $0.conclude(attempt, now: now) }
        switch end {
        case .abandoned, .failed:
          claims.withLock { $0.remove(number) }
          return nil
        case .claimed(let moved):
          return Claim(submission: submit(number, attempt, files.filter { moved.contains($0.id) }, open), number: number)
        case .putBack(let moved, let fault, let after):
          // Nobody was given a claim: what was moved goes back the way it came.
          _ = submit(number, attempt, files.filter { moved.contains($0.id) }, open)
          try fileAway(number, .retryLater(fault, after: after))
          return nil
        }
      }
    }
  }

  private func move(_ file: ClaimedFile, _ stamp: FileStamp, _ open: OpenRoot) -> ClaimAttempt.MoveResult {
    do throws(SystemError) {
      let folder = try file.id.directory(of: file.session).map { name throws(SystemError) in try open.folder.folder(name) } ?? open.folder
      guard try folder.stamp(file.id.name) == stamp else { return .gone }
      try folder.move(file.id.name, to: open.working.folder(making: file.claimDirectory), as: file.stored)
      return .moved
    } catch {
      return error.isMissing ? .gone : .failed(error.fault(about: file.id.name.text))
    }
  }

  private func adopt(_ files: [ClaimedFile], _ open: OpenRoot, about id: String) -> Fault? {
    do throws(SystemError) {
      for file in files { try open.working.existing(file.claimDirectory)?.adopt(file.stored, by: open.temporaryFiles) }
      return nil
    } catch {
      return error.number == EACCES ? Fault(.inboxUnreadable, id) : error.fault(about: id)
    }
  }

  private func submit(_ number: Int, _ attempt: ClaimAttempt, _ files: [ClaimedFile], _ open: OpenRoot) -> Submission {
    let seen = attempt.files.filter { file in files.contains { $0.id == file.id } }.map(\.entry)
    let submission = submission(
      attempt.candidate.item, root: configuration.roots[attempt.candidate.root], open: open, files: files,
      arrivedAt: seen.map(\.arrivedAt).min() ?? clock.wall(), firstSeen: seen.map(\.firstSeen).min(),
      tries: files.map { tries(of: $0, in: open) }.max() ?? 0)
    claims.withLock {
      $0.work[number]?.files = files
      $0.work[number]?.submission = submission
    }
    return submission
  }

  /// What is to be done with these files, as the archive is now.
  private func submission(
    _ unit: WorkItem, root: InboxRoot, open: OpenRoot, files: [ClaimedFile], arrivedAt: Double, firstSeen: Double?, tries: Int
  ) -> Submission {
    let folder = open.workingPath(root.path, configuration.instance)
    let base = folder + "/"
    let recording = files.first { $0.role == .recording }
    let transcript = files.first { $0.role == .transcript }
    let archived = archive.session(unit.session)
    let archiveFolder = archive.directory(of: unit.session) + "/"
    let kind: Submission.Kind =
      switch unit {
      case .manifest: .manifest
      case .answer(let key): recording == nil ? .lateTranscript(key) : .recording(key)
      }
    let recordingPath: String? =
      switch kind {
      case .manifest: nil
      case .recording: recording.map { base + $0.path }
      case .lateTranscript(let key): archived.recordings[key].map { archiveFolder + $0.verbatim }
      }
    let old = transcript == nil ? archivedTranscript(kind, archived) : nil
    return Submission(
      kind: kind, session: unit.session, root: root, recording: recordingPath,
      transcript: transcript.map { base + $0.path } ?? old.map { archiveFolder + $0.verbatim },
      manifest: kind == .manifest ? files.first.map { base + $0.path } : archived.manifest.map { archiveFolder + $0.verbatim },
      arrivedAt: arrivedAt, firstSeen: firstSeen, tries: tries, hasArchivedTranscript: old != nil,
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

// MARK: Other daemons

// Within one daemon the queue keeps a session's manifest and its answers apart, and two files of one answer; between several
// the folders below `.intone/working` do.
extension Inbox {
  /// Whether there are other daemons, or what they left. What cannot be looked at may be one: waiting costs little.
  private func hasPeers(_ open: OpenRoot) -> Bool {
    do throws(SystemError) {
      return try open.claimDirectories.names().contains { $0 != OpaqueName(configuration.instance) }
    } catch {
      return true
    }
  }

  /// Whether another daemon has in its hands what must not be worked on at the same time: files of the same answer, the
  /// session's manifest, or, for a manifest, anything of the session. A look into each one's folders.
  private func isClaimedByPeer(_ unit: WorkItem, in open: OpenRoot) -> Bool {
    do throws(SystemError) {
      for peer in try open.claimDirectories.names() where peer != OpaqueName(configuration.instance) {
        for isTop in [true, false] {
          guard
            let folder = try open.claimDirectories.existing([peer] + DirectoryLayout.claimDirectory(session: unit.session, isTop: isTop))
          else { continue }
          for stored in try folder.names() {
            guard let name = OpaqueName(printed: stored.verbatim),
              let file = isTop ? FileName(top: name) : FileName(name, in: unit.session)
            else { continue }
            if unit.excludes(file) { return true }
          }
        }
      }
      return false
    } catch {
      return true
    }
  }
}

extension WorkItem {
  /// Whether work on this item must not overlap with work on a file.
  func excludes(_ file: FileName) -> Bool {
    // Equal as texts are: the other daemon may know the session by another spelling.
    guard file.session.text == session.text else { return false }
    guard case .answer(let key) = self, !file.role.isManifest else { return true }
    // A transcript may be of an answer that is called a little otherwise.
    return ([file.key] + file.relatives).contains { LikeKey($0) == LikeKey(key) }
  }
}

extension Inbox {
  /// Puts a transcript that was made for a claimed recording beside it, as if both had arrived together: it shares the
  /// recording's way from here on, a crash included. Durable when it returns.
  ///
  /// - Parameter ending: what its name ends in, for example `json`; the rest of the name is the recording's.
  /// - Returns: where it is.
  public func attach(transcript bytes: [UInt8], ending: String, to claim: borrowing Claim) throws(Fault) -> String {
    let number = claim.number
    guard let work = claims.withLock({ $0.work[number] }), let recording = work.files.first(where: { $0.role == .recording }) else {
      throw Fault(.inboxFailed, "attach")
    }
    let name = recording.id.name.bytes
    let stem = name.lastIndex(of: UInt8(ascii: ".")).map { name[..<$0] } ?? name[...]
    let id = FileID(isTop: recording.id.isTop, name: OpaqueName(bytes: stem + Array(".\(ending)".utf8)))
    let file = ClaimedFile(id: id, session: recording.session, role: .transcript)
    do throws(SystemError) {
      try work.open.working.folder(making: file.claimDirectory).write(bytes, as: file.stored, by: work.open.temporaryFiles)
    } catch {
      throw error.fault(about: id.name.text)
    }
    claims.withLock { $0.work[number]?.files.append(file) }
    return work.open.workingPath(configuration.roots[work.root].path, configuration.instance) + "/" + file.path
  }
}
