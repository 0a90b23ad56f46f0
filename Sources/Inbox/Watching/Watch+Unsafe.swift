import Glibc
import Interview

// Unsafe only in that a path, a `pollfd` and a buffer go to the kernel by pointer. Invariant: each lives through its call
// and is as long as the count passed with it; the kernel keeps no pointer.

/// An inotify queue (inotify(7)).
final class Watch: Sendable {
  private let queue: Descriptor

  init() throws(SystemError) {
    let number = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard number >= 0 else { throw SystemError("inotify_init1") }
    queue = Descriptor(number)
  }

  /// Watches an open folder, whatever its path is by now, and gives the watch's number.
  func add(_ folder: Folder) throws(SystemError) -> Int32 {
    // Deletions count, departures by rename do not: those are our own claims.
    let mask = IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF
    let number = unsafe inotify_add_watch(queue.number, "/proc/self/fd/\(folder.number)", UInt32(mask))
    guard number >= 0 else { throw SystemError("inotify_add_watch") }
    return number
  }

  func remove(_ number: Int32) { _ = inotify_rm_watch(queue.number, number) }

  /// Waits for events at most so long; false when none came.
  func wait(seconds: Double) -> Bool {
    var request = pollfd(fd: queue.number, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, Int32(max(0, min(seconds, 3600)) * 1000)) > 0
  }

  /// Everything that is queued, at most 64 KiB of it.
  func read() throws(SystemError) -> [WatchEvent] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(queue.number, $0.baseAddress, $0.count) }
    if count < 0 {
      if errno == EAGAIN || errno == EINTR { return [] }
      throw SystemError("read")
    }
    return WatchEvent.parse(buffer[..<count])
  }
}
