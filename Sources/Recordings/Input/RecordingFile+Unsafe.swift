import Glibc
import Interview

/// An open recording: one inode from the first look to the last byte, whatever happens to its name meanwhile.
///
/// Unsafe: `pread` and `open` take pointers. Every pointer comes from `withUnsafe…` of an array that outlives the call
/// and is at least as long as the count passed with it.
package final class RecordingFile: ByteSource {
  package let descriptor: Int32
  package let size: Int64
  private let modified: (Int, Int)

  /// Opens the file without following a symbolic link at its end, and without waiting on a pipe.
  ///
  /// - Parameter path: the bytes of the name; any but NUL.
  package convenience init(path: [UInt8]) throws(Fault) {
    guard !path.isEmpty, !path.contains(0) else { throw Fault(.recordingVanished) }
    let name = path.map { CChar(bitPattern: $0) } + [0]
    // Looked at before it is opened: opening a device can already have an effect.
    var status = stat()
    guard unsafe lstat(name, &status) == 0 else { throw Self.fault(of: errno) }
    try Self.requireRegular(status)
    let descriptor = unsafe open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw Self.fault(of: errno) }
    try self.init(owning: descriptor)
  }

  /// Duplicates an open descriptor; its offset is neither used nor moved, so that the caller may go on using it.
  package convenience init(duplicating descriptor: Int32) throws(Fault) {
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard own >= 0 else { throw Self.fault(of: errno) }
    try self.init(owning: own)
  }

  private init(owning descriptor: Int32) throws(Fault) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let fault = Self.fault(of: errno)
      close(descriptor)
      throw fault
    }
    do throws(Fault) { try Self.requireRegular(status) } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    size = Int64(status.st_size)
    modified = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }

  deinit { close(descriptor) }

  package func read(at offset: Int64, count: Int, into buffer: inout [UInt8]) throws(Fault) -> Int {
    guard offset >= 0, offset < size, count > 0 else { return 0 }
    let wanted = Int(min(Int64(count), size - offset))
    if buffer.count < wanted { buffer.append(contentsOf: repeatElement(0, count: wanted - buffer.count)) }
    var got = 0
    var failure: Int32 = 0
    unsafe buffer.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      got = unsafe read(at: offset, count: wanted, to: base, failure: &failure)
    }
    if failure != 0 { throw Self.fault(of: failure) }
    return got
  }

  /// Reads into memory of at least `count` bytes at `base`; `failure` is the error number, 0 if there was none.
  func read(at offset: Int64, count: Int, to base: UnsafeMutableRawPointer, failure: inout Int32) -> Int {
    var got = 0
    while got < count {
      let piece = unsafe pread(descriptor, base + got, count - got, off_t(offset) + got)
      if piece > 0 {
        got += piece
      } else if piece == 0 {
        break
      } else if errno != EINTR {
        failure = errno
        break
      }
    }
    return got
  }

  /// Throws when the file is no longer as it was when it was opened: somebody still writes to it.
  package func requireUnchanged() throws(Fault) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.fault(of: errno) }
    guard Int64(status.st_size) == size, status.st_mtim.tv_sec == modified.0, status.st_mtim.tv_nsec == modified.1 else {
      throw Fault(.recordingChanged)
    }
  }

  private static func requireRegular(_ status: stat) throws(Fault) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw Fault(.recordingNotAFile, "directory")
    case S_IFLNK: throw Fault(.recordingNotAFile, "symbolic link")
    case S_IFIFO: throw Fault(.recordingNotAFile, "FIFO")
    case S_IFSOCK: throw Fault(.recordingNotAFile, "socket")
    default: throw Fault(.recordingNotAFile, "device")
    }
  }

  private static func fault(of number: Int32) -> Fault {
    let text = unsafe String(cString: strerror(number))
    return switch number {
    case ENOENT, ENOTDIR, ESTALE, ENAMETOOLONG: Fault(.recordingVanished, text)
    case EACCES, EPERM: Fault(.recordingUnreadable, text)
    case ELOOP: Fault(.recordingNotAFile, "symbolic link")
    case ENXIO, EISDIR: Fault(.recordingNotAFile, text)
    default: Fault(.recordingReadFailed, text)
    }
  }
}
