import Glibc
import Interview

/// An open recording: one inode from the first look to the last byte, whatever happens to its name meanwhile.
///
/// Unsafe: `pread` and `open` take pointers. Every pointer comes from `withUnsafe…` of an array that outlives the call
/// and is at least as long as the count passed with it.
package final class RecordingFile: ByteSource {
  package let descriptor: Int32
  package let size: Int64
  private let fileSize: Int64
  private let modified: (Int, Int)
  /// What is read instead of the file's own bytes: the content of a sealed one.
  private let content: (any ByteSource)?
  /// That content in a file in memory, for a child of this process; -1 before it is asked for.
  private var memory: Int32 = -1
  /// Bytes of content that a child may get: what ffmpeg reads is compressed, and four hours of it are less.
  private static let largestInMemory: Int64 = 1 << 29

  /// Opens the file without following a symbolic link at its end, and without waiting on a pipe.
  ///
  /// - Parameter path: the bytes of the name; any but NUL.
  /// - Parameter content: asked for once the file is open and regular; nil for the file's own bytes.
  package convenience init(path: [UInt8], content: () throws(Fault) -> (any ByteSource)? = { () throws(Fault) in nil }) throws(Fault) {
    guard !path.isEmpty, !path.contains(0) else { throw Fault(.recordingVanished) }
    let name = path.map { CChar(bitPattern: $0) } + [0]
    // Looked at before it is opened: opening a device can already have an effect.
    var status = stat()
    guard unsafe lstat(name, &status) == 0 else { throw Self.fault(of: errno) }
    try Self.requireRegular(status)
    let descriptor = unsafe open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw Self.fault(of: errno) }
    let source: (any ByteSource)?
    do throws(Fault) { source = try content() } catch {
      close(descriptor)
      throw error
    }
    try self.init(owning: descriptor, content: source)
  }

  /// Duplicates an open descriptor; its offset is neither used nor moved, so that the caller may go on using it.
  package convenience init(duplicating descriptor: Int32) throws(Fault) {
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard own >= 0 else { throw Self.fault(of: errno) }
    try self.init(owning: own)
  }

  private init(owning descriptor: Int32, content: (any ByteSource)? = nil) throws(Fault) {
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
    self.content = content
    size = content?.size ?? Int64(status.st_size)
    fileSize = Int64(status.st_size)
    modified = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }

  deinit {
    close(descriptor)
    if memory >= 0 { close(memory) }
  }

  /// What a child of this process may read: the file itself, or, of sealed content, a file in memory that has no name.
  /// - Throws: `recording.too-large`, `recording.read-failed`.
  package func plainDescriptor() throws(Fault) -> Int32 {
    guard let content else { return descriptor }
    guard memory < 0 else { return memory }
    guard size <= Self.largestInMemory else { throw Fault(.recordingTooLarge, "\(size) > \(Self.largestInMemory) bytes") }
    typealias Call = @convention(c) (UnsafePointer<CChar>, UInt32) -> Int32
    // Invariant: glibc has had the symbol, with this signature, since 2.27.
    guard let symbol = unsafe dlsym(nil, "memfd_create") else { throw Fault(.recordingReadFailed, "memfd_create") }
    let made = unsafe unsafeBitCast(symbol, to: Call.self)("recording", 1)
    guard made >= 0 else { throw Self.fault(of: errno) }
    memory = made
    var byteOffset: Int64 = 0
    while byteOffset < size {
      let block = try content.bytes(at: byteOffset, count: 1 << 20)
      var done = 0
      while done < block.count {
        let count = unsafe block[done...].withUnsafeBytes { unsafe Glibc.write(made, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EINTR else { throw Self.fault(of: errno) }
        done += max(0, count)
      }
      guard !block.isEmpty else { throw Fault(.recordingReadFailed) }
      byteOffset += Int64(block.count)
    }
    _ = lseek(made, 0, SEEK_SET)
    return made
  }

  package func read(at offset: Int64, count: Int, into buffer: inout [UInt8]) throws(Fault) -> Int {
    guard offset >= 0, offset < size, count > 0 else { return 0 }
    let wanted = Int(min(Int64(count), size - offset))
    if let content { return try content.read(at: offset, count: wanted, into: &buffer) }
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
    if let content {
      do {
        let bytes = try content.bytes(at: offset, count: count)
        unsafe bytes.withUnsafeBytes { source in
          if let start = source.baseAddress { unsafe base.copyMemory(from: start, byteCount: min(count, source.count)) }
        }
        return min(count, bytes.count)
      } catch {
        failure = EIO
        return 0
      }
    }
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
    guard Int64(status.st_size) == fileSize, status.st_mtim.tv_sec == modified.0, status.st_mtim.tv_nsec == modified.1 else {
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

/// Questions to the file system that need no file to be opened.
///
/// Unsafe: `access` and `stat` take C strings, which Swift makes for the length of the call.
package enum FileAccess {
  /// Whether `path` is a regular file that this process may execute.
  static func isExecutable(_ path: String) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return unsafe access(path, X_OK) == 0
  }

  /// Bytes of the file at `path`; 0 where there is none.
  package static func size(of path: String) -> Int64 {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? Int64(status.st_size) : 0
  }
}
