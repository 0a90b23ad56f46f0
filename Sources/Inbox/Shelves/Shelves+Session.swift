import Interview

extension Shelves {
  /// The code of the first reason that holds something of this session; nil where nothing of it is held. Reads one
  /// directory; linear in what is held of the session.
  func heldCode(session: OpaqueName) throws(SystemError) -> String? {
    let place = [OpaqueName(SetAside.Shelf.held.rawValue), OpaqueName(session.text)]
    guard let folder = try Folder.open(path: path).existing(place) else { return nil }
    if try folder.stamp(DirectoryLayout.onHold) != nil { return FaultCode.inboxOnHold.code }
    for name in try folder.names().sorted() where name.verbatim.hasSuffix(ReasonFile.ending) {
      guard let bytes = try folder.read(name, limit: ReasonFile.largest), let reason = ReasonFile(bytes: bytes) else { continue }
      for file in reason.files where try folder.stamp(OpaqueName(file.stored)) != nil { return reason.code }
    }
    return nil
  }
}

extension Inbox {
  /// Why something of this session waits for a decision: the stable code; nil where nothing does.
  public func heldCode(ofSession session: OpaqueName) throws(Fault) -> String? {
    do {
      return try shelves.heldCode(session: session) ?? manifestFault(ofSession: session)?.code.code
    } catch {
      throw error.fault(about: configuration.stateDirectory)
    }
  }
}
