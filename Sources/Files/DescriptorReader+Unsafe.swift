import Glibc
import Interview

/// Owns one open descriptor of a regular file and closes it.
///
/// Invariant: `descriptor` is open from `init` to `deinit` and belongs to this value alone; reads go into a buffer whose
/// length is what the kernel is told.
package struct DescriptorReader: ~Copyable {
  private let descriptor: Int32
  private let path: String

  /// - Throws: `file.vanished`, `file.denied`, `file.not-regular`, `file.unreadable`.
  package init(path: String) throws(Fault) {
    self.path = path
    descriptor = try Self.opened(path)
  }

  deinit { close(descriptor) }

  /// Whether nobody but this process's user, and root, can have written it.
  var isOwn: Bool {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return false }
    return (status.st_uid == geteuid() || status.st_uid == 0) && status.st_mode & 0o022 == 0
  }

  /// Whether root, this process's user, the owner of the directory or somebody of its group laid it down, and neither file nor directory is open to
  /// everybody or to the members who are only to connect and deliver.
  func isLaidDown(by administrators: Administrators) -> Bool {
    let directory = path.lastIndex(of: "/").map { path.startIndex == $0 ? "/" : String(path[..<$0]) } ?? "."
    var (file, folder) = (stat(), stat())
    guard unsafe fstat(descriptor, &file) == 0, unsafe stat(directory, &folder) == 0 else { return false }
    func isOpen(_ status: stat) -> Bool {
      status.st_mode & 0o002 != 0 || status.st_mode & 0o020 != 0 && status.st_gid == administrators.members
    }
    // A group that may write to the directory was chosen for that: its members' files are theirs.
    let isShared = folder.st_mode & 0o020 != 0
    return !isOpen(file) && !isOpen(folder) && (isShared || [0, geteuid(), folder.st_uid].contains(file.st_uid))
  }

  /// As `isOwn`, for a file that a library opens by its path, links and all.
  static func isOwn(_ path: String) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return false }
    return (status.st_uid == geteuid() || status.st_uid == 0) && status.st_mode & 0o022 == 0
  }

  private static func opened(_ path: String) throws(Fault) -> Int32 {
    // Non-blocking, so that opening a pipe by mistake cannot hang; links are refused by the kernel itself.
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw Fault(.fileVanished, path)
      case EACCES, EPERM: throw Fault(.fileDenied, path)
      case ELOOP, ENXIO: throw Fault(.fileNotRegular, path)
      default: throw Fault(.fileUnreadable, path + ": " + message(errno))
      }
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Fault(.fileNotRegular, path)
    }
    return descriptor
  }

  /// Reads the next block, at most `count` bytes; false at the end of the file.
  /// - Throws: `file.unreadable`.
  package func read(into block: inout [UInt8], upTo count: Int) throws(Fault) -> Bool {
    var failure: Int32 = 0
    block = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      var result = -1
      repeat { result = unsafe Glibc.read(descriptor, buffer.baseAddress, count) } while result < 0 && errno == EINTR
      if result < 0 { failure = errno }
      filled = max(0, result)
    }
    guard failure == 0 else { throw Fault(.fileUnreadable, path + ": " + Self.message(failure)) }
    return !block.isEmpty
  }

  /// The bytes from `start` on, at most `count`, and the size of the whole.
  package func part(from start: Int, count: Int) throws(Fault) -> (bytes: [UInt8], total: Int) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, lseek(descriptor, start, SEEK_SET) == start else {
      throw Fault(.fileUnreadable, path + ": " + Self.message(errno))
    }
    var (bytes, block): ([UInt8], [UInt8]) = ([], [])
    while bytes.count < count, try read(into: &block, upTo: min(count - bytes.count, 1 << 18)) { bytes += block }
    return (bytes, Int(status.st_size))
  }

  private static func message(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
