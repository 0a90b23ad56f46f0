import Interview
import Synchronization
import Vault

/// What of one session lies in the archive.
struct ArchivedSession: Sendable {
  /// Names as they are in the archive.
  var recordings: [AnswerKey: OpaqueName] = [:]
  var transcripts: [AnswerKey: OpaqueName] = [:]
  var manifest: OpaqueName?
  /// False once somebody has said that no transcripts will come.
  var expectsTranscripts = true
  /// Nil where the manifest was read, or none has come.
  var manifestMark: ManifestMark?
}

/// `archive/<session>/`: the files of answers whose rows are committed, one recording and one transcript per answer; what
/// they replaced lies in `.superseded/<n>/` below.
///
/// The directory is the truth; what was read of it is remembered per session.
final class Archive: Sendable {
  private let path: String
  private let instance: String
  private let sealing: Sealing
  private let known = Mutex<[OpaqueName: (session: ArchivedSession, modified: Int)]>([:])
  private let shared = Atomic<Bool>(false)
  /// Sessions remembered at most; beyond it all are read again.
  private static let remembered = 20_000
  /// Longer than any kernel's clock stands still (10 ms at 100 Hz), in seconds.
  private static let tick = 0.1

  init(path: String, instance: String, sealing: Sealing = Sealing(vault: .none)) {
    self.path = path
    self.instance = instance
    self.sealing = sealing
  }

  /// Whether another daemon may file into it: then what is remembered is compared with the directory each time.
  var isShared: Bool {
    get { shared.load(ordering: .relaxed) }
    set { shared.store(newValue, ordering: .relaxed) }
  }

  func temporaryFiles() throws(SystemError) -> TemporaryFiles {
    TemporaryFiles(folder: try Folder.open(path: path).folder(DirectoryLayout.temporaryFolder), instance: instance)
  }

  func directory(of session: OpaqueName) -> String { path + "/" + session.text }

  /// What is there; empty where it cannot be read, which filing will then tell.
  func session(_ name: OpaqueName) -> ArchivedSession {
    do {
      let modified = isShared ? try modified(name) : 0
      if let known = known.withLock({ $0[name] }), !isShared || known.modified == modified, modified >= 0 { return known.session }
      let session = try read(name)
      known.withLock {
        if $0.count >= Self.remembered { $0.removeAll() }
        $0[name] = (session, modified)
      }
      return session
    } catch {
      return ArchivedSession()
    }
  }

  /// What is there of each of these sessions, and nothing of any other.
  func sessions(_ names: Set<OpaqueName>) -> @Sendable (OpaqueName) -> ArchivedSession {
    let found = Dictionary(uniqueKeysWithValues: names.map { ($0, session($0)) })
    return { found[$0] ?? ArchivedSession() }
  }

  /// The modification time of the session's directory, to tell whether a remembered listing is still true; −1, which is never
  /// remembered, for a change of just now: another one in the same tick of the kernel's clock would have the same time.
  private func modified(_ name: OpaqueName) throws(SystemError) -> Int {
    guard let modified = try Folder.open(path: path).stamp(OpaqueName(name.text))?.modified else { return 0 }
    let age = InboxClock.system.wall() - Double(modified) * 1e-9
    return age > Self.tick ? modified : -1
  }

