import Glibc
import Interview
import Synchronization

// Who may have written what the daemon goes by. What it keeps for itself (`.intone`, the filing directories, its small files) is made
// for its user alone; what of it is found in another state is put right where that user may, and is not used otherwise.

extension FileStamp {
  /// Whether nobody but the daemon's user, and root, can have made or changed it.
  var isOwn: Bool { isOwn(of: geteuid()) }

  /// The same for a user that this process looks after: a command of root's reads what the daemon keeps.
  func isOwn(of user: UInt32) -> Bool { (owner == user || owner == 0) && mode & 0o022 == 0 }
}

extension SystemError {
  private static let ownership = "owner"
  /// Somebody else may have written it.
  static let foreign = SystemError(ownership, number: EPERM)

  var isForeign: Bool { call == Self.ownership }
}

extension Folder {
  private static let masking = Mutex<Void>(())

  /// A folder for the daemon alone, made where it is missing and narrowed where it is too open.
  ///
  /// - Throws: `SystemError.foreign` where it belongs to somebody else.
  func ownFolder(making name: OpaqueName) throws(SystemError) -> Folder {
    let folder = try folder(making: name)
    try folder.narrow(to: 0o700)
    return folder
  }

  /// Takes away what is more than `mode`, and sees that the rest is the daemon's.
  ///
  /// - Returns: whether anything had to be taken away.
  @discardableResult
  func narrow(to mode: UInt32) throws(SystemError) -> Bool {
    let stamp = try stamp()
    let isTooOpen = stamp.mode & 0o777 & ~mode != 0
    if isTooOpen, stamp.owner == geteuid() {
      do throws(SystemError) {
        try setMode(stamp.mode & (0o7000 | mode))
      } catch {
        // The unit's sandbox lets nobody name the bit that hands the group down (`RestrictSUIDSGID=`).
        guard error.number == EPERM else { throw error }
        try setMode(stamp.mode & mode)
      }
    }
    guard try self.stamp().isOwn else { throw .foreign }
    return isTooOpen
  }

  /// - Throws: `SystemError.foreign`.
  func requireOwn() throws(SystemError) {
    guard try stamp().isOwn else { throw .foreign }
  }

  /// A session's folder of the inbox, which who delivers is to use as well; made where it has gone.
  func deliveryFolder(_ session: OpaqueName) throws(SystemError) -> Folder {
    if let there = try existing([session]) { return there }
    // By the mask and not by a mode given afterwards, which would take away the bit that hands the group down, and could not give
    // it back under the unit's `RestrictSUIDSGID=`. What others make in this moment has its own mode.
    return try Self.masking.withLock { _ throws(SystemError) in
      let mask = umask(0o007)
      defer { umask(mask) }
      return try folder(making: session, mode: 0o770)
    }
  }

  /// The bytes of a file that the daemon wrote, at most `limit`; nil where there is none.
  ///
  /// - Throws: `SystemError.foreign` where somebody else may have written it.
  func readOwn(_ name: OpaqueName, limit: Int, of user: UInt32 = geteuid()) throws(SystemError) -> [UInt8]? {
    do throws(SystemError) {
      let file = try file(name)
      guard try file.stamp().isOwn(of: user) else { throw .foreign }
      return try file.read(limit: limit)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// Makes a file the daemon's own: nobody else may change it from now on, not even who holds it open since before. One of
  /// another user is copied, since only root could give it away, and the copy, whole and on the disk, takes its place in one
  /// step. The time of its last change stays.
  func adopt(_ name: OpaqueName, by temporaryFiles: TemporaryFiles) throws(SystemError) {
    let source = try file(name)
    let stamp = try source.stamp()
    guard stamp.owner != geteuid() else {
      if stamp.mode != 0o600 { try source.setMode(0o600) }
      return
    }
    try temporaryFiles.draft { target, draft throws(SystemError) in
      try source.copy(to: target)
      try target.setModified(stamp.modified)
      try target.sync()
      CrashPoint.reach(.adoptionWritten)
      try temporaryFiles.folder.replace(draft, in: self, as: name)
    }
    try sync()
  }
}

extension Descriptor {
  /// Copies what is left of this file to the beginning of an empty one, in bounded memory. Stretches of zeros take no room there:
  /// a file that is all holes costs who sends it nothing, and must not cost the daemon its disk.
  borrowing func copy(to target: borrowing Descriptor) throws(SystemError) {
    var size = 0
    while true {
      let block = try read(limit: 1 << 20)
      if block.isEmpty { break }
      size += block.count
      if block.allSatisfy({ $0 == 0 }) { try target.skip(block.count) } else { try target.write(block) }
    }
    try target.setSize(size)
  }
}
