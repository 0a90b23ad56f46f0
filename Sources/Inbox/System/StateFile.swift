import Glibc
import Interview

/// A small file of the state directory that several instances may write; on the disk, its name too, when a call returns.
public struct StateFile: Sendable {
  /// Bytes; a list of a million hashes has 80 MB.
  private static let largest = 1 << 28

  public let path: String
  private let directory: String
  private let name: OpaqueName
  private let isInOwnFolder: Bool

  /// - Parameters:
  ///   - path: with a directory that exists.
  ///   - ownFolder: whether the last directory of the path is for the daemon alone: made where it is missing, narrowed where it is
  ///     too open, and not used where it belongs to somebody else.
  public init(path: String, ownFolder: Bool = false) {
    self.path = path
    isInOwnFolder = ownFolder
    let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    directory = end.map { path[...$0] }.map(String.init) ?? "."
    name = OpaqueName(String(path[(end.map { path.utf8.index(after: $0) } ?? path.startIndex)...]))
  }

  /// Nil where there is none.
  public func read() throws(Fault) -> [UInt8]? {
    try reported { () throws(SystemError) in
      let folder = try folder()
      return try folder.readOwn(name, limit: Self.largest, of: try Self.user(of: folder))
    }
  }

  /// Bytes; 0 where there is none.
  public func size() throws(Fault) -> Int {
    try reported { () throws(SystemError) in
      let folder = try folder()
      guard let stamp = try folder.stamp(name) else { return 0 }
      guard stamp.isOwn(of: try Self.user(of: folder)) else { throw .foreign }
      return stamp.size
    }
  }

  /// Puts `bytes` in its place as a whole: after a crash the file is the old one or the new one.
  public func replace(with bytes: [UInt8]) throws(Fault) {
    try reported { () throws(SystemError) in
      let folder = try folder()
      // One name for all: a crash leaves one draft, which the next call writes anew.
      let draft = OpaqueName(name.text + ".part")
      let file = try folder.file(making: draft, exclusively: false)
      try file.truncate()
      try file.write(bytes)
      try file.sync()
      do throws(SystemError) {
        try folder.replace(draft, in: folder, as: name)
      } catch {
        // Another instance was faster with what it has to say, which is as new.
        guard error.isMissing else { throw error }
      }
      try folder.sync()
    }
  }

  /// Adds `bytes` at the end in one piece, whatever other instances add.
  public func append(_ bytes: [UInt8]) throws(Fault) {
    try reported { () throws(SystemError) in
      let folder = try folder()
      let file = try folder.file(making: name, exclusively: false, appending: true)
      let stamp = try file.stamp()
      guard stamp.isOwn(of: try Self.user(of: folder)) else { throw .foreign }
      if stamp.mode != 0o600, stamp.owner == geteuid() { try file.setMode(0o600) }
      try file.write(bytes)
      try file.sync()
      try folder.sync()
    }
  }

  /// Whose the file may be besides root's: this process's user's; where root asks, the directory's owner's, as whom the daemon runs.
  private static func user(of folder: Folder) throws(SystemError) -> UInt32 {
    let own = geteuid()
    return own == 0 ? try folder.stamp().owner : own
  }

  private func folder() throws(SystemError) -> Folder {
    guard isInOwnFolder else { return try Folder.open(path: directory) }
    // It may not be there yet, so the one above it is found by the path's text.
    let whole = directory.dropLast()
    let end = whole.lastIndex(of: "/").map { whole.index(after: $0) } ?? whole.startIndex
    return try Folder.open(path: end == whole.startIndex ? "." : String(whole[..<end])).ownFolder(making: OpaqueName(String(whole[end...])))
  }

  private func reported<Result>(_ body: () throws(SystemError) -> Result) throws(Fault) -> Result {
    do { return try body() } catch { throw error.fault(about: path) }
  }
}
