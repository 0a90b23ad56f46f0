import Glibc
import Interview
import Synchronization

/// Names for files in the making, which no two threads or processes share.
enum Draft {
  static let prefix = ".draft."
  private static let count = Atomic<Int>(0)

  static func name() -> OpaqueName {
    OpaqueName("\(prefix)\(getpid()).\(count.add(1, ordering: .relaxed).newValue)")
  }
}

extension Folder {
  /// Opens `path` below this folder, step by step, making what is missing.
  func folder(making path: [OpaqueName], mode: UInt32 = 0o750) throws(SystemError) -> Folder {
    var folder = self
    for name in path { folder = try folder.folder(making: name, mode: mode) }
    return folder
  }

  /// Opens `path` below this folder; nil where it does not exist.
  func existing(_ path: [OpaqueName]) throws(SystemError) -> Folder? {
    var folder = self
    for name in path {
      do {
        folder = try folder.folder(name)
      } catch {
        if error.isMissing { return nil }
        throw error
      }
    }
    return folder
  }

  /// Puts a whole file under `name`, on the disk before it can be seen; replaces an older one.
  func write(_ bytes: [UInt8], as name: OpaqueName) throws(SystemError) {
    let draft = Draft.name()
    do {
      let file = try file(making: draft, exclusively: false)
      try file.truncate()
      try file.write(bytes)
      try file.sync()
    } catch {
      // The draft is ours alone; what failed is told, and a second failure would say no more.
      do { try remove(draft) } catch {}
      throw error
    }
    try replace(draft, in: self, as: name)
    try sync()
  }

  /// The file's bytes, at most `limit`; nil where there is none.
  func read(_ name: OpaqueName, limit: Int) throws(SystemError) -> [UInt8]? {
    do {
      let file = try file(name)
      return try file.read(limit: limit)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// Moves a file into another folder under a name that is free there: on the disk in the new place before it leaves the
  /// old one. Across file systems the bytes are copied.
  func carry(_ name: OpaqueName, to folder: Folder, as new: OpaqueName) throws(SystemError) {
    let source = try file(name)
    try source.sync()
    do {
      try move(name, to: folder, as: new)
    } catch {
      guard error.number == EXDEV else { throw error }
      try copy(source, to: folder, as: new)
      try remove(name)
    }
    try folder.sync()
  }

  private func copy(_ source: borrowing Descriptor, to folder: Folder, as new: OpaqueName) throws(SystemError) {
    guard try folder.stamp(new) == nil else { throw SystemError("copy", number: EEXIST) }
    let draft = Draft.name()
    do {
      let target = try folder.file(making: draft, exclusively: false)
      try target.truncate()
      while true {
        let block = try source.read(limit: 1 << 20)
        if block.isEmpty { break }
        try target.write(block)
      }
      try target.sync()
      try folder.move(draft, to: folder, as: new)
    } catch {
      do { try folder.remove(draft) } catch {}
      throw error
    }
  }
}
