import Interview
import Vault

extension Inbox {
  /// Seals what lies plain in the filing directories of a session, each file in its place, as files that come later are. May be repeated, and
  /// stopped at any point: a file is plain or sealed, never in between.
  ///
  /// - Returns: how many were plain, and whether the session was left for another time because a worker has something of it in
  ///   hand.
  public func sealExisting(session: OpaqueName) throws(Fault) -> (files: Int, isLeft: Bool) {
    try Self.requirePlain(session)
    guard sealing.vault.isSealing else { return (0, false) }
    // What moved out plain comes back, is sealed, and moves out again.
    if try hasPlainObjects(session) { try bringBack(session: session) }
    return try whileNothingMoves { () throws(Fault) in try sealFiles(of: session) }
  }

  private func sealFiles(of session: OpaqueName) throws(Fault) -> (files: Int, isLeft: Bool) {
    var count = 0
    do throws(SystemError) {
      let state = try Folder.open(path: configuration.stateDirectory)
      for destination in DirectoryLayout.Destination.allCases {
        guard let folder = try state.existing([OpaqueName(destination.rawValue), OpaqueName(session.text)]) else { continue }
        let drafts = TemporaryFiles(
          folder: try state.folder(OpaqueName(destination.rawValue)).folder(DirectoryLayout.temporaryFolder),
          instance: configuration.instance)
        var folders = [folder]
        if let attic = try folder.existing([DirectoryLayout.superseded]) {
          for number in try attic.names() { if let part = try attic.existing([number]) { folders.append(part) } }
        }
        for part in folders {
          for name in try part.names().sorted() where name.bytes.first != UInt8(ascii: ".") && !name.verbatim.hasSuffix(ReasonFile.ending) {
            // A worker files what it has in work; what it takes from now on it files later than this takes.
            if isInWork(session: session) { return (count, true) }
            if try sealing.replaceBySealed(name, in: part, kind: kind(of: name, in: part, session).sealKind, session: session, by: drafts) {
              count += 1
            }
          }
        }
      }
    } catch {
      throw error.fault(about: session.text)
    }
    sealing.vault.objects?.note(session: session.text)
    return (count, false)
  }

  /// As the archive tells them apart.
  private func kind(of name: OpaqueName, in folder: Folder, _ session: OpaqueName) throws(SystemError) -> FileRole {
    guard let raw = OpaqueName(printed: name.verbatim), let role = FileName(raw, in: session)?.role, role != .unknown else {
      return try TextSniffer.isText(folder.file(name)) ? .transcript : .recording
    }
    return role
  }
}
