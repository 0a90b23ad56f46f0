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
  let stalls: Folder
  /// `.intone/instances`.
  let instances: Folder
  /// `.intone/tries`.
  let tries: Folder
  /// `.intone/drafts`.
  let drafts: Drafts
  let identity: FileStamp
  private let lock: InstanceLock

  private init(
    folder: Folder, working: Folder, stalls: Folder, instances: Folder, tries: Folder, drafts: Drafts, identity: FileStamp,
    lock: InstanceLock
  ) {
    self.folder = folder
    self.working = working
    self.stalls = stalls
    self.instances = instances
    self.tries = tries
    self.drafts = drafts
    self.identity = identity
    self.lock = lock
  }

  /// Opens a root. `mustBeKnown` says that it was open before: then a directory without `.intone` is not the inbox but
  /// what lies under its mount point.
  static func open(_ root: InboxRoot, instance: String, mustBeKnown: Bool) throws(Fault) -> OpenRoot {
    let name = OpaqueName(instance)
    let attempt: InstanceLock.Attempt
    let parts: (folder: Folder, stalls: Folder, instances: Folder, tries: Folder, drafts: Folder, working: Folder, identity: FileStamp)
    do throws(SystemError) {
      let folder = try Folder.open(path: root.path)
      if mustBeKnown, try folder.stamp(Places.own) == nil { throw SystemError("open", number: ENODEV) }
      let own = try folder.folder(making: Places.own)
      let stalls = try own.folder(making: Places.working)
      let instances = try own.folder(making: Places.instances)
      attempt = try InstanceLock.take(name, in: instances)
      parts = (
        folder, stalls, instances, try own.folder(making: Places.tries), try own.folder(making: Places.drafts),
        try stalls.folder(making: name), try folder.stamp()
      )
    } catch {
      throw error.number == ENODEV ? Fault(.inboxUnmounted, root.path) : error.fault(about: root.path)
    }
    switch attempt {
    case .busy(let pid):
      throw Fault(.inboxRunning, "\(root.path), instance \(instance)" + (pid.map { ", process \($0)" } ?? ""))
    case .taken(let lock):
      return OpenRoot(
        folder: parts.folder, working: parts.working, stalls: parts.stalls, instances: parts.instances, tries: parts.tries,
        drafts: Drafts(folder: parts.drafts, instance: instance), identity: parts.identity, lock: lock)
    }
  }

  /// Whether the path still leads here.
  func isStill(at path: String) -> Bool {
    guard let now = try? Folder.open(path: path).stamp() else { return false }
    return now.inode == identity.inode && now.device == identity.device
  }
}
