/// The mounted file systems, as Linux tells them in `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
public struct MountTable: Sendable, Equatable {
  public struct Mount: Sendable, Equatable {
    public let point: String
    /// The file system's name, for example `ext4`, `nfs4`, `fuse.sshfs`.
    public let kind: String

    /// Whether other machines change it too: locks are unsure there, shared memory and change events do not work.
    public var isRemote: Bool {
      let remote: Set = [
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2",
        "orangefs", "smb2", "smb3", "smbfs", "virtiofs",
      ]
      if remote.contains(kind) { return true }
      guard kind.hasPrefix("fuse.") else { return false }
      let driver = kind.dropFirst(5)
      return ["sshfs", "s3fs", "rclone", "davfs", "glusterfs", "ceph", "gcsfuse", "smb", "nfs", "goofys", "juicefs"].contains {
        driver.hasPrefix($0)
      }
    }
  }

  public let mounts: [Mount]

  /// Reads the text of `mountinfo`; lines that are not as documented are passed over. Linear.
  public init(mountinfo: String) {
    mounts = mountinfo.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard let dash = fields.firstIndex(of: "-"), dash >= 6, dash + 1 < fields.count else { return nil }
      return Mount(point: Self.unescaped(fields[4]), kind: String(fields[dash + 1]))
    }
  }

  /// The mount that an absolute path without links lies on: the deepest one above it, the last one mounted there.
  public func mount(of path: String) -> Mount? {
    var best: Mount?
    for mount in mounts {
      let base = mount.point == "/" ? "/" : mount.point + "/"
      guard path == mount.point || path.hasPrefix(base) else { continue }
      if mount.point.utf8.count >= best?.point.utf8.count ?? 0 { best = mount }
    }
    return best
  }

  /// Space, tab, line feed and backslash stand as a backslash and three octal digits.
  private static func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.count >= 3, let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8) {
        bytes.append(value)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
