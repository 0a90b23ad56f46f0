import Glibc

/// What the kernel tells of itself and of a directory. Unsafe in that the calls fill structures by pointer; each is a
/// local of the right type that outlives the call, and the path is passed as a C string for the time of the call.
enum Kernel {
  /// Free bytes for an unprivileged user, and the share of index nodes that is free (1 where the file system counts none).
  static func space(at path: String) -> (freeBytes: Int, freeNodes: Double)? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return nil }
    let nodes = status.f_files == 0 ? 1 : Double(status.f_favail) / Double(status.f_files)
    return (Int(status.f_bavail) * Int(status.f_frsize), nodes)
  }

  /// How many files this process may have open.
  static func openFilesLimit() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
    return Int(clamping: limit.rlim_cur)
  }

  /// Whether this process may read, write and enter the directory.
  static func mayUse(_ path: String) -> Bool { unsafe access(path, R_OK | W_OK | X_OK) == 0 }

}