  private func read(_ session: OpaqueName) throws(SystemError) -> ArchivedSession {
    var found = ArchivedSession()
    guard let folder = try Folder.open(path: path).existing([OpaqueName(session.text)]) else { return found }
    try folder.requireOwn()
    for name in try folder.names() {
      if name == DirectoryLayout.noTranscripts { found.expectsTranscripts = false }
      if name == DirectoryLayout.manifestMark, let bytes = try folder.read(name, limit: ManifestMark.largest) {
        found.manifestMark = ManifestMark(bytes: bytes)
      }
      guard name.bytes.first != UInt8(ascii: "."),
        let raw = OpaqueName(printed: String(decoding: name.bytes, as: UTF8.self)), let file = FileName(raw, in: session)
      else { continue }
      switch file.role {
      case .manifest: found.manifest = name
      case .recording: found.recordings[file.key] = name
      case .transcript: found.transcripts[file.key] = name
      case .misnamedManifest, .unrelated: break
      case .unknown:
        let kind = try sealing.stub(name, in: folder) == nil ? try sealing.mark(of: name, in: folder)?.kind : .recording
        let descriptor = try folder.file(name)
        let isText = if let kind { kind == .transcript } else { try TextSniffer.isText(descriptor) }
        if isText {
          found.transcripts[file.key] = name
        } else {
          found.recordings[file.key] = name
        }
      }
    }
    return found
  }

  /// Files what was worked on. `name` is the file's name within the session's directory, in its raw form. What it
  /// replaces goes to `.superseded`. Durable when it returns.
  func file(_ stored: OpaqueName, from claimDirectory: Folder, as name: OpaqueName, role: FileRole, unit: WorkItem) throws(SystemError) {
    guard let objects = sealing.vault.objects else { return try store(stored, from: claimDirectory, as: name, role: role, unit: unit) }
    // Not while a recording that moved out is replaced by its stub.
    try objects.placing.withLock { _ throws(SystemError) in
      try store(stored, from: claimDirectory, as: name, role: role, unit: unit)
    }
    objects.note(session: unit.session.text)
  }

  private func store(_ stored: OpaqueName, from claimDirectory: Folder, as name: OpaqueName, role: FileRole, unit: WorkItem)
    throws(SystemError)
  {
    let temporaryFiles = try temporaryFiles()
    let folder = try Folder.open(path: path).ownFolder(making: OpaqueName(unit.session.text))
    let printed = OpaqueName(name.text)
    let session = session(unit.session)
    let old: OpaqueName? =
      switch (unit, role) {
      case (.manifest, _): session.manifest
      case (.answer(let key), .transcript): session.transcripts[key]
      case (.answer(let key), _): session.recordings[key]
      }
    if try keeps(printed, in: folder, sameBytesAs: stored, in: claimDirectory) {
      // Copied before, when the daemon ended before it could remove the original; or sent twice.
      try claimDirectory.remove(stored)
    } else {
      if let old { try supersede(old, in: folder) }
      if old != printed, try folder.stamp(printed) != nil { try supersede(printed, in: folder) }
      CrashPoint.reach(.archiveSuperseded)
      try sealing.carry(
        stored, from: claimDirectory, to: folder, as: printed, kind: role.sealKind, session: unit.session, by: temporaryFiles)
    }
    known.withLock {
      switch (unit, role) {
      case (.manifest, _): $0[unit.session]?.session.manifest = printed
      case (.answer(let key), .transcript): $0[unit.session]?.session.transcripts[key] = printed
      case (.answer(let key), _): $0[unit.session]?.session.recordings[key] = printed
      }
    }
  }

  /// Whether a file that is in work is in the archive already, under its name and with the same bytes; if so, durably, and
  /// the original may go.
  func holdsCopy(of file: ClaimedFile, in working: Folder) throws(SystemError) -> Bool {
    guard let claimDirectory = try working.existing(file.claimDirectory),
      let folder = try Folder.open(path: path).existing([OpaqueName(file.session.text)])
    else { return false }
    return try keeps(OpaqueName(file.plainName.text), in: folder, sameBytesAs: file.stored, in: claimDirectory)
  }

  private func keeps(_ name: OpaqueName, in folder: Folder, sameBytesAs stored: OpaqueName, in claimDirectory: Folder)
    throws(SystemError)
    -> Bool
  {
    guard try sealing.holds(name, in: folder, sameContentAs: stored, in: claimDirectory) else { return false }
    try folder.file(name).sync()
    try folder.sync()
    return true
  }

