import FoundationEssentials
import Interview

/// Which watch belongs to which folder of which root. Inotify knows no recursion: each session's folder is watched.
struct WatchList {
  struct Watched: Equatable {
    let root: Int
    /// Nil for the root itself.
    let session: OpaqueName?
  }

  let inbox: Inbox
  private var watched: [Int32: Watched] = [:]
  private var known: [Int: [OpaqueName: Int32]] = [:]
  /// The opening of each root that its watches belong to.
  private var openings: [Int: ObjectIdentifier] = [:]

  init(inbox: Inbox) { self.inbox = inbox }

  /// Lets go the watches of roots that were opened anew; true when there were any.
  mutating func follow(_ watch: Watch) -> Bool {
    var isNew = false
    for (root, open) in inbox.openRoots().enumerated() where openings[root] != open.map(ObjectIdentifier.init) {
      isNew = true
      openings[root] = open.map(ObjectIdentifier.init)
      for (number, item) in watched where item.root == root {
        watch.remove(number)
        watched[number] = nil
      }
      known[root] = nil
    }
    return isNew
  }

  /// Watches every root and every session that is not watched yet; the reason why events do not reach everything, with the
  /// root where it is of one, or nil.
  mutating func addAll(_ watch: Watch) -> (fault: Fault, root: String?)? {
    var reason: (fault: Fault, root: String?)?
    for (root, open) in inbox.openRoots().enumerated() {
      guard let open else { continue }
      let path = inbox.configuration.roots[root].path
      if let fault = Self.remoteMount(path) {
        reason = (fault, path)
        continue
      }
      do {
        if known[root] == nil {
          watched[try watch.add(open.folder)] = Watched(root: root, session: nil)
          known[root] = [:]
        }
        for name in try open.folder.names() where known[root]?[name] == nil && !inbox.ignored.contains(name) {
          if let fault = try add(name, root: root, open: open, watch) { return (fault, nil) }
        }
      } catch {
        return (InboxWatcher.fault(error), nil)
      }
    }
    return reason
  }

  /// Watches one session's folder; what is none is passed over.
  private mutating func add(_ name: OpaqueName, root: Int, open: OpenRoot, _ watch: Watch) throws(SystemError) -> Fault? {
    guard try open.folder.stamp(name)?.kind == .folder, let folder = try open.folder.existing([name]) else { return nil }
    do throws(SystemError) {
      let number = try watch.add(folder)
      watched[number] = Watched(root: root, session: name)
      known[root]?[name] = number
      return nil
    } catch {
      return InboxWatcher.fault(error)
    }
  }

  /// Tells the inbox which names changed; true when events were lost and everything must be looked at.
  mutating func take(_ events: [WatchEvent], _ watch: Watch) -> Bool {
    var isLost = false
    for event in events {
      if event.isOverflow { isLost = true }
      guard let item = watched[event.watch] else { continue }
      if event.isDeparture {
        if !event.isDropped { watch.remove(event.watch) }
        watched[event.watch] = nil
        if let session = item.session { known[item.root]?[session] = nil } else { known[item.root] = nil }
        isLost = true
        continue
      }
      guard !event.name.bytes.isEmpty, !inbox.ignored.contains(event.name) else { continue }
      if item.session == nil, event.isFolder, !event.isDeletion, let open = inbox.openRoots()[item.root] {
        // A folder that cannot be watched now is found by the look at everything, which then says why.
        let fault = try? add(event.name, root: item.root, open: open, watch)
        if fault != nil { isLost = true }
      }
      inbox.markDirty(root: item.root, session: item.session, name: event.name, isClosed: event.isClosed && !event.isFolder)
    }
    return isLost
  }

  /// Inotify does not see what other machines do.
  private static func remoteMount(_ path: String) -> Fault? {
    guard let data = FileManager.default.contents(atPath: "/proc/self/mountinfo") else { return nil }
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let mount = MountTable(mountinfo: String(decoding: data, as: UTF8.self)).mount(of: resolved)
    return mount.flatMap { $0.isRemote ? Fault(.inboxNetworkMount, "\(path), \($0.kind)") : nil }
  }
}
