import Interview
import Synchronization

/// Files that were removed for good.
public struct RemovedFiles: Sendable, Equatable {
  public var files = 0
  public var bytes = 0

  public init() {}

  public static func + (left: RemovedFiles, right: RemovedFiles) -> RemovedFiles {
    var sum = left
    sum.files += right.files
    sum.bytes += right.bytes
    return sum
  }
}

extension Inbox {
  /// Whether a worker is working on something of this session, or its filing is still due.
  public func isInWork(session: OpaqueName) -> Bool {
    claims.withLock { $0.work.values.contains { $0.unit.session == session } }
  }

  /// Whether any file of this session is in the inboxes, in the archive, in the quarantine or in the held directory.
  public func holdsFiles(ofSession session: OpaqueName) throws(Fault) -> Bool {
    try Self.requirePlain(session)
    do throws(SystemError) {
      for case let open? in openRoots() where try !deliveries(of: session, in: open).isEmpty { return true }
      let state = try Folder.open(path: configuration.stateDirectory)
      for destination in DirectoryLayout.Destination.allCases
      where try state.existing([OpaqueName(destination.rawValue), OpaqueName(session.text)]) != nil {
        return true
      }
      return false
    } catch {
      throw error.fault(about: session.text)
    }
  }

  /// Names at the top of a root that are of a session: its directories, in every spelling, and files.
  private func deliveries(of session: OpaqueName, in open: OpenRoot) throws(SystemError) -> [OpaqueName] {
    try open.folder.names().filter { name in
      names.session(name) == session || FileName(top: name).map { names.session($0.session) } == session
    }
  }

  /// Sessions with something in the archive or in the held directory, or in the quarantine for another reason than that they were
  /// erased. Reads those directories.
  public func sessionsWithFiles() throws(Fault) -> [OpaqueName] {
    var found = Set(try archivedSessions())
    for item in try quarantineItems() where item.code != FaultCode.sessionForgotten.code {
      if let session = OpaqueName(printed: item.session) { found.insert(session) }
    }
    return found.sorted()
  }

  /// Removes every file of a session: in the inboxes, the archive, the quarantine and in the held directory, and the counts of its
  /// failures. May be repeated.
  ///
  /// - Throws: `inbox.unknown-entry` for what cannot be a session's name; a fault of the file system.
  public func erase(session: OpaqueName) throws(Fault) -> RemovedFiles {
    try Self.requirePlain(session)
    return try erasingObjects(of: session) { () throws(Fault) in try eraseFiles(of: session) }
  }

  private func eraseFiles(of session: OpaqueName) throws(Fault) -> RemovedFiles {
    var removed = RemovedFiles()
    do throws(SystemError) {
      for case let open? in openRoots() {
        for name in try deliveries(of: session, in: open) {
          removed = try removed + open.folder.removeTree(name) + open.folder.removeOne(name)
        }
        _ = try open.tries.existing([OpaqueName("sessions")])?.removeTree(OpaqueName(session.text))
        for name in try open.tries.existing([OpaqueName("top")])?.names() ?? [] {
          guard let raw = OpaqueName(printed: name.verbatim), FileName(top: raw).map({ names.session($0.session) }) == session else {
            continue
          }
          try open.tries.existing([OpaqueName("top")])?.remove(name)
        }
      }
      let state = try Folder.open(path: configuration.stateDirectory)
      for destination in DirectoryLayout.Destination.allCases {
        guard let folder = try state.existing([OpaqueName(destination.rawValue)]) else { continue }
        removed = try removed + folder.removeTree(OpaqueName(session.text))
      }
    } catch {
      throw error.fault(about: session.text)
    }
    archive.forget(session)
    return removed
  }

  /// Removes an answer's recording, its transcript, what they replaced, and the documents beside them from the archive; the
  /// manifest stays. May be repeated.
  public func eraseArchived(_ key: AnswerKey) throws(Fault) -> RemovedFiles {
    try erasingObjects(of: key.session, where: { Self.isOf(key, $0) }) { () throws(Fault) in try eraseArchivedFiles(key) }
  }

  private func eraseArchivedFiles(_ key: AnswerKey) throws(Fault) -> RemovedFiles {
    do throws(SystemError) {
      let components = [OpaqueName(DirectoryLayout.Destination.archive.rawValue), OpaqueName(key.session.text)]
      guard let folder = try Folder.open(path: configuration.stateDirectory).existing(components) else { return RemovedFiles() }
      var removed = try folder.removeFiles { Self.isOf(key, $0) }
      if let attic = try folder.existing([DirectoryLayout.superseded]) {
        for number in try attic.names() {
          guard let old = try attic.existing([number]) else { continue }
          removed = try removed + old.removeFiles { Self.isOf(key, $0) }
          if try old.names().isEmpty { try attic.removeFolder(number) }
        }
      }
      if let records = try folder.existing([DirectoryLayout.records]) {
        removed = try removed + records.removeFiles { ArchivedRecords.isDocument($0, of: key) }
      }
      archive.forget(key.session)
      return removed
    } catch {
      throw error.fault(about: key.id)
    }
  }

