import Glibc

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
