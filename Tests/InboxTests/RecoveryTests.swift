import Foundation
import Inbox
import Interview
import Testing

@Suite struct `Failure and recovery` {
  @Test func `what a dead instance held is given out again with its transcript`() throws {
    let scratch = try ScratchInbox()
    do {
      let inbox = try scratch.open()
      try scratch.drop("s1/q1.wav", "sound")
      try scratch.drop("s1/q1.json", "{}")
      try scratch.drop("s2__q1.wav", "flat")
      try scratch.drop("s2__q1.srt", "1")
      scratch.settle(inbox)
      for _ in 0..<2 { _ = try inbox.claimed() }
      #expect(try scratch.files("inbox").allSatisfy { $0.hasPrefix(".intone/working/main/") })
    }
    let inbox = try scratch.open()
    #expect(try scratch.files("inbox").filter { !$0.hasPrefix(".intone") } == ["s1/q1.json", "s1/q1.wav", "s2__q1.srt", "s2__q1.wav"])
    scratch.settle(inbox)
    let done = try inbox.drain()
    #expect(Set(done.map(\.key)) == [key("s1", "q1"), key("s2", "q1")])
    #expect(done.allSatisfy { $0.transcript != nil && $0.tries == 1 })
    #expect(try scratch.files("inbox") == [], "nothing is left, the count of failures neither")
  }

