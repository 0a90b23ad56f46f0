import Glibc
import Interview

/// An instance's lock file in one root, held as long as this lives.
final class InstanceLock: Sendable {
  private let file: Descriptor

  private init(_ file: consuming Descriptor) { self.file = file }

  enum Attempt: Sendable {
    case taken(InstanceLock)
    /// The process that holds it; nil where it has not written its number yet.
    case busy(pid: String?)
  }

  static func take(_ instance: OpaqueName, in instances: Folder) throws(SystemError) -> Attempt {
    let file = try instances.file(making: OpaqueName(bytes: instance.bytes + Array(".lock".utf8)), exclusively: false)
    // Who could open it could hold it.
    if try file.stamp().mode != 0o600 { try file.setMode(0o600) }
    guard try file.lock() else {
      let text = String(decoding: try file.read(limit: 20), as: UTF8.self).filter(\.isNumber)
      return .busy(pid: text.isEmpty ? nil : text)
    }
    try file.truncate()
    try file.write(Array("\(getpid())\n".utf8))
    return .taken(InstanceLock(file))
  }
}

/// One inbox root while it can be reached: its folders and this instance's lock.
final class OpenRoot: Sendable {
  let folder: Folder
  /// `.intone/working/<instance>`.
  let working: Folder
  /// `.intone/working`, with a folder for each instance.
  let claimDirectories: Folder
  /// `.intone/instances`.
  let instances: Folder
  /// `.intone/tries`.
  let tries: Folder
  /// `.intone/temporaryFiles`.
  let temporaryFiles: TemporaryFiles
  let identity: FileStamp
  /// That of `.intone`.
  private let own: FileStamp
  private let lock: InstanceLock

  private init(
    folder: Folder, working: Folder, claimDirectories: Folder, instances: Folder, tries: Folder, temporaryFiles: TemporaryFiles,
    identity: FileStamp,
    own: FileStamp, lock: InstanceLock
  ) {
    self.folder = folder
    self.working = working
    self.claimDirectories = claimDirectories
    self.instances = instances
    self.tries = tries
    self.temporaryFiles = temporaryFiles
    self.identity = identity
    self.own = own
    self.lock = lock
  }

  /// Opens a root. `mustBeKnown` says that it was open before: then a directory without `.intone` is not the inbox but
  /// what lies under its mount point.
  static func open(_ root: InboxRoot, instance: String, mustBeKnown: Bool) throws(Fault) -> OpenRoot {
    let name = OpaqueName(instance)
    let attempt: InstanceLock.Attempt
    let parts:
      (
        folder: Folder, claimDirectories: Folder, instances: Folder, tries: Folder, temporaryFiles: Folder, working: Folder,
        identity: FileStamp,
        own: FileStamp
      )
    do throws(SystemError) {
      let folder = try Folder.open(path: root.path)
      if mustBeKnown, try folder.stamp(DirectoryLayout.own) == nil { throw SystemError("open", number: ENODEV) }
      let own = try folder.ownFolder(making: DirectoryLayout.own)
      let claimDirectories = try own.ownFolder(making: DirectoryLayout.working)
      let instances = try own.ownFolder(making: DirectoryLayout.instances)
      attempt = try InstanceLock.take(name, in: instances)
      parts = (
        folder, claimDirectories, instances, try own.ownFolder(making: DirectoryLayout.tries),
        try own.ownFolder(making: DirectoryLayout.temporaryFiles),
        try claimDirectories.ownFolder(making: name), try folder.stamp(), try own.stamp()
      )
    } catch {
      if error.number == ENODEV { throw Fault(.inboxUnmounted, root.path) }
      throw error.fault(about: error.isForeign ? root.path + "/.intone" : root.path)
    }
    switch attempt {
    case .busy(let pid):
      throw Fault(.inboxRunning, "\(root.path), instance \(instance)" + (pid.map { ", process \($0)" } ?? ""))
    case .taken(let lock):
      return OpenRoot(
        folder: parts.folder, working: parts.working, claimDirectories: parts.claimDirectories, instances: parts.instances,
        tries: parts.tries,
        temporaryFiles: TemporaryFiles(folder: parts.temporaryFiles, instance: instance), identity: parts.identity, own: parts.own,
        lock: lock)
    }
  }

  /// Whether the path still leads here, and what lies there as `.intone` is what was opened.
  func isStill(at path: String) -> Bool {
    guard let folder = try? Folder.open(path: path), let now = try? folder.stamp(), let inner = try? folder.stamp(DirectoryLayout.own)
    else {
      return false
    }
    return now.isSame(as: identity) && inner.isSame(as: own)
  }

  /// Where what this instance has in work is read: by the open folder's descriptor, so that what is read is what was claimed,
  /// whatever is done to the path. Where the kernel shows no descriptors, by the path.
  func workingPath(_ root: String, _ instance: String) -> String {
    let byDescriptor = "/proc/self/fd/\(working.number)"
    if let seen = try? Folder.open(path: byDescriptor).stamp(), let own = try? working.stamp(), seen.isSame(as: own) { return byDescriptor }
    return Self.workingPath(root, instance)
  }

  /// The same as people know it.
  static func workingPath(_ root: String, _ instance: String) -> String { root + "/.intone/working/" + instance }
}
