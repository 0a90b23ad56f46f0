import Foundation
import Glibc
import Interview
import Testing

@testable import Inbox

@Suite struct `The inbox watcher` {
  /// The settle time is out of reach, so that only the kernel's event can have told that the file is complete.
  @Test func `a file that is closed or renamed into place is taken at once`() throws {
    let scratch = try ScratchInbox { ($0.settle, $0.transcriptWait) = (1e9, 0) }
    let inbox = try scratch.open()
    try FileManager.default.createDirectory(atPath: scratch.base.path + "/inbox/s1", withIntermediateDirectories: false)
    let watcher = InboxWatcher(inbox, tick: 0.05)
    var scans = 0
    var done: [String?] = []
    watcher.run {
      scans += 1
      do {
        if scans == 1 { try scratch.drop("s1/q1.wav") }
        let claimed = try inbox.drain().map(\.key?.id)
        done += claimed
        if claimed == ["s1__q1"] {
          _ = FileManager.default.createFile(atPath: scratch.base.path + "/inbox/s1/q2.wav", contents: Data("in place".utf8))
        }
      } catch {
        Issue.record(error)
        watcher.stop()
      }
      if done.count == 2 || scans == 100 { watcher.stop() }
    }
    #expect(done == ["s1__q1", "s1__q2"])
    #expect(watcher.mode == .events)
  }

  @Test func `events are read from the kernel's bytes, and a cut record ends the reading`() {
    let bytes: [UInt8] =
      [1, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0] + Array("q1.wav".utf8) + [0, 0]
      + [0xFF, 0xFF, 0xFF, 0xFF, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let events = WatchEvent.parse(bytes[...])
    #expect(events.map(\.name) == [OpaqueName("q1.wav"), OpaqueName("")])
    #expect(events.map(\.watch) == [1, -1])
    #expect(events[0].isClosed && !events[0].isOverflow)
    #expect(events[1].isOverflow)
    #expect(WatchEvent.parse(bytes.dropLast()).count == 1)
    #expect(WatchEvent.parse([]) == [])
  }

  @Test func `an overflow of events asks for a look at everything`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    let watch = try Watch()
    var list = WatchList(inbox: inbox)
    let isNew = list.follow(watch)
    let fault = list.addAll(watch)
    let isNewAgain = list.follow(watch)
    let isLost = list.take([WatchEvent(watch: -1, mask: UInt32(IN_Q_OVERFLOW), name: OpaqueName(""))], watch)
    #expect((isNew, isNewAgain, isLost) == (true, false, true))
    #expect(fault == nil)
  }

  @Test func `used-up watches are told with the setting to change`() {
    #expect(InboxWatcher.fault(SystemError("inotify_add_watch", number: ENOSPC)).code == .inboxWatchLimit)
    #expect(FaultCode.inboxWatchLimit.action.en.contains("fs.inotify.max_user_watches"))
  }

  @Test func `remote file systems are known by the mount table`() {
    let table = MountTable(
      mountinfo: """
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        40 22 0:35 / /srv/in\\040box rw - nfs4 server:/x rw,addr=10.0.0.1
        41 22 0:36 / /srv/local rw,relatime - fuse.sshfs a: rw
        42 41 8:2 / /srv/local/disk rw,relatime master:2 - xfs /dev/sdb rw
        nonsense
        """)
    #expect(table.mounts.count == 4)
    #expect(table.mount(of: "/srv/in box/s1")?.isRemote == true)
    #expect(table.mount(of: "/srv/in boxes")?.kind == "ext4")
    #expect(table.mount(of: "/srv/local")?.isRemote == true)
    #expect(table.mount(of: "/srv/local/disk/a")?.isRemote == false)
  }
}
