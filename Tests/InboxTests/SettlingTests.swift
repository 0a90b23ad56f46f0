import Foundation
import Glibc
import Interview
import Synchronization
import Testing

@testable import Inbox

@Suite struct `Settling` {
  private func append(_ text: String, to path: String, _ scratch: ScratchInbox) throws {
    let url = scratch.base.appendingPathComponent("inbox/" + path)
    let file = try FileHandle(forWritingTo: url)
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  /// Each look at the clock takes half a second of it here, as looks at very many files do: the next look at everything waits
  /// twenty times as long as the last one took, and what is new is given out all the same.
  @Test func `where looks at everything take long, what is new does not wait for the next one`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let time = Mutex(0.0)
    let slow = InboxClock(
      monotonic: {
        time.withLock {
          $0 += 0.5; return $0
        }
      }, wall: { 1_800_000_000 })
    let inbox = try Inbox(configuration: scratch.configuration, clock: slow)
    try scratch.drop("s1/q1.wav")
    inbox.scan()
    #expect(inbox.queueSnapshot().settling == 1)
    for _ in 0..<3 { inbox.scan(.changed) }
    #expect(inbox.queueSnapshot().settling == 1, "not counted anew yet")
    #expect(try inbox.drain().map(\.key) == [key("s1", "q1")])
    time.withLock { $0 += 60 }
    inbox.scan(.changed)
    #expect(inbox.queueSnapshot().files == 0)
  }

  @Test func `a slow write over 20 s is taken once, whole`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "0")
    inbox.scan()
    for second in 1...20 {
      scratch.clock.advance(1)
      try append(",\(second)", to: "s1/q1.wav", scratch)
      inbox.scan(second % 2 == 0 ? .everything : .changed)
      #expect(try inbox.drain().isEmpty, "still growing at \(second) s")
    }
    scratch.clock.advance(2)
    inbox.scan(.changed)
    let done = try inbox.drain()
    #expect(done.count == 1)
    #expect(try scratch.read("state/archive/s1/q1.wav").hasSuffix(",20"))
  }

  @Test func `a file that a writer holds open is not taken, however still it is`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "half")
    let writer = try FileHandle(forWritingTo: scratch.base.appendingPathComponent("inbox/s1/q1.wav"))
    scratch.settle(inbox, seconds: 100)
    #expect(try inbox.drain().isEmpty)
    #expect(inbox.queueSnapshot().settling == 1)
    try writer.close()
    scratch.settle(inbox)
    #expect(try inbox.drain().count == 1)
  }

  @Test func `a file that changes between settling and claiming is looked at again`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "one")
    scratch.settle(inbox)
    try append(", two", to: "s1/q1.wav", scratch)
    #expect(try inbox.drain().isEmpty)
    scratch.settle(inbox)
    #expect(try inbox.drain().count == 1)
    #expect(try scratch.read("state/archive/s1/q1.wav") == "one, two")
  }

  @Test(arguments: ["q1.wav.part", "q1.wav.tmp", "q1.wav.filepart", "q1.wav.CRDOWNLOAD", ".q1.wav.a1B2c3", ".q1.wav", "q1.wav~"])
  func `a temporary name is ignored until it is renamed`(name: String) throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/" + name)
    scratch.settle(inbox, seconds: 1000)
    #expect(inbox.queueSnapshot().files == 0)
    #expect(inbox.takeNotices() == [])
    let folder = scratch.base.appendingPathComponent("inbox/s1")
    try FileManager.default.moveItem(at: folder.appendingPathComponent(name), to: folder.appendingPathComponent("q1.wav"))
    scratch.settle(inbox)
    #expect(try inbox.drain().count == 1)
  }

  @Test func `an empty file waits, and after 60 s goes to the quarantine with the reason`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "")
    scratch.settle(inbox, seconds: 59)
    #expect(try scratch.files("inbox") == ["s1/q1.wav"])
    scratch.clock.advance(1)
    inbox.scan()
    #expect(try scratch.files("inbox") == [])
    #expect(try scratch.files("state") == ["quarantine/s1/q1.wav", "quarantine/s1/q1.wav.reason.json"])
    #expect(try inbox.quarantineItems().map(\.code) == ["inbox.empty-file"])
    #expect(inbox.takeNotices().map(\.isQuarantined) == [true])
  }

  @Test func `an empty file that is filled in time is taken`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "")
    scratch.settle(inbox, seconds: 59)
    try append("sound", to: "s1/q1.wav", scratch)
    scratch.settle(inbox)
    #expect(try inbox.drain().count == 1)
  }

  @Test func `a file beyond the limit goes to the quarantine unread`() throws {
    let scratch = try ScratchInbox { $0.largestFile = 4 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "12345")
    scratch.settle(inbox)
    #expect(try inbox.quarantineItems().map(\.code) == ["inbox.too-large"])
  }

  @Test func `neither a time of change in the future nor a jump of the clock matters`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    let future = Date(timeIntervalSince1970: 4_000_000_000)
    try FileManager.default.setAttributes(
      [.modificationDate: future], ofItemAtPath: scratch.base.appendingPathComponent("inbox/s1/q1.wav").path)
    inbox.scan()
    scratch.clock.jump(86_400)
    inbox.scan()
    #expect(try inbox.drain().isEmpty, "a day forward is not two seconds of stillness")
    scratch.clock.jump(-2 * 86_400)
    scratch.clock.advance(2)
    inbox.scan()
    #expect(try inbox.drain().count == 1)
  }

  @Test func `what has no telling ending is judged by its first bytes`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.asr", "你好，世界")
    try scratch.drop("s1/q1.bin", "\u{0}\u{1}\u{2}")
    scratch.settle(inbox)
    let done = try inbox.drain()
    #expect(done.count == 1)
    #expect(done.first?.recording?.hasSuffix("q1.bin") == true)
    #expect(done.first?.transcript?.hasSuffix("q1.asr") == true)
  }

  @Test func `text is told from sound`() {
    #expect(TextSniffer.isText(Array("WEBVTT\r\n\r\n".utf8)))
    #expect(TextSniffer.isText([0xFF, 0xFE, 0x41, 0x00]), "UTF-16")
    #expect(TextSniffer.isText(Array("中文".utf8.dropLast())), "cut within a character")
    #expect(!TextSniffer.isText([]))
    #expect(!TextSniffer.isText(Array("RIFF".utf8) + [0, 0, 0, 0]))
    #expect(!TextSniffer.isText([0xFF, 0xFB, 0x90, 0x44]), "MP3")
  }
}
