import Glibc
import Interview

/// One of the database server's own tools, as an administrator runs it.
///
/// Unsafe in that arguments go as C strings: they are made with `strdup`, live until the child was started, and are freed then.
enum ServerTool {
  /// Runs a tool from the path of this process, with its standard error, and waits for it.
  ///
  /// - Throws: `drill.tool-failed` where it cannot be started, or ends with anything but 0.
  static func run(_ name: String, _ arguments: [String]) throws(Fault) {
    let words: [UnsafeMutablePointer<CChar>?] = unsafe ([name] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var child: pid_t = 0
    let error = unsafe posix_spawnp(&child, name, nil, nil, words, environ)
    guard error == 0 else { throw Fault(.drillToolFailed, "\(name): errno \(error)") }
    var status: Int32 = 0
    var ended = unsafe waitpid(child, &status, 0)
    while ended < 0, errno == EINTR { ended = unsafe waitpid(child, &status, 0) }
    guard status == 0 else {
      let word: UInt32 = UInt32(bitPattern: status)
      // What it ended with, or the signal that ended it (wait(2)).
      let (code, signal): (UInt32, UInt32) = (word >> 8 & 0xFF, word & 0x7F)
      throw Fault(.drillToolFailed, signal == 0 ? "\(name): exit code \(code)" : "\(name): signal \(signal)")
    }
  }
}

/// What the kernel tells of itself and of a directory. Unsafe in that a call fills a structure by pointer, a local of the
/// right type that outlives the call, and in that a path is passed as a C string for the time of the call.
enum Kernel {
  /// How many files this process may have open.
  static func openFilesLimit() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
    return Int(clamping: limit.rlim_cur)
  }

  /// Whether this process may read, write and enter the directory.
  static func mayUse(_ path: String) -> Bool { unsafe access(path, R_OK | W_OK | X_OK) == 0 }
}