  /// Removes the documents that lie beside an answer in the archive: of what is kept for people alone there is nothing measured. The
  /// recording and its transcript stay. May be repeated.
  public func eraseDocuments(of key: AnswerKey) throws(Fault) {
    do throws(SystemError) {
      let components = [OpaqueName(DirectoryLayout.Destination.archive.rawValue), OpaqueName(key.session.text), DirectoryLayout.records]
      _ = try Folder.open(path: configuration.stateDirectory).existing(components)?.removeFiles { ArchivedRecords.isDocument($0, of: key) }
    } catch {
      throw error.fault(about: key.id)
    }
  }

  /// Removes all that the archive holds of a session: files, manifest, documents. What is new in the inbox stays, and that it
  /// waits for a manifest. May be repeated.
  public func eraseArchive(ofSession session: OpaqueName) throws(Fault) -> RemovedFiles {
    try Self.requirePlain(session)
    return try erasingObjects(of: session) { () throws(Fault) in try eraseArchivedFiles(of: session) }
  }

  private func eraseArchivedFiles(of session: OpaqueName) throws(Fault) -> RemovedFiles {
    do throws(SystemError) {
      let state = try Folder.open(path: configuration.stateDirectory)
      guard let folder = try state.existing([OpaqueName(DirectoryLayout.Destination.archive.rawValue)]) else { return RemovedFiles() }
      let removed = try folder.removeTree(OpaqueName(session.text), but: DirectoryLayout.manifestMark)
      archive.forget(session)
      return removed
    } catch {
      throw error.fault(about: session.text)
    }
  }

  /// Removes what was set aside no later than `limit`, a time as the reasons have it, with its reasons.
  public func eraseQuarantined(before limit: String) throws(Fault) -> RemovedFiles {
    var removed = RemovedFiles()
    for item in try quarantineItems() where item.time <= limit { removed = try removed + eraseQuarantined(item.id) }
    return removed
  }

  private func eraseQuarantined(_ id: String) throws(Fault) -> RemovedFiles {
    do throws(SystemError) {
      guard let (reason, reasonName, folder) = try quarantine.find(id) else { return RemovedFiles() }
      var removed = RemovedFiles()
      for file in reason.files where !file.stored.utf8.contains(0x2F) { removed = try removed + folder.removeOne(OpaqueName(file.stored)) }
      // The reason goes last: no file is ever there without one.
      return try removed + folder.removeOne(reasonName)
    } catch {
      throw error.fault(about: id)
    }
  }

  private static func isOf(_ key: AnswerKey, _ name: OpaqueName) -> Bool {
    guard name.bytes.first != UInt8(ascii: "."), let raw = OpaqueName(printed: name.verbatim), let file = FileName(raw, in: key.session)
    else { return false }
    return !file.role.isManifest && file.key == key
  }
}

extension Folder {
  /// Nothing where it is gone already, or where it is no plain file.
  func removeOne(_ name: OpaqueName) throws(SystemError) -> RemovedFiles {
    var removed = RemovedFiles()
    guard let stamp = try stamp(name), stamp.kind != .folder else { return removed }
    try remove(name)
    removed.files = 1
    removed.bytes = Int(stamp.size)
    return removed
  }

  func removeFiles(where isWanted: (OpaqueName) -> Bool) throws(SystemError) -> RemovedFiles {
    var removed = RemovedFiles()
    for name in try names() where isWanted(name) { removed = try removed + removeOne(name) }
    if removed.files > 0 { try sync() }
    return removed
  }

  /// A folder with all that is in it; where a file directly in it is to stay, with all but that. Links are removed, never
  /// followed.
  func removeTree(_ name: OpaqueName, but kept: OpaqueName? = nil) throws(SystemError) -> RemovedFiles {
    var removed = RemovedFiles()
    guard let stamp = try stamp(name), stamp.kind == .folder else { return removed }
    let inner = try folder(name)
    for entry in try inner.names() where entry != kept {
      if try inner.stamp(entry)?.kind == .folder {
        removed = try removed + inner.removeTree(entry)
      } else {
        removed = try removed + inner.removeOne(entry)
      }
    }
    if let kept, try inner.stamp(kept) != nil {
      try inner.sync()
      return removed
    }
    try removeFolder(name)
    try sync()
    return removed
  }
}
