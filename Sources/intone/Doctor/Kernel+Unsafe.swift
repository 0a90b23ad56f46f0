import Glibc

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
