import Glibc
import Interview
import Synchronization

/// Where files are in the making: a folder of the same file system as their place, so that what a dead instance left is
/// found without a search.
struct TemporaryFiles: Sendable {
  let folder: Folder
  let instance: String
  private static let count = Atomic<Int>(0)

  /// A name that no two threads, processes or instances share.
  func name() -> OpaqueName {
    OpaqueName("\(instance).\(getpid()).\(Self.count.add(1, ordering: .relaxed).newValue)")
  }

  /// Makes a file of an own name, puts it where it belongs in `body`, and leaves nothing behind where that fails.
  ///
  /// - Parameter body: is given the file, empty, and its name in `folder`; moves it away at its end.
  func draft(_ body: (borrowing Descriptor, OpaqueName) throws(SystemError) -> Void) throws(SystemError) {
    let name = name()
    do throws(SystemError) {
      let file = try folder.file(making: name, exclusively: false)
      try file.truncate()
      try body(file, name)
    } catch {
      // The draft is ours alone; what failed is told, and a second failure would say no more.
      do { try folder.remove(name) } catch {}
      throw error
    }
  }

  /// Removes what an instance that does not live any more was writing.
  func clear(of dead: OpaqueName) throws(SystemError) {
    for name in try folder.names() where name.bytes.starts(with: dead.bytes + [UInt8(ascii: ".")]) {
      // `a` must not clear what `a.b` writes: two numbers follow the instance's name.
      guard name.bytes.dropFirst(dead.bytes.count + 1).allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }) else { continue }
      try folder.remove(name)
    }
  }
}

extension Folder {
  /// Opens `path` below this folder, step by step, making what is missing.
  func folder(making path: [OpaqueName], mode: UInt32 = 0o700) throws(SystemError) -> Folder {
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
  func write(_ bytes: [UInt8], as name: OpaqueName, by temporaryFiles: TemporaryFiles) throws(SystemError) {
    try temporaryFiles.draft { file, draft throws(SystemError) in
      try file.write(bytes)
      try file.sync()
      CrashPoint.reach(.draftWritten)
      try temporaryFiles.folder.replace(draft, in: self, as: name)
    }
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
  func carry(_ name: OpaqueName, to folder: Folder, as new: OpaqueName, by temporaryFiles: TemporaryFiles) throws(SystemError) {
    let source = try file(name)
    try source.sync()
    do {
      try move(name, to: folder, as: new)
    } catch {
      guard error.number == EXDEV else { throw error }
      try copy(source, to: folder, as: new, by: temporaryFiles)
      try folder.sync()
      CrashPoint.reach(.copied)
      try remove(name)
    }
    try folder.sync()
  }

  /// Whether two files hold the same bytes; false where one is not there. Linear, in bounded memory.
  func holds(_ name: OpaqueName, sameBytesAs other: OpaqueName, in folder: Folder) throws(SystemError) -> Bool {
    guard let mine = try stamp(name), let its = try folder.stamp(other), mine.kind == .file, its.kind == .file, mine.size == its.size else {
      return false
    }
    let left = try file(name)
    let right = try folder.file(other)
    while true {
      let block = try left.read(limit: 1 << 20)
      guard try block == right.read(limit: 1 << 20) else { return false }
      if block.isEmpty { return true }
    }
  }

  private func copy(
    _ source: borrowing Descriptor, to folder: Folder, as new: OpaqueName, by temporaryFiles: TemporaryFiles
  ) throws(SystemError) {
    guard try folder.stamp(new) == nil else { throw SystemError("copy", number: EEXIST) }
    try temporaryFiles.draft { target, draft throws(SystemError) in
      try source.copy(to: target)
      try target.sync()
      try temporaryFiles.folder.move(draft, to: folder, as: new)
    }
  }
}
