import Glibc
import Interview

/// What a look at directories showed.
struct ScanResult: Sendable {
  struct Finding: Sendable {
    let fault: Fault
    let session: OpaqueName?
    let name: OpaqueName
  }

  var observations: [Observation] = []
  /// What was looked for and is not there.
  var missing: [RootIndex.Located] = []
  /// What cannot be taken, and why.
  var reports: [Finding] = []
  /// What stands in the place of a session's manifest and cannot be opened.
  var obstacles: [OpaqueName: Fault] = [:]
  /// Sessions in which the place of the manifest was looked at.
  var manifestsSeen: Set<OpaqueName> = []
}

/// One look at directories. It opens directories only.
struct DirectoryScan {
  /// The codes that only a look gives, and gives again each time while the reason stands.
  static let codes: Set<FaultCode> = [
    .inboxNotPlain, .inboxTooDeep, .inboxMisplaced, .inboxNameTooLong, .inboxUnreadable, .inboxUnrelated, .inboxConflictCopy,
  ]

  let ignored: IgnoredNames
  let names: SessionNames
  /// Names whose writers were seen to close them.
  let closed: Set<ChangedName>
  private(set) var result = ScanResult()

  init(ignored: IgnoredNames, names: SessionNames, closed: Set<ChangedName>) {
    self.ignored = ignored
    self.names = names
    self.closed = closed
  }

  mutating func everything(in root: Folder) throws(SystemError) {
    for name in try root.names() { try top(name, in: root) }
  }

  /// One name that is said to have changed.
  mutating func one(_ item: ChangedName, in root: Folder) throws(SystemError) {
    guard let session = item.session else { return try top(item.name, in: root) }
    guard !ignored.contains(session), !ignored.contains(item.name) else { return }
    do throws(SystemError) {
      guard let folder = try root.existing([session]) else {
        lookedAt(FileName(item.name, in: names.session(session)))
        result.missing.append(located(item.name, in: session))
        return
      }
      try inside(session, item.name, folder: folder)
    } catch {
      // One session's folder says nothing about the others.
      guard error.number == EACCES else { throw error }
      result.reports.append(.init(fault: Self.fault(error, about: session.text), session: session, name: session))
    }
  }

  private static func fault(_ error: SystemError, about subject: String) -> Fault {
    error.number == EACCES ? Fault(.inboxUnreadable, subject) : error.fault(about: subject)
  }

  /// The name as it stands in a directory of the root.
  private func located(_ name: OpaqueName, in folder: OpaqueName) -> RootIndex.Located {
    let session = names.session(folder)
    return .init(session: session, id: FileID(isTop: false, name: name, folder: session == folder ? nil : folder))
  }

  /// A name at the top, with the session that it is of.
  private func parsed(top name: OpaqueName) -> FileName? {
    guard let file = FileName(top: name) else { return nil }
    let session = names.session(file.session)
    return session == file.session ? file : FileName(FileName.withoutSession(top: name), in: session)
  }

  private mutating func lookedAt(_ file: FileName?) {
    if let file, file.role.isManifest { result.manifestsSeen.insert(file.session) }
  }

  private mutating func top(_ name: OpaqueName, in root: Folder) throws(SystemError) {
    guard !ignored.contains(name) else { return }
    guard let stamp = try root.stamp(name) else {
      let file = parsed(top: name)
      lookedAt(file)
      if let file { result.missing.append(.init(session: file.session, id: FileID(isTop: true, name: name))) }
      return
    }
    switch stamp.kind {
    case .folder:
      guard DirectoryLayout.printed(name) != nil else { return refuse(.inboxNameTooLong, nil, name) }
      do {
        guard let folder = try root.existing([name]) else { return }
        for file in try folder.names() { try inside(name, file, folder: folder) }
      } catch {
        if !error.isMissing { result.reports.append(.init(fault: Self.fault(error, about: name.text), session: name, name: name)) }
      }
    case .file:
      guard let file = parsed(top: name) else { return refuse(.inboxMisplaced, nil, name) }
      take(file, FileID(isTop: true, name: name), stamp)
    case .link, .other:
      refuse(.inboxNotPlain, nil, name, parsed(top: name))
    }
  }

  /// - Parameter directory: the session's directory, as it is spelled.
  private mutating func inside(_ directory: OpaqueName, _ name: OpaqueName, folder: Folder) throws(SystemError) {
    guard !ignored.contains(name) else { return }
    let location = located(name, in: directory)
    let file = FileName(name, in: location.session)
    guard let stamp = try folder.stamp(name) else {
      lookedAt(file)
      result.missing.append(location)
      return
    }
    switch stamp.kind {
    case .folder: refuse(.inboxTooDeep, directory, name, file)
    case .link, .other: refuse(.inboxNotPlain, directory, name, file)
    case .file:
      guard let file else { return refuse(.inboxMisplaced, directory, name) }
      take(file, location.id, stamp)
    }
  }

  private mutating func take(_ file: FileName, _ id: FileID, _ stamp: FileStamp) {
    let session = id.directory(of: file.session)
    // A hard link would let its maker change the bytes after they were judged.
    guard stamp.links == 1 else { return refuse(.inboxNotPlain, session, id.name, file) }
    guard stamp.mode & 0o444 != 0 else { return refuse(.inboxUnreadable, session, id.name, file) }
    guard DirectoryLayout.printed(id.name) != nil, DirectoryLayout.printed(file.session) != nil else {
      return refuse(.inboxNameTooLong, session, id.name, file)
    }
    guard file.role != .unrelated else { return refuse(.inboxUnrelated, session, id.name) }
    guard file.role.isManifest || !CopyMark.isConflict(id.name.bytes) else { return refuse(.inboxConflictCopy, session, id.name) }
    lookedAt(file)
    let isClosed = closed.contains(ChangedName(session: session, name: id.name, isClosed: true))
    result.observations.append(Observation(session: file.session, id: id, name: file, stamp: stamp, isClosed: isClosed))
  }

  /// - Parameter file: what it would be; a manifest that is refused keeps its session from being worked on.
  private mutating func refuse(_ code: FaultCode, _ session: OpaqueName?, _ name: OpaqueName, _ file: FileName? = nil) {
    let path = (session.map { $0.text + "/" } ?? "") + name.text
    result.reports.append(.init(fault: Fault(code, path), session: session, name: name))
    guard let file, file.role.isManifest else { return }
    lookedAt(file)
    result.obstacles[file.session] = Fault(.sessionManifestUnreadable, "\(code.code): \(path)")
  }
}
