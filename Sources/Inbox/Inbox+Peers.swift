import Interview
import Synchronization

// Several daemons may work on one inbox. Within one of them the index keeps a session's manifest and its answers apart, and
// two files of one answer; between them the folders below `.intone/working` do.
extension Inbox {
  /// How long work waits that would get into another daemon's way, in seconds.
  private static let yielding = 0.1

  /// Looks into the other daemons' hands after our own have closed. Whoever takes first and looks then cannot miss the
  /// other: of two at once, at least one sees it and puts back. What the archive holds is read after that look, since the
  /// other may have filed meanwhile.
  ///
  /// - Returns: what is to be done; nil where the files were put back.
  func settled(_ work: ClaimedWork, _ number: Int) throws(Fault) -> Submission? {
    guard hasPeers(work.open) else { return work.submission }
    archive.isShared = true
    if isInPeersHands(work.unit, in: work.open) {
      let fault = Fault(.inboxFailed, "another daemon works on \(work.unit.id)")
      try finish(Claim(submission: work.submission, number: number), as: .retryLater(fault, after: Self.yielding))
      return nil
    }
    var work = work
    work.submission = submission(
      work.unit, root: work.submission.root, open: work.open, files: work.files, arrivedAt: work.submission.arrivedAt,
      tries: work.submission.tries)
    state.withLock { $0.claims[number] = work }
    return work.submission
  }

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
  func isInPeersHands(_ unit: WorkItem, in open: OpenRoot) -> Bool {
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
  /// Whether work on this unit must not overlap with work on a file.
  fileprivate func excludes(_ file: FileName) -> Bool {
    // Equal as texts are: the other daemon may know the session by another spelling.
    guard file.session.text == session.text else { return false }
    guard case .answer(let key) = self, !file.role.isManifest else { return true }
    // A transcript may be of an answer that is called a little otherwise.
    return ([file.key] + file.relatives).contains { LikeKey($0) == LikeKey(key) }
  }
}
