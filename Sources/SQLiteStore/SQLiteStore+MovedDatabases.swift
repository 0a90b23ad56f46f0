import FoundationEssentials
import Interview
import Store

extension SQLiteStore {
  /// What a database is called that was moved aside: because a backup took its place, or because it was damaged.
  public enum MoveReason: String, Sendable, CaseIterable {
    case replaced
    case damaged

    /// - Parameter stamp: when, so that two are told apart.
    public func suffix(_ stamp: String) -> String { "\(rawValue)-\(stamp)" }
  }

  /// The files of one database.
  private static let endings = ["", "-wal", "-shm"]

  /// The databases that were moved aside from `path`, in the order of their names. Reads the directory.
  public static func movedDatabases(of path: String) throws(Fault) -> [MovedDatabase] {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    let base = url.lastPathComponent
    return try guarded(path) {
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { name in
        MoveReason.allCases.contains { name.hasPrefix("\(base).\($0.rawValue)-") } && !endings.dropFirst().contains { name.hasSuffix($0) }
      }.map { name in
        let moved = folder + "/" + name
        let changed = try FileManager.default.attributesOfItem(atPath: moved)[.modificationDate] as? Date
        return MovedDatabase(path: moved, movedAt: (changed ?? Date()).timeIntervalSince1970) { () throws(Fault) in
          let store = try SQLiteStore(path: moved)
          try store.checkAfterSuddenEnd()
          return store
        } remove: { () throws(Fault) in
          try guarded(moved) {
            // The database last: by its name what a crash leaves is found again.
            for ending in endings.reversed() where FileManager.default.fileExists(atPath: moved + ending) {
              try FileManager.default.removeItem(atPath: moved + ending)
            }
          }
        }
      }
    }
  }
}

extension SQLiteStore {
  /// Gives a damaged or replaced database another name, with its log, in the same directory.
  ///
  /// - Returns: the name it has now.
  public static func moveAside(_ path: String, as reason: MoveReason, at stamp: String) throws(Fault) -> String {
    let target = path + "." + reason.suffix(stamp)
    return try guarded(path) {
      for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
        try FileManager.default.moveItem(atPath: path + ending, toPath: target + ending)
      }
      return target
    }
  }
}
