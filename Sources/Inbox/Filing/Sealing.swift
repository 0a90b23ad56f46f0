import Glibc
import Interview
import Seal
import Vault

/// How files come to a filing directory and leave it: sealed to their session where that is configured, as they are otherwise. A file that
/// was sealed here is known by its own first bytes, wherever it lies.
///
/// A plain file never stands in a filing directory while it is being sealed: it stays where it was until the sealed one is on the disk under
/// its name. Killed in between, the plain one is in `working/`, and goes back to the inbox with the next start.
struct Sealing: Sendable {
  let vault: Vault

  /// As `Folder.carry`, sealed on the way.
  ///
  /// - Parameter isFiled: whether it comes from a filing directory: then what is sealed moves as it is. What was delivered is sealed whatever it
  ///   says of itself.
  func carry(
    _ name: OpaqueName, from source: Folder, to folder: Folder, as new: OpaqueName, kind: SealMark.Kind, session: OpaqueName,
    isFiled: Bool = false, by temporaryFiles: TemporaryFiles
  ) throws(SystemError) {
    let isSealed = isFiled ? try mark(of: name, in: source) != nil : false
    guard vault.isSealing, !isSealed else {
      return try source.carry(name, to: folder, as: new, by: temporaryFiles)
    }
    // `carry` refuses what is taken, and so does this, before the work and after it.
    guard try folder.stamp(new) == nil else { throw SystemError("seal", number: EEXIST) }
    try temporaryFiles.draft { target, draft throws(SystemError) in
      try seal(name, in: source, to: target, kind: kind, session: session)
      CrashPoint.reach(.sealedDraft)
      try temporaryFiles.folder.move(draft, to: folder, as: new)
      try folder.sync()
    }
    CrashPoint.reach(.sealedFiled)
    try source.remove(name)
    try source.sync()
  }

  /// Seals a file that lies in a filing directory already, in its place. May be repeated.
  /// - Returns: whether it was plain.
  func replaceBySealed(
    _ name: OpaqueName, in folder: Folder, kind: SealMark.Kind, session: OpaqueName, by temporaryFiles: TemporaryFiles
  ) throws(SystemError) -> Bool {
    guard vault.isSealing, try folder.stamp(name)?.kind == .file, try mark(of: name, in: folder) == nil,
      try stub(name, in: folder) == nil
    else { return false }
    try temporaryFiles.draft { target, draft throws(SystemError) in
      try seal(name, in: folder, to: target, kind: kind, session: session)
      try temporaryFiles.folder.replace(draft, in: folder, as: name)
    }
    try folder.sync()
    return true
  }

  private func seal(
    _ name: OpaqueName, in source: Folder, to target: borrowing Descriptor, kind: SealMark.Kind, session: OpaqueName
  ) throws(SystemError) {
    let hash = try Self.hash(of: source.file(name))
    let plain = try source.file(name)
    do {
      guard let recipient = try vault.recipient(ofSession: session.text) else { throw SystemError("seal", number: ENOKEY) }
      let mark = SealMark(recipient: recipient.description, hash: hash, kind: kind)
      var sealer = try Sealer(to: [recipient], notes: [mark.stanza], random: Vault.random)
      try target.write(sealer.beginning)
      while case let block = try plain.read(limit: 1 << 20), !block.isEmpty { try target.write(try sealer.add(block)) }
      try target.write(try sealer.finish())
      try target.sync()
    } catch let error as SystemError {
      throw error
    } catch {
      throw SystemError(sealing: error)
    }
  }

  /// What a file says that it was, where it was sealed here; nil for any other, and where there is none.
  func mark(of name: OpaqueName, in folder: Folder) throws(SystemError) -> SealMark? {
    guard try folder.stamp(name)?.kind == .file else { return nil }
    let beginning = try folder.file(name).read(limit: SealHeader.largest)
    return ObjectStub(beginning)?.mark ?? SealMark(beginning)
  }

