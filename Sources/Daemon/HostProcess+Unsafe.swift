import Glibc
import Inbox
import Interview

/// How many files the process may have open. The libraries under the daemon end the process when they cannot open one, so
/// a limit that is too low is refused at the start, in words.
enum OpenFiles {
  /// Event loops, threads' queues, the store's connections, watches and some dozens of clients; measured: 40 at rest.
  static let minimumDescriptors = 256

  /// Raises the limit as far as the process may.
  ///
  /// Unsafe only in that the kernel reads and writes one `rlimit` by pointer during each call.
  /// - Returns: the limit that holds.
  /// - Throws: `inbox.too-many-files` where that is not enough.
  static func prepare() throws(Fault) -> Int {
    var limit = rlimit()
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard unsafe getrlimit(kind, &limit) == 0 else { return minimumDescriptors }
    if limit.rlim_cur < limit.rlim_max {
      // More than this nobody needs, and some tools take time for each possible descriptor.
      limit.rlim_cur = min(limit.rlim_max, 65_536)
      _ = unsafe setrlimit(kind, &limit)
      _ = unsafe getrlimit(kind, &limit)
    }
    guard limit.rlim_cur >= minimumDescriptors else { throw Fault(.inboxTooManyFiles, "\(limit.rlim_cur), needed: \(minimumDescriptors)") }
    return Int(clamping: limit.rlim_cur)
  }
}

/// The system's database of groups.
public enum SystemGroups {
  /// The process's group where it has members: those who connect and deliver. A user's own group has none.
  ///
  /// Unsafe: `getgrgid_r` fills the structure and the buffer it is given with its length; of them the first member's pointer is read.
  static func ofMembers() -> UInt32? {
    var buffer = [CChar](repeating: 0, count: 1 << 16)
    var entry = unsafe group()
    var found: UnsafeMutablePointer<group>? = nil
    guard unsafe getgrgid_r(getegid(), &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil,
      let members = unsafe entry.gr_mem, unsafe members.pointee != nil
    else { return nil }
    return getegid()
  }

  /// Whether there is a group of this name.
  ///
  /// Unsafe: `getgrnam_r` fills the structure and the buffer it is given with its length; nothing of them is read.
  public static func exists(_ name: String) -> Bool {
    var buffer = [CChar](repeating: 0, count: 1 << 16)
    var entry = unsafe group()
    var found: UnsafeMutablePointer<group>? = nil
    return unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0 && found != nil
  }
}
