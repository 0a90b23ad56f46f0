import Glibc

/// Room on the file system of a path. Unsafe in that the call fills a structure by pointer: it is a local of the right type
/// that outlives the call, and the path is passed as a C string for the time of the call.
public struct DiskSpace: Sendable {
  /// Below this the next recording may not fit: two hours of 48 kHz stereo in 16 bit have 1.4 GB, in one file.
  public static let minimumFreeBytes = 1_000_000_000

  /// Bytes free for an unprivileged user.
  public let free: Int
  /// Bytes in all.
  public let size: Int
  /// Share of index nodes that is free; 1 where the file system counts none.
  public let freeNodes: Double

  /// Nil where the path is gone; that is a problem of its own.
  public init?(at path: String) {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else { return nil }
    free = Int(status.f_bavail) * Int(status.f_frsize)
    size = Int(status.f_blocks) * Int(status.f_frsize)
    freeNodes = status.f_files == 0 ? 1 : Double(status.f_favail) / Double(status.f_files)
  }
}
