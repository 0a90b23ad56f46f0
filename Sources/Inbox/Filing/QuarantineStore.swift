import Glibc
import Interview
import Vault

/// One group of files that was set aside, with the reason.
public struct QuarantineItem: Sendable, Equatable {
  public enum Disposition: String, Sendable, Hashable, Codable {
    /// It cannot be used as it is.
    case quarantine
    /// It waits for a decision.
    case held
  }

  /// `<session>/<file>`: what `retry` is given.
  public let id: String
  public let disposition: Disposition
  public let session: String
  public let code: String
  public let cause: Bilingual
  public let action: Bilingual
  public let detail: String
  /// UTC.
  public let time: String
  /// Where its files lie, the first one named by `id`.
  public let paths: [String]
}

/// `quarantine/<session>/` and `held/<session>/`.
struct QuarantineStore: Sendable {
  let path: String
  let instance: String
  var sealing = Sealing(vault: .none)

  /// Makes the filing directories, once. Where they were made before and are not there now, their file system is not mounted, and
  /// nothing may be put where it belongs: `ENODEV`.
  ///
  /// Whoever could write to the state directory could put other directories in the place of these: it and they are narrowed to
  /// what they should be where they are the daemon's, and refused where they are not.
  static func prepare(in state: Folder) throws(SystemError) {
    try state.narrow(to: 0o755)
    let mark = try state.stamp(DirectoryLayout.destinationsMade)
    if let mark, !mark.isOwn { throw SystemError.foreign }
    let isKnown = mark != nil
    for destination in DirectoryLayout.Destination.allCases {
      let name = OpaqueName(destination.rawValue)
      let old = try state.existing([name])
      if isKnown, old == nil { throw SystemError("openat", number: ENODEV) }
      if destination == .archive, let old { try Archive.mend(old) }
      let folder = try state.ownFolder(making: name)
      if isKnown, try folder.existing([DirectoryLayout.temporaryFolder]) == nil { throw SystemError("openat", number: ENODEV) }
      _ = try folder.ownFolder(making: DirectoryLayout.temporaryFolder)
    }
    guard !isKnown else { return }
    _ = try state.file(making: DirectoryLayout.destinationsMade, exclusively: false)
    try state.sync()
  }

  func temporaryFiles(of disposition: QuarantineItem.Disposition) throws(SystemError) -> TemporaryFiles {
    let folder = try Folder.open(path: path).folder(OpaqueName(disposition.rawValue)).folder(DirectoryLayout.temporaryFolder)
    return TemporaryFiles(folder: folder, instance: instance)
  }

  /// Whether a filing directory on another file system than `working` holds these bytes under one of this file's names: it was copied
  /// there by a daemon that ended before it could remove the original.
  func holdsCopy(of file: ClaimedFile, in working: Folder) throws(SystemError) -> Bool {
    guard let claimDirectory = try working.existing(file.claimDirectory) else { return false }
    let device = try claimDirectory.stamp().device
    for disposition in [QuarantineItem.Disposition.quarantine, .held] {
      guard let folder = try Folder.open(path: path).existing([OpaqueName(disposition.rawValue), OpaqueName(file.session.text)])
      else { continue }
      // On the same file system a file that is not sealed is moved, and never copied.
      let isElsewhere = try folder.stamp().device != device
      guard sealing.vault.isSealing || isElsewhere else { continue }
      for copy in 1... {
        let name = Self.name(file.stored, copy: copy)
        guard try folder.stamp(name) != nil else { break }
        if try sealing.holds(name, in: folder, sameContentAs: file.stored, in: claimDirectory) { return true }
      }
    }
    return false
  }

  /// `q1.wav`, then `q1~2.wav`, `q1~3.wav` …
  static func name(_ stored: OpaqueName, copy: Int) -> OpaqueName {
    guard copy > 1 else { return stored }
    let text = stored.verbatim
    let dot = text.lastIndex(of: ".") ?? text.endIndex
    let tail = "~\(copy)" + String(text[dot...]).shortened(toBytes: 32)
    return OpaqueName(String(text[..<dot]).shortened(toBytes: DirectoryLayout.maximumNameBytes - tail.utf8.count) + tail)
  }

