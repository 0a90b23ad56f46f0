import Glibc
import Interview

/// Writes what is for people to read, and for nobody but whoever asked for it: reports, exports, notes, lists of rejected rows.
///
/// Unsafe: system calls are given paths and buffers with their own lengths, all of which outlive the call.
public enum PrivateFile {
  /// Owner alone; a stricter mask of the process takes what it takes.
  static let mode: mode_t = 0o600

  /// Puts the text into a file of that name, all of it or nothing, readable for its owner alone, whoever may have read an
  /// older file there. What is no regular file (a pipe, `/dev/stdout`, a link) is written to as it is.
  /// - Throws: `file.unwritable`.
  public static func write(_ text: String, to path: String) throws(Fault) {
    let bytes = Array(text.utf8)
    var status = stat()
    if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_TRUNC)
      guard descriptor >= 0 else { throw fault(path) }
      defer { Glibc.close(descriptor) }
      return try put(bytes, into: descriptor, path)
    }
    let draft = path + ".\(getpid()).part"
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw fault(path) }
    do throws(Fault) {
      defer { Glibc.close(descriptor) }
      try put(bytes, into: descriptor, path)
      guard fsync(descriptor) == 0 else { throw fault(path) }
    } catch {
      unsafe unlink(draft)
      throw error
    }
    guard unsafe rename(draft, path) == 0 else {
      let fault = fault(path)
      unsafe unlink(draft)
      throw fault
    }
  }

  /// Makes an empty regular file of one's own, as a shell makes it for `>`, readable for its owner alone. Anything else stays
  /// as it is.
  public static func close(toOthers descriptor: Int32) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(), status.st_size == 0
    else { return }
    fchmod(descriptor, status.st_mode & mode)
  }

  private static func put(_ bytes: [UInt8], into descriptor: Int32, _ path: String) throws(Fault) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw fault(path) }
      written += count
    }
  }

  private static func fault(_ path: String) -> Fault { unsafe Fault(.fileUnwritable, "\(path): \(String(cString: strerror(errno)))") }
}

/// A new file for its owner alone, written piece by piece.
///
/// Invariant: `descriptor` is open from `init` to `deinit` and belongs to this value alone; writes name the bytes of an array and
/// their count.
public struct PrivateFileWriter: ~Copyable {
  private let descriptor: Int32
  private let path: String

  /// - Throws: `file.unwritable`, also where something bears that name.
  public init(path: String) throws(Fault) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, PrivateFile.mode)
    guard descriptor >= 0 else { throw Fault(.fileUnwritable, path) }
  }

  deinit { close(descriptor) }

  /// - Throws: `file.unwritable`.
  public borrowing func write(_ bytes: [UInt8]) throws(Fault) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes[written...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Fault(.fileUnwritable, path) }
      written += count
    }
  }

  /// Forces what was written to the disk.
  public borrowing func sync() throws(Fault) { guard fsync(descriptor) == 0 else { throw Fault(.fileUnwritable, path) } }
}
