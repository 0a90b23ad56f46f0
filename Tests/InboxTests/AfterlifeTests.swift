import Foundation
import Inbox
import Interview
import Testing

// What `make torture` found, each as it can be had without a kill.
@Suite struct `After a sudden end` {
  @Test func `files in the making are cleared by the next life, those of a living neighbour are not`() throws {
    let scratch = try ScratchInbox()
    _ = try scratch.open()
    for location in ["inbox/.intone/drafts", "state/archive/.drafts", "state/quarantine/.drafts", "state/held/.drafts"] {
      for name in ["main.77.1", "main.north.77.1"] {
        try FileManager.default.createDirectory(atPath: scratch.base.path + "/" + location, withIntermediateDirectories: true)
        try Data("half".utf8).write(to: scratch.base.appendingPathComponent(location + "/" + name))
      }
    }
    let inbox = try scratch.open()
    #expect(try scratch.files("inbox") == [".intone/drafts/main.north.77.1"])
    #expect(try scratch.files("state").allSatisfy { $0.hasSuffix("main.north.77.1") })
    #expect(try inbox.archivedSessions() == [], "the place for drafts is no session")
    #expect(try inbox.quarantineItems() == [])
  }

  @Test func `bytes that are in the archive already are not kept twice`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    for _ in 0..<2 {
      try scratch.drop("s1/q1.wav", "same")
      scratch.settle(inbox)
      #expect(try inbox.drain().count == 1)
    }
    #expect(try scratch.files("state") == ["archive/s1/q1.wav"])
  }

  @Test func `a reason without its file is used again, and counts for nothing`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "one")
    scratch.settle(inbox)
    _ = try inbox.drain(as: .quarantined(Fault(.inboxTooLarge)))
    try FileManager.default.removeItem(atPath: scratch.base.path + "/state/quarantine/s1/q1.wav")
    #expect(try inbox.quarantineCount(.quarantine) == 0)
    try scratch.drop("s1/q1.wav", "two")
    scratch.settle(inbox)
    _ = try inbox.drain(as: .quarantined(Fault(.inboxEmptyFile)))
    #expect(try scratch.files("state") == ["quarantine/s1/q1.wav", "quarantine/s1/q1.wav.reason.json"])
    #expect(try inbox.quarantineItems().map(\.code) == ["inbox.empty-file"])
  }

  @Test func `a root that cannot be reached at the start is recovered when it comes`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    do {
      let inbox = try scratch.open()
      try scratch.drop("s1/q1.wav")
      scratch.settle(inbox)
      _ = try inbox.claimed()
    }
    let path = scratch.base.path
    try FileManager.default.moveItem(atPath: path + "/inbox", toPath: path + "/away")
    let inbox = try scratch.open()
    inbox.scan()
    #expect(inbox.queueSnapshot().roots.map(\.fault?.code) == [.inboxVanished])
    try FileManager.default.moveItem(atPath: path + "/away", toPath: path + "/inbox")
    scratch.settle(inbox)
    scratch.settle(inbox)
    #expect(try inbox.drain().map(\.tries) == [1])
  }

  @Test func `a recording sent again without its transcript is read with the one in the archive`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "first")
    try scratch.drop("s1/q1.json", "{}")
    scratch.settle(inbox)
    _ = try inbox.drain()
    try scratch.drop("s1/q1.wav", "second")
    scratch.settle(inbox)
    #expect(try inbox.drain().map(\.transcript) == [scratch.base.path + "/state/archive/s1/q1.json"])
    #expect(try scratch.files("state") == ["archive/s1/.superseded/1/q1.wav", "archive/s1/q1.json", "archive/s1/q1.wav"])
  }

  @Test func `work that was filed leaves no count of its failures`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    do {
      let inbox = try scratch.open()
      try scratch.drop("s1/q1.wav")
      scratch.settle(inbox)
      _ = try inbox.claimed()
    }
    let inbox = try scratch.open()
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    // The filing fails and the daemon ends: what was counted before the answer was recorded is forgotten all the same.
    try Data().write(to: scratch.base.appendingPathComponent("state/archive/s1"))
    var thrown: Fault?
    do { try inbox.finish(claim, as: .recorded()) } catch { thrown = error }
    #expect(thrown?.code == .inboxVanished)
    #expect(try scratch.files("inbox") == [".intone/working/main/sessions/s1/q1.wav"])
  }
}