  /// What is set aside, by disposition, session and name. A reason whose files have gone is not listed.
  func list() throws(SystemError) -> [QuarantineItem] {
    var found: [QuarantineItem] = []
    try forEach { disposition, session, folder, _, reason throws(SystemError) in
      let base = "\(path)/\(disposition.rawValue)/\(session.verbatim)/"
      var paths: [String] = []
      for file in reason.files where try folder.stamp(OpaqueName(file.stored)) != nil { paths.append(base + file.stored) }
      guard let first = reason.files.first, !paths.isEmpty else { return true }
      found.append(
        QuarantineItem(
          id: "\(reason.session)/\(first.stored)", disposition: disposition, session: reason.session, code: reason.code,
          cause: reason.cause,
          action: reason.action, detail: reason.detail, time: reason.time, paths: paths))
      return true
    }
    return found.sorted { ($0.disposition.rawValue, $0.id) < ($1.disposition.rawValue, $1.id) }
  }

  /// How many reasons with files lie in a filing directory, without reading them.
  func count(_ disposition: QuarantineItem.Disposition) throws(SystemError) -> Int {
    guard let base = try Folder.open(path: path).existing([OpaqueName(disposition.rawValue)]) else { return 0 }
    var count = 0
    for session in try base.names() where session != DirectoryLayout.temporaryFolder {
      guard let folder = try base.existing([session]) else { continue }
      let names = try folder.names()
      let reasons = Set(names.filter { $0.verbatim.hasSuffix(ReasonFile.ending) })
      count += Set(names.map(ReasonFile.name(for:))).intersection(reasons).count
    }
    return count
  }

  /// The reason with this id, and the folder that it and its files lie in.
  func find(_ id: String) throws(SystemError) -> (reason: ReasonFile, reasonName: OpaqueName, folder: Folder)? {
    var result: (reason: ReasonFile, reasonName: OpaqueName, folder: Folder)?
    try forEach { _, _, folder, name, reason throws(SystemError) in
      guard let first = reason.files.first, "\(reason.session)/\(first.stored)" == id else { return true }
      result = (reason, name, folder)
      return false
    }
    return result
  }

  /// Nil for one that somebody else may have written, as for one that nobody wrote whole.
  private func reason(_ name: OpaqueName, in folder: Folder) throws(SystemError) -> [UInt8]? {
    do throws(SystemError) {
      return try folder.readOwn(name, limit: ReasonFile.largest)
    } catch {
      guard error.isForeign else { throw error }
      return nil
    }
  }

  /// Walks all reasons until the body says that it has seen enough.
  private func forEach(
    _ body: (QuarantineItem.Disposition, OpaqueName, Folder, OpaqueName, ReasonFile) throws(SystemError) -> Bool
  ) throws(SystemError) {
    for disposition in [QuarantineItem.Disposition.held, .quarantine] {
      guard let base = try Folder.open(path: path).existing([OpaqueName(disposition.rawValue)]) else { continue }
      for session in try base.names().sorted() where session != DirectoryLayout.temporaryFolder {
        guard let folder = try base.existing([session]) else { continue }
        for name in try folder.names().sorted() where name.verbatim.hasSuffix(ReasonFile.ending) {
          guard let bytes = try reason(name, in: folder), let reason = ReasonFile(bytes: bytes) else { continue }
          guard try body(disposition, session, folder, name, reason) else { return }
        }
      }
    }
  }
}

extension QuarantineStore {
  /// The code of the first reason that holds something of this session; nil where nothing of it is held. Reads one
  /// directory; linear in what is held of the session.
  func heldCode(session: OpaqueName) throws(SystemError) -> String? {
    let components = [OpaqueName(QuarantineItem.Disposition.held.rawValue), OpaqueName(session.text)]
    guard let folder = try Folder.open(path: path).existing(components) else { return nil }
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
      return try quarantine.heldCode(session: session) ?? manifestFault(ofSession: session)?.code.code
    } catch {
      throw error.fault(about: configuration.stateDirectory)
    }
  }
}
