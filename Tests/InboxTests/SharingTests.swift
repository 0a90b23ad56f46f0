import Foundation
import Inbox
import Interview
import Testing

@Suite struct `Sharing and order` {
  @Test func `a second daemon of the same name is refused and told the process`() throws {
    let scratch = try ScratchInbox()
    let first = try scratch.open()
    var thrown: Fault?
    do { _ = try scratch.open() } catch let fault as Fault { thrown = fault }
    #expect(thrown?.code == .inboxRunning)
    #expect(thrown?.detail.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
    #expect(first.takeNotices() == [])
  }

  @Test func `two daemons on one inbox work on each file once`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let daemons = [try scratch.open(instance: "a"), try scratch.open(instance: "b")]
    for index in 0..<40 { try scratch.drop("s\(index % 7)/q\(index).wav") }
    for daemon in daemons { scratch.settle(daemon) }
    var done: [AnswerKey?] = []
    var counts = [0, 0]
    var isActive = true
    while isActive {
      isActive = false
      for (index, daemon) in daemons.enumerated() {
        if let claim = try daemon.claimNext() {
          done.append(claim.submission.key)
          counts[index] += 1
          isActive = true
          try daemon.finish(claim, as: .recorded())
        }
      }
    }
    #expect(done.count == 40)
    #expect(Set(done).count == 40)
    #expect(counts.allSatisfy { $0 > 0 })
    #expect(try scratch.files("state").count == 40)
  }

  @Test func `the work of a dead daemon is taken over by the living one, of a living one it is not`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let survivor = try scratch.open(instance: "b")
    do {
      let victim = try scratch.open(instance: "a")
      try scratch.drop("s1/q1.wav")
      scratch.settle(victim)
      _ = try victim.claimed()
      #expect(try survivor.recover() == 0)
      #expect(victim.queueSnapshot().working.map(\.id) == ["s1__q1"])
    }
    #expect(try survivor.recover() == 1)
    scratch.settle(survivor)
    #expect(try survivor.drain().map(\.key) == [key("s1", "q1")])
  }

  @Test func `sessions take turns, the oldest of each first`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    for index in 1...4 { try scratch.drop("big/q\(index).wav") }
    inbox.scan()
    scratch.clock.advance(1)
    for name in ["x/q1.wav", "y__q1.wav"] { try scratch.drop(name) }
    scratch.settle(inbox)
    #expect(try inbox.drain().compactMap(\.key?.id) == ["big__q1", "x__q1", "y__q1", "big__q2", "big__q3", "big__q4"])
  }

  @Test func `roots take turns and carry their tags`() throws {
    let scratch = try ScratchInbox { configuration in
      configuration.transcriptWait = 0
      configuration.roots.append(InboxRoot(path: configuration.stateDirectory + "/../other", site: "south"))
    }
    try FileManager.default.createDirectory(atPath: scratch.base.path + "/other/t1", withIntermediateDirectories: true)
    let inbox = try scratch.open()
    for index in 1...3 { try scratch.drop("s1/q\(index).wav") }
    try Data("x".utf8).write(to: scratch.base.appendingPathComponent("other/t1/q1.wav"))
    scratch.settle(inbox)
    #expect(try inbox.drain().map(\.root.site) == ["north", "south", "north", "north"])
  }

  @Test func `past recordings wait for those of today, and one in eight is theirs all the same`() throws {
    let scratch = try ScratchInbox { configuration in
      configuration.transcriptWait = 0
      configuration.roots.insert(InboxRoot(path: configuration.stateDirectory + "/../old", site: "past", isBackfill: true), at: 0)
    }
    try FileManager.default.createDirectory(atPath: scratch.base.path + "/old/p1", withIntermediateDirectories: true)
    let inbox = try scratch.open()
    for index in 1...10 { try scratch.drop("s\(index % 3)/q\(index).wav") }
    for index in 1...3 { try Data("x".utf8).write(to: scratch.base.appendingPathComponent("old/p1/q\(index).wav")) }
    scratch.settle(inbox)
    let sites = try inbox.drain().map { $0.root.site == "past" }
    #expect(sites == [Bool](repeating: false, count: 7) + [true] + [false, false, false] + [true, true])
  }

  @Test func `what another daemon filed is known: its late transcript is taken, by either`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let one = try scratch.open(instance: "a")
    let other = try scratch.open(instance: "b")
    // Either looks into the archive before the recording is there, and so remembers it empty.
    try scratch.drop("s1/q9.json", "{}")
    for daemon in [one, other] { scratch.settle(daemon, seconds: 11) }
    try scratch.drop("s1/q1.wav")
    scratch.settle(one)
    #expect(try one.drain().map(\.key) == [key("s1", "q1")])
    try scratch.drop("s1/q1.json", "{}")
    scratch.settle(other)
    #expect(try other.drain().map(\.kind) == [.lateTranscript(key("s1", "q1"))])
  }

  @Test func `a scan takes over what a daemon held that died while this one lived`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let survivor = try scratch.open(instance: "b")
    do {
      let victim = try scratch.open(instance: "a")
      try scratch.drop("s1/q1.wav")
      scratch.settle(victim)
      _ = try victim.claimed()
    }
    scratch.settle(survivor, seconds: 10)
    scratch.settle(survivor)
    #expect(try survivor.drain().map(\.key) == [key("s1", "q1")])
  }

  @Test func `an inbox that goes away is unhealthy, and nothing is cleared; it comes back`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    scratch.settle(inbox)
    let path = scratch.base.path
    try FileManager.default.moveItem(atPath: path + "/inbox", toPath: path + "/away")
    inbox.scan()
    #expect(inbox.queueSnapshot().roots.map(\.fault?.code) == [.inboxVanished])
    #expect(try inbox.claimNext() == nil)
    // What lies under a mount point is an empty directory.
    try FileManager.default.createDirectory(atPath: path + "/inbox", withIntermediateDirectories: false)
    inbox.scan()
    #expect(inbox.queueSnapshot().roots.map(\.fault?.code) == [.inboxUnmounted])
    #expect(try scratch.files("inbox") == [])
    try FileManager.default.removeItem(atPath: path + "/inbox")
    try FileManager.default.moveItem(atPath: path + "/away", toPath: path + "/inbox")
    scratch.settle(inbox)
    #expect(inbox.queueSnapshot().roots.map(\.fault) == [nil])
    #expect(try inbox.drain().count == 1)
  }

  @Test func `ten thousand files dropped while down are each worked on once`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    for session in 0..<100 {
      try scratch.drop("s\(session)/q0.wav")
      for index in 1..<100 {
        _ = FileManager.default.createFile(atPath: scratch.base.path + "/inbox/s\(session)/q\(index).wav", contents: Data("x".utf8))
      }
    }
    let inbox = try scratch.open()
    scratch.settle(inbox)
    #expect(inbox.queueSnapshot().ready == 10_000)
    var keys: Set<AnswerKey> = []
    while let claim = try inbox.claimNext() {
      if let key = claim.submission.key { keys.insert(key) }
    }
    #expect(keys.count == 10_000)
  }

  @Test func `the delete policy leaves neither recording nor transcript, but the manifest`() throws {
    let scratch = try ScratchInbox { $0.filing = .delete }
    let inbox = try scratch.open()
    for name in ["q1.wav", "q1.json", "session.yaml"] { try scratch.drop("s1/" + name) }
    for _ in 0..<2 {
      scratch.settle(inbox)
      _ = try inbox.drain()
    }
    #expect(try scratch.files("inbox") == [])
    #expect(try scratch.files("state") == ["archive/s1/session.yaml"])
  }
}
