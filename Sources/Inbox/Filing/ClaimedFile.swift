import Interview

/// A file in `working/<instance>/`.
struct ClaimedFile: Sendable, Equatable {
  /// The file as it was in the inbox.
  let id: FileID
  let session: OpaqueName
  let role: FileRole

  /// Its folder below `working/<instance>`.
  var claimDirectory: [OpaqueName] { DirectoryLayout.claimDirectory(session: session, isTop: id.isTop) }
  /// Its name there: the printable form.
  var stored: OpaqueName { OpaqueName(id.name.text) }
  /// Its name within a session's directory.
  var plainName: OpaqueName { id.isTop ? FileName.withoutSession(top: id.name) : id.name }
  /// Its path below `working/<instance>`.
  var path: String { (claimDirectory + [stored]).map(\.verbatim).joined(separator: "/") }

  /// Its name in the archive: a transcript that is called otherwise than its recording gets the recording's name, by which it
  /// is found from then on.
  func archiveName(in unit: WorkItem) -> OpaqueName {
    guard case .answer(let key) = unit, role == .transcript, let own = FileName(plainName, in: session), own.key != key else {
      return plainName
    }
    let name = plainName.bytes
    let ending = name.lastIndex(of: UInt8(ascii: ".")).map { Array(name[$0...]) } ?? Array(".txt".utf8)
    let attempt = key.attempt > 1 ? ".\(key.attempt)" : ""
    return OpaqueName(bytes: key.question.bytes + Array(attempt.utf8) + ending)
  }
}
