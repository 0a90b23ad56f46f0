import FoundationEssentials
import Recordings

/// The directory of one run of a program that is not trusted: it may hold directories that are closed to their owner, or nested
/// deeper than a path is long.
package enum ScratchFolder {
  /// Bytes of all files in it; nil where something keeps them from being counted, which no honest program does. What goes away
  /// meanwhile counts nothing.
  /// - Complexity: linear in what it holds.
  static func size(of path: String) -> Int64? {
    let files = FileManager.default
    do {
      let attributes = try files.attributesOfItem(atPath: path)
      guard attributes[.type] as? FileAttributeType == .typeDirectory else { return FileAccess.size(of: path) }
      var total: Int64 = 0
      for name in try files.contentsOfDirectory(atPath: path) {
        guard let size = size(of: path + "/" + name) else { return nil }
        total += size
      }
      return total
    } catch {
      return (error as? CocoaError)?.code == .fileReadNoSuchFile ? 0 : nil
    }
  }

  /// Removes it with all that is in it, once nothing that runs can change it any more.
  /// - Throws: what the system says of the part that stays.
  package static func remove(_ path: String) throws {
    let files = FileManager.default
    do { return try files.removeItem(atPath: path) } catch {}
    // Directories are opened and moved up to the first level, one after another, so that no path grows long.
    try open(path)
    while let name = try files.contentsOfDirectory(atPath: path).first(where: { isDirectory(path + "/" + $0) }) {
      let outer = path + "/" + name
      try open(outer)
      for name in try files.contentsOfDirectory(atPath: outer) where isDirectory(outer + "/" + name) {
        // A directory's own permissions keep it from being moved.
        try open(outer + "/" + name)
        try files.moveItem(atPath: outer + "/" + name, toPath: path + "/" + UUID().uuidString)
      }
      try files.removeItem(atPath: outer)
    }
    try files.removeItem(atPath: path)
  }

  /// A link to a directory is none.
  private static func isDirectory(_ path: String) -> Bool {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType == .typeDirectory
  }

  private static func open(_ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
  }
}
