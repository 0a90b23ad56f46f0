import Interview
import Synchronization

extension Inbox {
  /// Puts a transcript that was made for a claimed recording beside it, as if both had arrived together: it shares the
  /// recording's way from here on, a crash included. Durable when it returns.
  ///
  /// - Parameter ending: what its name ends in, for example `json`; the rest of the name is the recording's.
  /// - Returns: where it is.
  public func attach(transcript bytes: [UInt8], ending: String, to claim: borrowing Claim) throws(Fault) -> String {
    let number = claim.number
    guard let work = claims.withLock({ $0.work[number] }), let recording = work.files.first(where: { $0.role == .recording }) else {
      throw Fault(.inboxFailed, "attach")
    }
    let name = recording.id.name.bytes
    let stem = name.lastIndex(of: UInt8(ascii: ".")).map { name[..<$0] } ?? name[...]
    let id = FileID(isTop: recording.id.isTop, name: OpaqueName(bytes: stem + Array(".\(ending)".utf8)))
    let file = ClaimedFile(id: id, session: recording.session, role: .transcript)
    do throws(SystemError) {
      try work.open.working.folder(making: file.claimDirectory).write(bytes, as: file.stored, by: work.open.temporaryFiles)
    } catch {
      throw error.fault(about: id.name.text)
    }
    claims.withLock { $0.work[number]?.files.append(file) }
    return work.open.workingPath(configuration.roots[work.root].path, configuration.instance) + "/" + file.path
  }
}