  @Test func `a file that ends the daemon five times goes to the quarantine`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    try scratch.drop("s1/q1.wav")
    for tries in 0..<5 {
      let inbox = try scratch.open()
      scratch.settle(inbox)
      #expect(try inbox.claimed().submission.tries == tries)
    }
    let inbox = try scratch.open()
    #expect(try inbox.quarantineItems().map(\.code) == ["inbox.poison"])
    #expect(try scratch.files("inbox") == [])
    try inbox.retry("s1/q1.wav")
    scratch.settle(inbox)
    #expect(try inbox.drain().map(\.tries) == [0])
    #expect(try scratch.files("state") == ["archive/s1/q1.wav"])
  }

  @Test func `a file at which the daemon ended five times, but which is filed, is not set aside`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    try scratch.drop("s1/q1.wav")
    for _ in 0..<5 {
      let inbox = try scratch.open()
      scratch.settle(inbox)
      _ = try inbox.claimed()
    }
    // As between two file systems: copied to the archive, the original not yet removed.
    try scratch.copyToArchive("s1/q1.wav")
    let inbox = try scratch.open()
    #expect(try inbox.quarantineItems().isEmpty)
    #expect(try scratch.files("inbox") == [])
    #expect(try scratch.files("state") == ["archive/s1/q1.wav"])
  }

  @Test func `a newer file of the same name wins over one that was interrupted, which is set aside`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    do {
      let inbox = try scratch.open()
      try scratch.drop("s1/q1.wav", "old")
      scratch.settle(inbox)
      _ = try inbox.claimed()
    }
    try scratch.drop("s1/q1.wav", "new")
    let inbox = try scratch.open()
    scratch.settle(inbox)
    #expect(try inbox.drain().count == 1)
    #expect(try scratch.read("state/archive/s1/q1.wav") == "new")
    #expect(try scratch.read("state/quarantine/s1/q1.wav") == "old")
    #expect(try inbox.quarantineItems().map(\.code) == ["inbox.superseded"])
  }

  @Test func `a newer file of the same name sets nothing aside that is filed`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    do {
      let inbox = try scratch.open()
      try scratch.drop("s1/q1.wav", "old")
      scratch.settle(inbox)
      _ = try inbox.claimed()
    }
    // As between two file systems: copied to the archive, the original not yet removed.
    try scratch.copyToArchive("s1/q1.wav")
    try scratch.drop("s1/q1.wav", "new")
    let inbox = try scratch.open()
    #expect(try inbox.quarantineItems().isEmpty)
    scratch.settle(inbox)
    #expect(try inbox.drain().count == 1)
    #expect(try scratch.files("state") == ["archive/s1/.superseded/1/q1.wav", "archive/s1/q1.wav"])
    #expect(try scratch.read("state/archive/s1/q1.wav") == "new")
    #expect(try scratch.read("state/archive/s1/.superseded/1/q1.wav") == "old")
  }

  @Test func `work put off waits 1, 2, 4 s and does not hold up its neighbours`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    try scratch.drop("s1/q2.wav")
    scratch.settle(inbox)
    let full = Fault(FaultCode("test.full", retry: .later, cause: Bilingual(zh: "", en: ""), action: Bilingual(zh: "", en: "")))
    for wait in [1.0, 2, 4] {
      let claim = try inbox.claimed()
      #expect(claim.submission.key == key("s1", "q1"))
      #expect(claim.submission.tries == 0, "a full disk is no fault of the file")
      try inbox.finish(claim, as: .retryLater(full))
      inbox.scan()
      if wait == 1 { #expect(try inbox.drain().map(\.key) == [key("s1", "q2")]) }
      scratch.clock.advance(wait - 0.5)
      inbox.scan()
      #expect(try inbox.claimNext() == nil)
      #expect(inbox.queueSnapshot().backingOff == 1)
      let retrying = inbox.queueSnapshot().retrying
      #expect(retrying.map(\.fault) == [full])
      #expect(retrying.map(\.id) == ["s1__q1"])
      #expect(retrying.map(\.count) == [1])
      scratch.clock.advance(0.5)
      inbox.scan()
    }
    #expect(try inbox.drain().count == 1)
    inbox.scan()
    #expect(inbox.queueSnapshot().retrying == [])
  }

  @Test func `the disk of a directory has room, and no more than its size; a path that is gone has no disk`() throws {
    let disk = try #require(DiskSpace(at: "/tmp"))
    #expect(disk.free > 0 && disk.free <= disk.size)
    #expect((0...1).contains(disk.freeNodes))
    #expect(DiskSpace(at: "/tmp/\(UUID().uuidString)") == nil)
  }

  /// `limited`: a decoder's timeout, by a busy machine or by a file that was made to stall it.
  @Test(arguments: [FaultCode.Retry.never, .limited])
  func `a file that fails five times by its own fault goes to the quarantine, across restarts`(_ retry: FaultCode.Retry) throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let bad = Fault(FaultCode("test.bad", retry: retry, cause: Bilingual(zh: "坏", en: "bad"), action: Bilingual(zh: "", en: "")))
    try scratch.drop("s1/q1.wav")
    for tries in 0..<5 {
      let inbox = try scratch.open()
      scratch.settle(inbox)
      let claim = try inbox.claimed()
      #expect(claim.submission.tries == tries)
      try inbox.finish(claim, as: .retryLater(bad, after: 0))
    }
    let inbox = try scratch.open()
    #expect(try inbox.quarantineItems().map(\.code) == ["inbox.poison"])
    #expect(try inbox.quarantineItems().first?.detail.contains("test.bad") == true)
    #expect(try scratch.files("inbox") == [])
  }

  @Test func `the quarantine keeps files and reason, and retry puts them back`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "sound")
    try scratch.drop("s1/q1.json", "{}")
    scratch.settle(inbox)
    _ = try inbox.drain(as: .quarantined(Fault(.inboxTooLarge, "why")))
    #expect(try scratch.files("state") == ["quarantine/s1/q1.json", "quarantine/s1/q1.wav", "quarantine/s1/q1.wav.reason.json"])
    let reason = try scratch.read("state/quarantine/s1/q1.wav.reason.json")
    for part in [#""code":"inbox.too-large""#, #""detail":"why""#, #""zh":"文件超过配置的大小上限""#, #""time":"2027-01-15T08:00:02Z""#] {
      #expect(reason.contains(part), "\(part) in \(reason)")
    }
    #expect(throws: Fault(.inboxUnknownEntry, "s1/q2.wav")) { try inbox.retry("s1/q2.wav") }
    try scratch.drop("s1/q1.wav", "newer")
    #expect(throws: Fault(.inboxNameTaken, "q1.wav")) { try inbox.retry("s1/q1.wav") }
    try FileManager.default.removeItem(atPath: scratch.base.path + "/inbox/s1/q1.wav")
    try inbox.retry("s1/q1.wav")
    #expect(try scratch.files("state") == [])
    #expect(try scratch.files("inbox") == ["s1/q1.json", "s1/q1.wav"])
    #expect(try scratch.read("inbox/s1/q1.wav") == "sound")
  }

  @Test func `two of one name in a filing directory keep both`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    for text in ["one", "two"] {
      try scratch.drop("s1/q1.wav", text)
      scratch.settle(inbox)
      _ = try inbox.drain(as: .held(Fault(.inboxTooLarge)))
    }
    #expect(try inbox.quarantineItems().map(\.id) == ["s1/q1.wav", "s1/q1~2.wav"])
    #expect(try inbox.quarantineCount(.held) == 2)
    try inbox.retry("s1/q1~2.wav")
    #expect(try scratch.read("inbox/s1/q1.wav") == "two")
  }

  @Test func `a transcript that cannot be read is set aside alone`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    try scratch.drop("s1/q1.json")
    scratch.settle(inbox)
    _ = try inbox.drain(as: .recorded(transcriptRefused: Fault(.inboxTooLarge)))
    #expect(try scratch.files("state") == ["archive/s1/q1.wav", "quarantine/s1/q1.json", "quarantine/s1/q1.json.reason.json"])
  }

  @Test func `what cannot be filed stays, is not worked on again, and is filed later`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    // A file where the session's folder should be: fails for any user.
    try Data().write(to: scratch.base.appendingPathComponent("state/archive/s1"))
    var thrown: Fault?
    do { try inbox.finish(claim, as: .recorded()) } catch { thrown = error }
    #expect(thrown?.code == .inboxVanished)
    for _ in 0..<3 {
      scratch.settle(inbox)
      #expect(try inbox.claimNext() == nil)
    }
    #expect(inbox.queueSnapshot().unfiled == 1)
    #expect(inbox.takeNotices().count == 1)
    try FileManager.default.removeItem(atPath: scratch.base.path + "/state/archive/s1")
    inbox.scan()
    #expect(inbox.queueSnapshot().unfiled == 0)
    #expect(try scratch.files("state") == ["archive/s1/q1.wav"])
  }
}