  /// What stands in the place of a recording that is elsewhere; nil for any other file, and where there is none.
  func stub(_ name: OpaqueName, in folder: Folder) throws(SystemError) -> ObjectStub? {
    guard let stamp = try folder.stamp(name), stamp.kind == .file, stamp.size < ObjectStub.largest else { return nil }
    return ObjectStub(try folder.file(name).read(limit: ObjectStub.largest))
  }

  /// Whether a file in a filing directory, sealed or not, is what another one holds; false where one is not there. Needs no key.
  func holds(_ name: OpaqueName, in folder: Folder, sameContentAs other: OpaqueName, in otherFolder: Folder) throws(SystemError) -> Bool {
    if try folder.holds(name, sameBytesAs: other, in: otherFolder) { return true }
    let (stub, mark) = (try stub(name, in: folder), try mark(of: name, in: folder))
    guard let hash = stub?.contentHash ?? mark?.hash, try otherFolder.stamp(other)?.kind == .file else { return false }
    return try Self.hash(of: otherFolder.file(other)) == hash
  }

  /// Takes a file from a filing directory back to where it is worked on: opened, where it is sealed.
  func putBack(
    _ name: OpaqueName, from quarantineFolder: Folder, to folder: Folder, as new: OpaqueName, session: OpaqueName,
    by temporaryFiles: TemporaryFiles
  ) throws(SystemError) {
    guard try mark(of: name, in: quarantineFolder) != nil else {
      return try quarantineFolder.carry(name, to: folder, as: new, by: temporaryFiles)
    }
    guard try folder.stamp(new) == nil else { throw SystemError("unseal", number: EEXIST) }
    try temporaryFiles.draft { target, draft throws(SystemError) in
      try open(name, in: quarantineFolder, session, to: target)
      try target.sync()
      try temporaryFiles.folder.move(draft, to: folder, as: new)
      try folder.sync()
    }
    try quarantineFolder.remove(name)
    try quarantineFolder.sync()
  }

  private func open(_ name: OpaqueName, in quarantineFolder: Folder, _ session: OpaqueName, to target: borrowing Descriptor)
    throws(SystemError)
  {
    let sealed = try quarantineFolder.file(name)
    let size = try sealed.stamp().size
    let beginning = try sealed.read(limit: Vault.beginning)
    do {
      guard let (_, unsealer) = try vault.unsealer(beginning, size: size, session: session.text) else {
        throw SystemError("unseal", number: EIO)
      }
      var offset = 0
      repeat {
        let block = try unsealer.content(from: offset, count: 16 * SealCipher.chunk) { offsets throws(Fault) in
          do throws(SystemError) { return try sealed.read(from: offsets.lowerBound, count: offsets.count) } catch {
            throw error.fault(about: name.text)
          }
        }
        try target.write(block)
        offset += block.count
      } while offset < unsealer.layout.content
    } catch let error as SystemError {
      throw error
    } catch {
      throw SystemError(sealing: error)
    }
  }

  private static func hash(of file: borrowing Descriptor) throws(SystemError) -> ContentHash {
    var digest = SHA256Digest()
    while case let block = try file.read(limit: 1 << 20), !block.isEmpty { digest.add(block) }
    return ContentHash(hex: digest.hex())
  }
}

extension SystemError {
  private static let seal = "seal"

  /// What keeps a file from being sealed or opened, among the errors of the system.
  init(sealing error: any Error) {
    let code = (error as? Fault)?.code
    self.init(Self.seal, number: code == .sealLocked ? ENOKEY : code == .sealTampered ? EKEYREJECTED : EIO)
  }

  /// Nil for any other error.
  var sealCode: FaultCode? {
    guard call == Self.seal else { return nil }
    return number == ENOKEY ? .sealLocked : number == EKEYREJECTED ? .sealTampered : nil
  }
}

extension FileRole {
  var sealKind: SealMark.Kind {
    switch self {
    case .recording: .recording
    case .transcript: .transcript
    case .manifest, .misnamedManifest: .manifest
    case .unknown, .unrelated: .other
    }
  }
}
