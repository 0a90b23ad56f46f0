import Glibc
import Interview

/// One look at directories: what is there, what has gone, and what cannot be taken. It opens directories only.
struct Look {
  struct Finding {
    let fault: Fault
    let session: OpaqueName?
    let name: OpaqueName
  }

  /// The codes that only a look gives, and gives again each time while the reason stands.
  static let codes: Set<FaultCode> = [.inboxNotPlain, .inboxTooDeep, .inboxMisplaced, .inboxNameTooLong]

  let ignored: IgnoredNames
  /// Names whose writers were seen to close them.
  let closed: Set<Inbox.Dirty>
  private(set) var observations: [Observation] = []
  private(set) var missing: [RootIndex.Located] = []
  private(set) var reports: [Finding] = []

  init(ignored: IgnoredNames, closed: Set<Inbox.Dirty>) {
    self.ignored = ignored
    self.closed = closed
  }

  mutating func everything(in root: Folder) throws(SystemError) {
    for name in try root.names() { try top(name, in: root) }
  }

  /// One name that is said to have changed.
  mutating func one(_ item: Inbox.Dirty, in root: Folder) throws(SystemError) {
    guard let session = item.session else { return try top(item.name, in: root) }
    guard !ignored.contains(session), !ignored.contains(item.name) else { return }
    do throws(SystemError) {
      guard let folder = try root.existing([session]) else {
        missing.append(.init(session: session, id: FileID(isTop: false, name: item.name)))
        return
      }
      try inside(session, item.name, folder: folder)
    } catch {
      // One session's folder says nothing about the others.
      guard error.number == EACCES else { throw error }
      reports.append(Finding(fault: Self.fault(error, about: session.text), session: session, name: session))
    }
  }

  private static func fault(_ error: SystemError, about subject: String) -> Fault {
    error.number == EACCES ? Fault(.inboxUnreadable, subject) : error.fault(about: subject)
  }

  private mutating func top(_ name: OpaqueName, in root: Folder) throws(SystemError) {
    guard !ignored.contains(name) else { return }
    guard let stamp = try root.stamp(name) else {
      if let file = FileName(top: name) { missing.append(.init(session: file.session, id: FileID(isTop: true, name: name))) }
      return
    }
    switch stamp.kind {
    case .folder:
      guard Places.printed(name) != nil else { return refuse(.inboxNameTooLong, nil, name) }
      do {
        guard let folder = try root.existing([name]) else { return }
        for file in try folder.names() { try inside(name, file, folder: folder) }
      } catch {
        if !error.isMissing { reports.append(Finding(fault: Self.fault(error, about: name.text), session: name, name: name)) }
      }
    case .file:
      guard let file = FileName(top: name) else { return refuse(.inboxMisplaced, nil, name) }
      take(file, FileID(isTop: true, name: name), stamp)
    case .link, .other:
      refuse(.inboxNotPlain, nil, name)
    }
  }

  private mutating func inside(_ session: OpaqueName, _ name: OpaqueName, folder: Folder) throws(SystemError) {
    guard !ignored.contains(name) else { return }
    guard let stamp = try folder.stamp(name) else {
      missing.append(.init(session: session, id: FileID(isTop: false, name: name)))
      return
    }
    switch stamp.kind {
    case .folder: refuse(.inboxTooDeep, session, name)
    case .link, .other: refuse(.inboxNotPlain, session, name)
    case .file:
      guard let file = FileName(name, in: session) else { return refuse(.inboxMisplaced, session, name) }
      take(file, FileID(isTop: false, name: name), stamp)
    }
  }

  private mutating func take(_ file: FileName, _ id: FileID, _ stamp: FileStamp) {
    let session = id.isTop ? nil : file.session
    // A hard link would let its maker change the bytes after they were judged.
    guard stamp.links == 1 else { return refuse(.inboxNotPlain, session, id.name) }
    guard stamp.mode & 0o444 != 0 else { return refuse(.inboxUnreadable, session, id.name) }
    guard Places.printed(id.name) != nil, Places.printed(file.session) != nil else { return refuse(.inboxNameTooLong, session, id.name) }
    let isClosed = closed.contains(Inbox.Dirty(session: session, name: id.name, isClosed: true))
    observations.append(Observation(session: file.session, id: id, name: file, stamp: stamp, isClosed: isClosed))
  }

  private mutating func refuse(_ code: FaultCode, _ session: OpaqueName?, _ name: OpaqueName) {
    let path = (session.map { $0.text + "/" } ?? "") + name.text
    reports.append(Finding(fault: Fault(code, path), session: session, name: name))
  }
}
