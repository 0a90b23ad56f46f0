import Files
import Interview
import Seal
import Synchronization
import Vault

// Recordings of the archive in a store of objects. In the directory a stub has the recording's name, so that all that goes by names and
// folders goes on: what supersedes what, whose is whose, what is listed. A recording is here until the other side has confirmed what it holds, and the
// stub is on the disk before the recording is gone.
extension Inbox {
  private var objects: ArchivedObjects? { sealing.vault.objects }

  /// Moves the recordings of a session out of the archive's disk, those that were superseded too. May be repeated, and killed at any point.
  ///
  /// - Returns: how many moved, and whether the session was left for another time because a worker is working on something of it.
  /// - Throws: `objects.…`; a fault of the file system.
  public func moveOut(session: OpaqueName) throws(Fault) -> (files: Int, isLeft: Bool) {
    // Of two daemons in one archive neither knows what the other replaces.
    guard let objects, !archive.isShared else { return (0, false) }
    var count = 0
    for file in try files(of: session) {
      if isInWork(session: session) { return (count, true) }
      let moved = try objects.moving.withLock { _ throws(Fault) in try moveOut(file, session, objects) }
      count += moved ? 1 : 0
    }
    return (count, false)
  }

  private func moveOut(_ file: ArchivedFile, _ session: OpaqueName, _ objects: ArchivedObjects) throws(Fault) -> Bool {
    let (folder, name) = (file.folder, file.name)
    let known = try attributed(session) { () throws(SystemError) -> (stamp: FileStamp, mark: SealMark?)? in
      guard let stamp = try folder.stamp(name), try sealing.stub(name, in: folder) == nil, try isRecording(file, session) else {
        return nil
      }
      return (stamp, try sealing.mark(of: name, in: folder))
    }
    guard let (before, mark) = known else { return false }
    let hash = try Files.hashed(path: file.path).hash
    let stub = ObjectStub(
      name: objects.folder(ofSession: session.text, file: name.verbatim) + hash.hex, bytes: before.size, hash: hash, mark: mark)
    try objects.put(file.path, as: stub)
    let isSame = try attributed(session) { () throws(SystemError) in
      try objects.placing.withLock { _ throws(SystemError) in
        guard try folder.stamp(name) == before else { return false }
        try folder.write(stub.text, as: name, by: archive.temporaryFiles())
        return true
      }
    }
    // What lies here now comes later.
    if !isSame { _ = try objects.asking { store throws(Fault) in try store.erase(below: stub.name) } }
    return isSame
  }

  /// Fetches the recordings of a session that moved out back into the archive, and erases their objects. May be repeated.
  public func bringBack(session: OpaqueName) throws(Fault) {
    guard let objects else { return try requireHere(session) }
    try objects.moving.withLock { _ throws(Fault) in
      var names: Set<String> = []
      for file in try files(of: session) {
        guard let stub = try attributed(session, { () throws(SystemError) in try sealing.stub(file.name, in: file.folder) }) else {
          continue
        }
        let copy = try objects.fetched(stub, session: session.text, file: file.name.verbatim)
        try attributed(session) { () throws(SystemError) in
          let source = try Folder.open(path: objects.directory).file(OpaqueName(String(copy.split(separator: "/").last ?? "")))
          let drafts = try archive.temporaryFiles()
          try drafts.draft { target, draft throws(SystemError) in
            try source.copy(to: target)
            try target.sync()
            try drafts.folder.replace(draft, in: file.folder, as: file.name)
          }
          try file.folder.sync()
        }
        names.insert(stub.name)
      }
      if !names.isEmpty { try objects.erase(below: names, session: session.text) }
    }
  }

