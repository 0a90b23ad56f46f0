import Interview

extension Inbox {
  /// Says that nothing of this session is scored until it is released: what comes or waits goes to the held directory. Durable,
  /// and true before the session's first file has come.
  ///
  /// - Throws: `inbox.unknown-entry` for what cannot be a session's name; a fault of the file system.
  public func hold(session: OpaqueName) throws(Fault) {
    try Self.requirePlain(session)
    do throws(SystemError) {
      let temporaryFiles = try quarantine.temporaryFiles(of: .held)
      let heldFolder = try Folder.open(path: configuration.stateDirectory).folder(OpaqueName(DirectoryLayout.Destination.held.rawValue))
      try heldFolder.folder(making: OpaqueName(session.text)).write([], as: DirectoryLayout.onHold, by: temporaryFiles)
    } catch {
      throw error.fault(about: configuration.stateDirectory)
    }
  }

  /// Whether this session is on hold.
  public func isOnHold(session: OpaqueName) throws(Fault) -> Bool {
    do throws(SystemError) {
      return try quarantine.isOnHold(session: session)
    } catch {
      throw error.fault(about: configuration.stateDirectory)
    }
  }

  /// Takes a hold away and puts what it kept back into the inbox.
  ///
  /// - Returns: the ids of what was put back.
  /// - Throws: `inbox.not-on-hold`; as `retry`, after which the call may be repeated.
  public func release(session: OpaqueName) throws(Fault) -> [String] {
    try Self.requirePlain(session)
    let kept = try quarantineItems().filter {
      $0.disposition == .held && $0.session == session.text && $0.code == FaultCode.inboxOnHold.code
    }
    let isOnHold = try isOnHold(session: session)
    // A release that ended half way left files without the mark: they are put back by the next one.
    guard isOnHold || !kept.isEmpty else { throw Fault(.inboxNotOnHold, session.text) }
    do throws(SystemError) {
      let components = [OpaqueName(DirectoryLayout.Destination.held.rawValue), OpaqueName(session.text)]
      // The mark goes first: a file that comes back is taken at once.
      if isOnHold, let folder = try Folder.open(path: configuration.stateDirectory).existing(components) {
        try folder.remove(DirectoryLayout.onHold)
        try folder.sync()
      }
    } catch {
      throw error.fault(about: configuration.stateDirectory)
    }
    for item in kept { try retry(item.id) }
    return kept.map(\.id)
  }

  /// A name that comes from a person must not lead elsewhere.
  static func requirePlain(_ session: OpaqueName) throws(Fault) {
    let bytes = session.bytes
    guard let first = bytes.first, first != UInt8(ascii: "."), !bytes.contains(UInt8(ascii: "/")), !bytes.contains(0),
      DirectoryLayout.printed(session) != nil
    else { throw Fault(.inboxUnknownEntry, session.text) }
  }
}

extension QuarantineStore {
  func isOnHold(session: OpaqueName) throws(SystemError) -> Bool {
    let components = [OpaqueName(QuarantineItem.Disposition.held.rawValue), OpaqueName(session.text)]
    guard let folder = try Folder.open(path: path).existing(components) else { return false }
    return try folder.stamp(DirectoryLayout.onHold) != nil
  }
}
