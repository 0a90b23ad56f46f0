import Foundation
import Glibc
import Inbox
import Interview
import Testing

@Suite struct `Odd files` {
  private func path(_ scratch: ScratchInbox, _ name: String) -> String { scratch.base.path + "/inbox/" + name }

  @Test func `links, FIFOs, sockets and hard links are told once and left alone`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    try Data("secret".utf8).write(to: scratch.base.appendingPathComponent("outside.wav"))
    try FileManager.default.createSymbolicLink(
      atPath: path(scratch, "s1/link.wav"), withDestinationPath: scratch.base.path + "/outside.wav")
    try FileManager.default.createSymbolicLink(atPath: path(scratch, "s2"), withDestinationPath: scratch.base.path + "/inbox/s1")
    try FileManager.default.linkItem(atPath: scratch.base.path + "/outside.wav", toPath: path(scratch, "s1/hard.wav"))
    #expect(unsafe mkfifo(path(scratch, "s1/pipe.wav"), 0o600) == 0)
    for _ in 0..<3 { scratch.settle(inbox) }
    #expect(try inbox.drain().map(\.key) == [key("s1", "q1")])
    let notices = inbox.takeNotices()
    #expect(Set(notices.map { $0.fault.detail }) == ["s1/link.wav", "s2", "s1/hard.wav", "s1/pipe.wav"])
    #expect(notices.count == 4)
    #expect(notices.allSatisfy { $0.fault.code == .inboxNotPlain && !$0.isQuarantined })
    #expect(try scratch.files("inbox") == ["s1/hard.wav", "s1/link.wav", "s1/pipe.wav", "s2"])
  }

  @Test func `a hard link is taken once it is the only one`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/.upload", "sound")
    try FileManager.default.linkItem(atPath: path(scratch, "s1/.upload"), toPath: path(scratch, "s1/q1.wav"))
    scratch.settle(inbox)
    #expect(try inbox.drain().isEmpty)
    try FileManager.default.removeItem(atPath: path(scratch, "s1/.upload"))
    scratch.settle(inbox)
    #expect(try inbox.drain().count == 1)
  }

  @Test func `deeper directories and misplaced files are told and left`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1/deep/q1.wav")
    try scratch.drop("readme.wav")
    try scratch.drop("__q1.wav")
    scratch.settle(inbox)
    let faults = inbox.takeNotices().map(\.fault).sorted { $0.detail < $1.detail }
    #expect(faults == [Fault(.inboxMisplaced, "__q1.wav"), Fault(.inboxMisplaced, "readme.wav"), Fault(.inboxTooDeep, "s1/deep")])
    #expect(try scratch.files("inbox") == ["__q1.wav", "readme.wav", "s1/deep/q1.wav"])
  }

  @Test func `a file of mode 000 is told, and taken once it may be read`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path(scratch, "s1/q1.wav"))
    scratch.settle(inbox)
    #expect(inbox.takeNotices().map(\.fault) == [Fault(.inboxUnreadable, "s1/q1.wav")])
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path(scratch, "s1/q1.wav"))
    scratch.settle(inbox)
    #expect(try inbox.drain().count == 1)
  }

  /// The kernel takes any bytes but `/` and NUL; Foundation does not, so the file is made with the system's own call.
  @Test(arguments: [
    (Array("面试 第一题".utf8), "面试 第一题.wav"), ([0xFF, 0xFE, 0x71], "%FF%FEq.wav"), (Array("100%".utf8), "100%25.wav"),
    (Array(String(repeating: "问", count: 83).utf8) + [0x61, 0x62], String(repeating: "问", count: 83) + "ab.wav"),
    (Array("a\nb".utf8), "a%0Ab.wav"),
  ])
  func `names are opaque bytes of up to 255`(stem: [UInt8], archived: String) throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/.x")
    let name = stem + Array(".wav".utf8)
    let target = (Array(path(scratch, "s1/").utf8) + name + [0]).map { CChar(bitPattern: $0) }
    #expect(unsafe rename(path(scratch, "s1/.x"), target) == 0)
    scratch.settle(inbox)
    let done = try inbox.drain()
    #expect(done.map(\.key?.question.bytes) == [stem])
    #expect(try scratch.files("state") == ["archive/s1/" + archived])
    #expect(inbox.takeNotices() == [])
  }

  @Test func `a name that cannot be spelled out in 255 bytes is told and left`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/.x")
    let target = (Array(path(scratch, "s1/").utf8) + [UInt8](repeating: 0xFF, count: 100) + Array(".wav".utf8) + [0]).map {
      CChar(bitPattern: $0)
    }
    #expect(unsafe rename(path(scratch, "s1/.x"), target) == 0)
    scratch.settle(inbox)
    #expect(try inbox.drain().isEmpty)
    #expect(inbox.takeNotices().map(\.fault.code) == [.inboxNameTooLong])
  }

  @Test func `of two recordings of one answer both are worked on, the transcript goes with the first`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "one")
    inbox.scan()
    scratch.clock.advance(1)
    try scratch.drop("s1/q1.mp3", "two")
    try scratch.drop("s1/q1.txt", "text")
    scratch.settle(inbox)
    var endings: [String] = []
    for _ in 0..<2 {
      let claim = try inbox.claimed()
      endings.append(String(claim.submission.recording?.suffix(3) ?? ""))
      #expect(try inbox.claimNext() == nil, "one answer is worked on by one worker")
      try inbox.finish(claim, as: .recorded())
      inbox.scan()
    }
    #expect(endings == ["wav", "mp3"])
    #expect(try scratch.files("state") == ["archive/s1/.superseded/1/q1.wav", "archive/s1/q1.mp3", "archive/s1/q1.txt"])
  }

  @Test func `of several transcripts the best is read and stays in force`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    for ending in ["txt", "srt", "wav", "json"] { try scratch.drop("s1/q1.\(ending)") }
    scratch.settle(inbox)
    let done = try inbox.drain()
    #expect(done.map { $0.transcript?.hasSuffix("q1.json") } == [true])
    #expect(inbox.archivedAnswers(ofSession: OpaqueName("s1")).map { $0.transcript?.hasSuffix("/q1.json") } == [true])
    #expect(try scratch.files("inbox") == [])
  }
}