  /// Erases the objects of a session, or of some of its files, while nothing moves; then does the rest.
  ///
  /// - Parameter isOf: which files; nil for whatever there is of the session, and was.
  func erasingObjects<Value: Sendable>(
    of session: OpaqueName, where isOf: ((OpaqueName) -> Bool)? = nil, _ rest: () throws(Fault) -> Value
  ) throws(Fault) -> Value {
    guard let objects else {
      try requireHere(session, where: isOf)
      return try rest()
    }
    return try whileNothingMoves { () throws(Fault) in
      var prefixes: Set<String> = isOf == nil ? [objects.folder(ofSession: session.text)] : []
      for file in try files(of: session) where isOf?(file.name) ?? true {
        prefixes.insert(objects.folder(ofSession: session.text, file: file.name.verbatim))
        // Where it was put under another prefix before.
        let stub = try attributed(session) { () throws(SystemError) in try sealing.stub(file.name, in: file.folder) }
        if let stub { prefixes.insert(stub.name) }
      }
      try objects.erase(below: prefixes, session: session.text)
      return try rest()
    }
  }

  func whileNothingMoves<Value: Sendable>(_ body: () throws(Fault) -> Value) throws(Fault) -> Value {
    guard let objects else { return try body() }
    return try objects.moving.withLock { _ throws(Fault) in try body() }
  }

  /// - Throws: `objects.off` where something of the session lies in a store that is not configured any more.
  private func requireHere(_ session: OpaqueName, where isOf: ((OpaqueName) -> Bool)? = nil) throws(Fault) {
    for file in try files(of: session) where isOf?(file.name) ?? true {
      if try attributed(session, { () throws(SystemError) in try sealing.stub(file.name, in: file.folder) }) != nil {
        throw Fault(.objectsOff, file.path)
      }
    }
  }

  /// Whether something of a session moved out before it could be sealed.
  func hasPlainObjects(_ session: OpaqueName) throws(Fault) -> Bool {
    for file in try files(of: session) {
      let stub = try attributed(session) { () throws(SystemError) in try sealing.stub(file.name, in: file.folder) }
      if let stub, stub.mark == nil { return true }
    }
    return false
  }

  private func attributed<Value>(_ session: OpaqueName, _ body: () throws(SystemError) -> Value) throws(Fault) -> Value {
    do throws(SystemError) { return try body() } catch { throw error.fault(about: session.text) }
  }

  private func files(of session: OpaqueName) throws(Fault) -> [ArchivedFile] {
    try attributed(session) { () throws(SystemError) in try archivedFiles(of: session) }
  }

  /// Files of a session in the archive, and those that they replaced.
  private func archivedFiles(of session: OpaqueName) throws(SystemError) -> [ArchivedFile] {
    let destination = OpaqueName(DirectoryLayout.Destination.archive.rawValue)
    guard let folder = try Folder.open(path: configuration.stateDirectory).existing([destination, OpaqueName(session.text)]) else {
      return []
    }
    var folders = [(folder: folder, path: archive.directory(of: session) + "/")]
    if let attic = try folder.existing([DirectoryLayout.superseded]) {
      for number in try attic.names().sorted() {
        guard let archived = try attic.existing([number]) else { continue }
        folders.append((archived, folders[0].path + DirectoryLayout.superseded.verbatim + "/" + number.verbatim + "/"))
      }
    }
    var found: [ArchivedFile] = []
    for (archived, path) in folders {
      for name in try archived.names().sorted() where name.bytes.first != UInt8(ascii: ".") {
        if try archived.stamp(name)?.kind == .file { found.append(ArchivedFile(folder: archived, name: name, path: path + name.verbatim)) }
      }
    }
    return found
  }

  /// By its name, as the archive tells them apart, or by what it was when it was sealed.
  private func isRecording(_ file: ArchivedFile, _ session: OpaqueName) throws(SystemError) -> Bool {
    guard let raw = OpaqueName(printed: file.name.verbatim), let role = FileName(raw, in: session)?.role else { return false }
    guard role == .unknown else { return role == .recording }
    if let kind = try sealing.mark(of: file.name, in: file.folder)?.kind { return kind == .recording }
    return try !TextSniffer.isText(file.folder.file(file.name))
  }
}

/// A file of a session in the archive.
private struct ArchivedFile {
  let folder: Folder
  /// As it is there.
  let name: OpaqueName
  let path: String
}
