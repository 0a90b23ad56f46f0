import Interview
import Synchronization

extension Inbox {
  /// What lies in the quarantine and in the held directory, with the reasons. Reads the directories; linear.
  public func quarantineItems() throws(Fault) -> [QuarantineItem] {
    do {
      return try quarantine.list()
    } catch {
      throw error.fault(about: configuration.stateDirectory)
    }
  }

  /// How many reasons lie in a filing directory; cheaper than the list.
  public func quarantineCount(_ disposition: QuarantineItem.Disposition) throws(Fault) -> Int {
    do {
      return try quarantine.count(disposition)
    } catch {
      throw error.fault(about: configuration.stateDirectory)
    }
  }

  /// Puts what was set aside back into the inbox it came from, as if it had just arrived, its failures forgotten.
  ///
  /// - Throws: `inbox.unknown-entry`; `inbox.name-taken` where a file of that name has come meanwhile (nothing is moved
  ///   then); a fault of the file system, after which the call may be repeated.
  public func retry(_ id: String) throws(Fault) {
    do {
      guard let (reason, reasonName, source) = try quarantine.find(id) else { throw Fault(.inboxUnknownEntry, id) }
      guard let root = configuration.roots.firstIndex(where: { $0.path == reason.root }) ?? configuration.roots.indices.first,
        let open = opened.withLock({ $0[root] })
      else { throw Fault(.inboxVanished, reason.root) }
      guard let session = OpaqueName(printed: reason.session) else { throw Fault(.inboxUnknownEntry, id) }
      try putBack(reason, from: source, session: session, open: open)
      try source.remove(reasonName)
      try source.sync()
    } catch let error as SystemError {
      throw error.fault(about: id)
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(.inboxFailed, id)
    }
  }

  private func putBack(_ reason: ReasonFile, from source: Folder, session: OpaqueName, open: OpenRoot) throws {
    var moves: [(stored: OpaqueName, folder: Folder, name: OpaqueName)] = []
    for file in reason.files where try source.stamp(OpaqueName(file.stored)) != nil {
      // The reason lies where an operator can edit it: a name in it must not lead elsewhere.
      guard let name = OpaqueName(printed: file.name), !name.bytes.contains(0x2F), !name.bytes.contains(0), !session.bytes.contains(0x2F),
        !file.stored.utf8.contains(0x2F), name.bytes != [0x2E, 0x2E], session.bytes != [0x2E, 0x2E]
      else { throw Fault(.inboxUnknownEntry, file.name) }
      let folder = file.top ? open.folder : try open.folder.deliveryFolder(session)
      // The same bytes were copied by a call that ended half way.
      guard try folder.stamp(name) == nil || sealing.holds(name, in: folder, sameContentAs: OpaqueName(file.stored), in: source) else {
        throw Fault(.inboxNameTaken, name.text)
      }
      moves.append((OpaqueName(file.stored), folder, name))
    }
    for move in moves {
      if try move.folder.stamp(move.name) != nil {
        try source.remove(move.stored)
      } else {
        try sealing.putBack(move.stored, from: source, to: move.folder, as: move.name, session: session, by: open.temporaryFiles)
      }
    }
  }

  /// Takes a session's filed recordings and transcripts out of the archive and sets them aside for a decision, as if it had
  /// come before they were worked on; what they replaced and the documents beside them are erased, and so is what would make a
  /// lost database again. The manifest stays. May be repeated.
  public func holdArchived(session: OpaqueName, because fault: Fault, root: InboxRoot) throws(Fault) {
    try bringBack(session: session)
    try erasingObjects(of: session) { () throws(Fault) in try holdArchivedFiles(of: session, because: fault, root: root) }
  }

  private func holdArchivedFiles(of session: OpaqueName, because fault: Fault, root: InboxRoot) throws(Fault) {
    let archived = archive.session(session)
    do throws(SystemError) {
      let state = try Folder.open(path: configuration.stateDirectory)
      guard let folder = try state.existing([OpaqueName(DirectoryLayout.Destination.archive.rawValue), OpaqueName(session.text)]) else {
        return
      }
      // The documents first: of what is in the held directory there is no score.
      for name in [DirectoryLayout.records, DirectoryLayout.superseded] { _ = try folder.removeTree(name) }
      for (key, recording) in archived.recordings.sorted(by: { $0.key < $1.key }) {
        let files = [(recording, FileRole.recording)] + (archived.transcripts[key].map { [($0, .transcript)] } ?? [])
        let present = files.compactMap { name, role in
          OpaqueName(printed: name.verbatim).map {
            (file: ClaimedFile(id: FileID(isTop: false, name: $0), session: session, role: role), from: folder)
          }
        }
        try quarantine.put(present, on: .held, fault: fault, session: session, root: root.path, time: clock.wall(), isFiled: true)
      }
      for (key, name) in archived.transcripts where archived.recordings[key] == nil { _ = try folder.removeOne(name) }
      try folder.sync()
    } catch {
      throw error.fault(about: session.text)
    }
    archive.forget(session)
  }
}

extension Inbox {
  /// Puts a transcript that a person wrote into the inbox of an answer that is filed, as if it had just arrived: it makes a revision, and the
  /// archive keeps the transcript that it takes the place of. Durable when it returns.
  ///
  /// - Parameters:
  ///   - ending: what its name ends in, for example `vtt`.
  ///   - site: of the inbox that the answer came by.
  /// - Throws: `inbox.name-taken` where one of that name waits there; `inbox.vanished`; a fault of the file system.
  public func deliver(transcript bytes: [UInt8], ending: String, for key: AnswerKey, site: String?) throws(Fault) {
    let root = configuration.roots.firstIndex { $0.site == site } ?? 0
    guard let open = openRoots()[root] else { throw Fault(.inboxVanished, configuration.roots[root].path) }
    let name = OpaqueName(bytes: key.question.bytes + Array((key.attempt == 1 ? "" : ".\(key.attempt)").utf8) + Array(".\(ending)".utf8))
    var isTaken = false
    do throws(SystemError) {
      let folder = try open.folder.deliveryFolder(key.session)
      isTaken = try folder.stamp(name) != nil
      if !isTaken { try folder.write(bytes, as: name, by: open.temporaryFiles) }
    } catch {
      throw error.fault(about: name.text)
    }
    if isTaken { throw Fault(.inboxNameTaken, name.text) }
  }
}