  /// Moves an older file out of the way, into the first `.superseded/<n>` where its name is free.
  private func supersede(_ name: OpaqueName, in folder: Folder) throws(SystemError) {
    let attic = try folder.folder(making: DirectoryLayout.superseded)
    for number in 1... {
      do {
        try folder.move(name, to: attic.folder(making: OpaqueName(String(number))), as: name)
        return
      } catch {
        if error.isMissing { return }
        guard error.isTaken else { throw error }
      }
    }
  }

  func expectTranscripts(_ expected: Bool, session: OpaqueName) throws(SystemError) {
    try set(DirectoryLayout.noTranscripts, to: expected ? nil : [], session)
    known.withLock { $0[session]?.session.expectsTranscripts = expected }
  }

  /// Durable when it returns.
  func mark(_ session: OpaqueName, _ mark: ManifestMark?) throws(SystemError) {
    try set(DirectoryLayout.manifestMark, to: mark?.bytes, session)
    known.withLock { $0[session]?.session.manifestMark = mark }
  }

  /// Writes a small file in a session's folder, or removes it.
  private func set(_ name: OpaqueName, to bytes: [UInt8]?, _ session: OpaqueName) throws(SystemError) {
    let archive = try Folder.open(path: path)
    if let bytes { return try archive.folder(making: OpaqueName(session.text)).write(bytes, as: name, by: temporaryFiles()) }
    guard let folder = try archive.existing([OpaqueName(session.text)]), try folder.stamp(name) != nil else { return }
    do { try folder.remove(name) } catch { if !error.isMissing { throw error } }
    try folder.sync()
  }

  /// What is remembered of a session is read again.
  func forget(_ session: OpaqueName) { known.withLock { $0[session] = nil } }

  /// The answers of a session whose recordings are there, in the order of their keys.
  func answers(ofSession name: OpaqueName) -> [ArchivedAnswer] {
    let session = session(name)
    let base = directory(of: name) + "/"
    return session.recordings.sorted { $0.key < $1.key }.map { key, recording in
      ArchivedAnswer(
        key: key, recording: base + recording.verbatim, transcript: session.transcripts[key].map { base + $0.verbatim },
        manifest: session.manifest.map { base + $0.verbatim })
    }
  }

  func sessions() throws(SystemError) -> [OpaqueName] {
    try Folder.open(path: path).names().filter { $0 != DirectoryLayout.temporaryFolder }.compactMap { OpaqueName(printed: $0.verbatim) }
      .sorted()
  }
}

extension OpaqueName {
  /// The bytes as text: for names that are in their printable form already and so are UTF-8.
  var verbatim: String { String(decoding: bytes, as: UTF8.self) }
}

extension Archive {
  /// Up to version 1.1 the archive was open to the group and what lay in it went on belonging to whoever had delivered it. Of
  /// such an archive the manifests become the daemon's: what they say counts for whole sessions. Recordings and transcripts
  /// stay as they are, since they are used only while they have the hashes that the store knows; to give them away is root's,
  /// and the package's upgrade does it.
  ///
  /// To be called before the archive is narrowed: a call that ends half way is repeated. Linear in the sessions.
  static func mend(_ archive: Folder) throws(SystemError) {
    let stamp = try archive.stamp()
    guard stamp.isOwn, stamp.mode & 0o077 != 0 else { return }
    let temporaryFiles = TemporaryFiles(folder: try archive.folder(making: DirectoryLayout.temporaryFolder), instance: "mend")
    for name in try archive.names() {
      guard name != DirectoryLayout.temporaryFolder, try archive.stamp(name)?.kind == .folder else { continue }
      let session = try archive.folder(name)
      for file in try session.names() where file.bytes.starts(with: Array("session.".utf8)) {
        guard try session.stamp(file)?.kind == .file else { continue }
        try session.adopt(file, by: temporaryFiles)
      }
    }
  }
}
