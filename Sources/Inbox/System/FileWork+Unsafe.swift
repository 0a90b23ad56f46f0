import Glibc
import Interview

// Unsafe only in that bytes go to and from the kernel by pointer. Invariant: each pointer comes from a Swift array that
// lives through the call and is as long as the count passed with it.

extension Descriptor {
  /// Forces the file's, or the directory's, content to the disk.
  borrowing func sync() throws(SystemError) {
    guard fsync(number) == 0 else { throw SystemError("fsync") }
  }

  /// Writes all bytes at the current position.
  borrowing func write(_ bytes: [UInt8]) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress?.advanced(by: done), bytes.count - done) }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError("write")
      }
      done += count
    }
  }

  /// At most `limit` bytes from the current position; fewer only at the end of the file.
  borrowing func read(limit: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: min(65_536, limit))
    while bytes.count < limit {
      let wanted = min(block.count, limit - bytes.count)
      let count = unsafe block.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress, wanted) }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError("read")
      }
      if count == 0 { break }
      bytes += block[..<count]
    }
    return bytes
  }

  /// At most `count` bytes from `offset` on; moves the current position.
  borrowing func read(from offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    guard lseek(number, off_t(offset), SEEK_SET) >= 0 else { throw SystemError("lseek") }
    return try read(limit: count)
  }

  /// Whether somebody holds the file open for writing; nil where the kernel does not tell (the file is not ours, or its
  /// file system knows no leases).
  ///
  /// A read lease is granted only while nobody has the file open for writing. It is given back at once; for the case that
  /// a writer opens in between, the kernel's signal is turned into `SIGURG`, which is ignored by default.
  borrowing func isBeingWritten() -> Bool? {
    let setSignal: Int32 = 10
    let setLease: Int32 = 1024
    guard fcntl(number, setSignal, SIGURG) == 0 else { return nil }
    guard fcntl(number, setLease, Int32(F_RDLCK)) == 0 else { return errno == EAGAIN ? true : nil }
    _ = fcntl(number, setLease, Int32(F_UNLCK))
    return false
  }

  /// Takes the file's exclusive lock without waiting; it is held until the descriptor closes, which a dead process has
  /// done. False when another process holds it.
  borrowing func lock() throws(SystemError) -> Bool {
    guard flock(number, LOCK_EX | LOCK_NB) != 0 else { return true }
    if errno == EWOULDBLOCK { return false }
    throw SystemError("flock")
  }

  /// Moves the place of the next write on by so many bytes.
  borrowing func skip(_ count: Int) throws(SystemError) {
    guard lseek(number, off_t(count), SEEK_CUR) >= 0 else { throw SystemError("lseek") }
  }

  /// Makes the file so many bytes long; what was never written reads as zeros.
  borrowing func setSize(_ bytes: Int) throws(SystemError) {
    guard ftruncate(number, off_t(bytes)) == 0 else { throw SystemError("ftruncate") }
  }

  borrowing func truncate() throws(SystemError) {
    guard ftruncate(number, 0) == 0 else { throw SystemError("ftruncate") }
    _ = lseek(number, 0, SEEK_SET)
  }
}

extension Folder {
  /// Forces the directory itself, that is the names in it, to the disk.
  func sync() throws(SystemError) {
    guard fsync(number) == 0 else { throw SystemError("fsync") }
  }
}

extension InboxWatcher {
  /// Sleeps; a signal may end it early, which the timer forgives.
  static func pause(_ seconds: Double) { _ = usleep(UInt32(max(0, min(seconds, 10)) * 1_000_000)) }
}
