import Glibc
import Interview

// Unsafe only in that names go to the kernel as C strings. Invariant: every name is a Swift array with a NUL appended for
// the time of one call; the kernel copies it and keeps no pointer. Names never hold `/` or NUL (`OpaqueName` comes from
// the kernel or is checked where it is made), so that no call leaves its directory.

/// An open directory. All work on files goes through one, relative to it, never following a link in the last place: what
/// was examined is what is moved, whatever somebody does to the path meanwhile.
final class Folder: Sendable {
  private let descriptor: Descriptor

  private init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

  var number: Int32 { descriptor.number }

  private static let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC

  /// Opens a configured path; links in it are the administrator's and are followed.
  static func open(path: String) throws(SystemError) -> Folder {
    let number = unsafe Glibc.open(path, flags)
    guard number >= 0 else { throw SystemError("open") }
    return Folder(Descriptor(number))
  }

  func folder(_ name: OpaqueName) throws(SystemError) -> Folder {
    let number = unsafe Self.withName(name) { unsafe openat(self.number, $0, Self.flags | O_NOFOLLOW) }
    guard number >= 0 else { throw SystemError("openat") }
    return Folder(Descriptor(number))
  }

  /// The folder, made if it is not there, and then on the disk. `mode` is subject to the umask.
  func folder(making name: OpaqueName, mode: UInt32 = 0o700) throws(SystemError) -> Folder {
    if unsafe Self.withName(name, { unsafe mkdirat(number, $0, mode) }) == 0 {
      try sync()
    } else if errno != EEXIST {
      throw SystemError("mkdirat")
    }
    return try folder(name)
  }

  /// Opens a regular file for reading; anything else is refused, a FIFO without waiting for its writer.
  func file(_ name: OpaqueName) throws(SystemError) -> Descriptor {
    let number = unsafe Self.withName(name) { unsafe openat(self.number, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
    guard number >= 0 else { throw SystemError("openat") }
    return Descriptor(number)
  }

  func file(making name: OpaqueName, exclusively: Bool = true, appending: Bool = false, mode: UInt32 = 0o600) throws(SystemError)
    -> Descriptor
  {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | (exclusively ? O_EXCL : 0) | (appending ? O_APPEND : 0)
    let number = unsafe Self.withName(name) { unsafe openat(self.number, $0, flags, mode) }
    guard number >= 0 else { throw SystemError("openat") }
    return Descriptor(number)
  }

  /// The names in the directory, in no order, `.` and `..` left out. Linear.
  func names() throws(SystemError) -> [OpaqueName] {
    let copy = unsafe openat(number, ".", Self.flags)
    guard copy >= 0 else { throw SystemError("openat") }
    guard let stream = unsafe fdopendir(copy) else {
      let error = SystemError("fdopendir")
      _ = close(copy)
      throw error
    }
    defer { _ = unsafe closedir(stream) }
    var names: [OpaqueName] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        guard errno == 0 else { throw SystemError("readdir") }
        return names
      }
      // `d_name` is NUL-terminated within the entry, which stays valid until the next call on this stream.
      let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if bytes != [0x2E], bytes != [0x2E, 0x2E] { names.append(OpaqueName(bytes: bytes)) }
    }
  }

  /// Nil where there is no such entry.
  func stamp(_ name: OpaqueName) throws(SystemError) -> FileStamp? {
    var status = stat()
    guard unsafe Self.withName(name, { unsafe fstatat(number, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else {
      if errno == ENOENT { return nil }
      throw SystemError("fstatat")
    }
    return FileStamp(status)
  }

  func stamp() throws(SystemError) -> FileStamp { try descriptor.stamp() }

  func setMode(_ mode: UInt32) throws(SystemError) { try descriptor.setMode(mode) }

  /// Renames without ever replacing: `EEXIST` when the new name is taken.
  func move(_ name: OpaqueName, to folder: Folder, as new: OpaqueName) throws(SystemError) {
    let result = unsafe Self.withName(name) { old in
      unsafe Self.withName(new) { unsafe Rename.withoutReplacing(number, old, folder.number, $0) }
    }
    guard result == 0 else { throw SystemError("renameat2") }
  }

  /// Renames, replacing what bears the new name.
  func replace(_ name: OpaqueName, in folder: Folder, as new: OpaqueName) throws(SystemError) {
    let result = unsafe Self.withName(name) { old in unsafe Self.withName(new) { unsafe renameat(number, old, folder.number, $0) } }
    guard result == 0 else { throw SystemError("renameat") }
  }

  func remove(_ name: OpaqueName) throws(SystemError) {
    guard unsafe Self.withName(name, { unsafe unlinkat(number, $0, 0) }) == 0 else { throw SystemError("unlinkat") }
  }

  /// Removes an empty folder.
  func removeFolder(_ name: OpaqueName) throws(SystemError) {
    guard unsafe Self.withName(name, { unsafe unlinkat(number, $0, AT_REMOVEDIR) }) == 0 else { throw SystemError("unlinkat") }
  }

  private static func withName<Result>(_ name: OpaqueName, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let bytes = name.bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("an array with a NUL in it is not empty") }
      return unsafe body(base)
    }
  }
}

extension Descriptor {
  borrowing func stamp() throws(SystemError) -> FileStamp {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw SystemError("fstat") }
    return FileStamp(status)
  }

  /// Whatever the umask says.
  borrowing func setMode(_ mode: UInt32) throws(SystemError) {
    guard fchmod(number, mode) == 0 else { throw SystemError("fchmod") }
  }

  /// Gives the file another time of its last change, nanoseconds since 1970.
  borrowing func setModified(_ time: Int) throws(SystemError) {
    // The pointer is to a local array of the two times that the call reads.
    let stamp = timespec(tv_sec: time / 1_000_000_000, tv_nsec: max(0, time % 1_000_000_000))
    guard unsafe futimens(number, [stamp, stamp]) == 0 else { throw SystemError("futimens") }
  }
}

extension FileStamp {
  fileprivate init(_ status: stat) {
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    self.init(
      kind: kind, size: status.st_size, modified: status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec,
      inode: status.st_ino, device: status.st_dev, links: status.st_nlink, mode: status.st_mode & 0o7777,
      owner: status.st_uid)
  }
}

/// `renameat2(…, RENAME_NOREPLACE)`, which Glibc's Swift module does not show.
private enum Rename {
  private typealias Call = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

  /// Invariant: the symbol, where it exists (glibc since 2.28), has exactly this C signature.
  private static let call: Call? = unsafe dlsym(nil, "renameat2").map { unsafe unsafeBitCast($0, to: Call.self) }

  static func withoutReplacing(_ from: Int32, _ old: UnsafePointer<CChar>, _ to: Int32, _ new: UnsafePointer<CChar>) -> Int32 {
    guard let call = unsafe call else {
      errno = ENOSYS
      return -1
    }
    return unsafe call(from, old, to, new, 1)
  }
}
