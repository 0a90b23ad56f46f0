import Foundation
import Inbox
import Interview
import Testing

/// Names as platforms, recognisers, desktops and synchronisers write them.
@Suite struct `Which recording a transcript belongs to` {
  @Test(arguments: [
    ("q1.wav", "q1.en.srt"), ("q1.wav", "q1.zh-CN.srt"), ("q1.wav", "q1.zh_Hans.vtt"), ("q1.wav", "q1_en-US.json"),
    ("GMT2026_Recording.m4a", "GMT2026_Recording.transcript.vtt"), ("q1.mp4", "q1.en.forced.srt"), ("q1.wav", "q1.wav.de.json"),
    ("q1.2.wav", "q1.2.yue.srt"), ("Q1.OPUS", "q1.srt"), ("q1.wav", "Q1.SRT"), ("caf\u{E9}.wav", "cafe\u{301}.srt"),
    ("\u{AC00}.wav", "\u{1100}\u{1161}.srt"), ("问题一.wav", "问题一.字幕.srt"), ("q1.wav", "q1.en-orig.vtt"),
  ]) func `a transcript that is called a little otherwise joins its recording, in any order`(recording: String, transcript: String) throws {
    for order in [[recording, transcript], [transcript, recording]] {
      let scratch = try ScratchInbox()
      let inbox = try scratch.open()
      for name in order {
        try scratch.drop("s/\(name)", name == recording ? "RIFF" : "words")
        inbox.scan()
      }
      scratch.settle(inbox)
      let done = try inbox.drain()
      #expect(done.count == 1)
      #expect(done.first?.transcript?.hasSuffix("/" + transcript) == true)
      #expect(
        inbox.archivedAnswers(ofSession: OpaqueName("s")).map { $0.transcript != nil } == [true], "found again by its name in the archive")
      #expect(try scratch.files("inbox") == [])
    }
  }

  @Test func `a late transcript finds its archived recording, letter by letter before as people read it`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    for name in ["Q1.wav", "q1.wav", "q2.wav"] { try scratch.drop("s/\(name)", name) }
    scratch.settle(inbox)
    #expect(try inbox.drain().count == 3, "two recordings are two answers, however alike")
    for name in ["q1.srt", "Q2.en.srt"] { try scratch.drop("s/\(name)", "words") }
    scratch.settle(inbox)
    #expect(Set(try inbox.drain().compactMap(\.key)) == [key("s", "q1"), key("s", "q2")])
  }

  @Test func `a transcript of its own name is nobody else's`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    for name in ["q1.wav", "q1.en.wav", "q1.en.srt", "q1.old.srt"] { try scratch.drop("s/\(name)", name) }
    scratch.settle(inbox, seconds: 61)
    inbox.scan()
    let done = try inbox.drain()
    #expect(done.first { $0.key == key("s", "q1.en") }?.transcript?.hasSuffix("q1.en.srt") == true)
    #expect(done.first { $0.key == key("s", "q1") }.map { $0.transcript == nil } == true, "`old` is no language")
  }

  @Test func `of transcripts in several languages the one of the inbox's language is read`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    for name in ["q1.wav", "q1.en.json", "q1.zh-Hans.srt"] { try scratch.drop("s/\(name)", name) }
    scratch.settle(inbox)
    #expect(try inbox.drain().map { $0.transcript?.hasSuffix("q1.zh-Hans.srt") } == [true])
  }

  @Test func `a session that is spelled in two ways is one`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("Jos\u{E9}/q1.wav", "one")
    try scratch.drop("Jose\u{301}/session.yaml", "candidate: c\n")
    try scratch.drop("Jose\u{301}__q2.wav", "two")
    scratch.settle(inbox)
    let done = try inbox.drain()
    #expect(Set(done.map(\.session)).count == 1)
    #expect(done.first?.kind == .manifest)
    #expect(try inbox.erase(session: try #require(done.first?.session)).files == 3)
    #expect(try scratch.files("state") == [])
  }
}

@Suite struct `What belongs to no answer` {
  @Test(arguments: [
    "q1.wav:Zone.Identifier", "q1.wav.Zone.Identifier", "~$notes.docx", "q1.wav.crdownload", "q1.wav.opdownload", "q1.wav.!sync",
    "q1.wav.aria2", "q1.wav.ytdl", ".q1.wav.6eF0a1", "q1.mp4.part-Frag7", "q1.wav.sb-8e0f1b2c-AbCdEf", "q1.wav.td", "q1.wav.downloading",
    "#q1.txt#",
  ]) func `what is on its way or lies beside is left alone without a word`(name: String) throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s/\(name)", "something")
    scratch.settle(inbox, seconds: 3600)
    #expect(try inbox.drain().isEmpty)
    #expect(inbox.queueSnapshot().waiting == 0 && inbox.queueSnapshot().leftAlone.isEmpty)
    #expect(try scratch.files("inbox") == ["s/\(name)"])
  }

  @Test(arguments: [
    ("q1.md5", "d41d8cd98f00b204e9800998ecf8427e  q1.wav\n", "inbox.unrelated"), ("README.md", "read me\n", "inbox.unrelated"),
    ("q1.pdf", "%PDF-1.7", "inbox.unrelated"), ("notes.docx", "PK\u{3}\u{4}", "inbox.unrelated"), ("cover.jpg", "x", "inbox.unrelated"),
    ("scan.xyz", "%PDF-1.7", "inbox.unrelated"),
    ("sums", "d41d8cd98f00b204e9800998ecf8427e  q1.wav\nd41d8cd98f00b204e9800998ecf8427e  q2.wav\n", "inbox.unrelated"),
    ("q1.sync-conflict-20260101-101010-ABCDEF.wav", "RIFF", "inbox.conflict-copy"),
    ("q1 (Anna's conflicted copy 2026-01-01).wav", "RIFF", "inbox.conflict-copy"), ("q1 (冲突副本).wav", "RIFF", "inbox.conflict-copy"),
  ]) func `what can never be joined is told, stays, and is no question`(name: String, text: String, code: String) throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s/q1.wav")
    try scratch.drop("s/\(name)", text)
    scratch.settle(inbox)
    #expect(try inbox.drain().compactMap(\.key) == [key("s", "q1")])
    inbox.scan()
    #expect(
      inbox.queueSnapshot().leftAlone.map(\.fault) == [
        Fault(FaultCode(code, cause: .init(zh: "", en: ""), action: .init(zh: "", en: "")), "s/\(name)")
      ])
    #expect(inbox.queueSnapshot().waiting == 0)
    #expect(try scratch.files("inbox") == ["s/\(name)"])
  }

  @Test(arguments: ["q1 (1).wav", "q1(2).wav", "q1 - Copy.wav", "q1 - 副本.wav", "q1 copy 2.wav", "Copy of q1.wav", "q1 的副本.wav"])
  func `a second copy is told where the first is there, and a question of its own where it is not`(name: String) throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("alone/\(name)")
    try scratch.drop("s/\(name)")
    try scratch.drop("s/q1.wav")
    scratch.settle(inbox)
    #expect(try inbox.drain().compactMap(\.key).sorted() == [key("alone", String(name.dropLast(4))), key("s", "q1")])
    inbox.scan()
    #expect(inbox.queueSnapshot().leftAlone.map(\.fault) == [Fault(.inboxConflictCopy, "s/\(name)")])
  }

  @Test func `a transcript whose recording does not come is told after a while`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s/notes.txt", "words")
    scratch.settle(inbox)
    #expect(inbox.queueSnapshot().leftAlone.isEmpty && inbox.queueSnapshot().awaitingRecording == 1)
    scratch.clock.advance(600)
    inbox.scan()
    #expect(inbox.queueSnapshot().leftAlone.map(\.fault) == [Fault(.inboxLonely, "s/notes.txt")])
  }

  @Test func `a directory within a session is told as long as it is there`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s/deep/q1.wav")
    scratch.settle(inbox)
    #expect(inbox.queueSnapshot().leftAlone.map(\.fault) == [Fault(.inboxTooDeep, "s/deep")])
    try FileManager.default.removeItem(at: scratch.base.appendingPathComponent("inbox/s/deep"))
    inbox.scan()
    #expect(inbox.queueSnapshot().leftAlone.isEmpty)
  }

  @Test func `what stands in the manifest's place and cannot be opened holds the session, and no other`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s/q1.wav")
    try scratch.drop("t/q1.wav")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.base.path + "/inbox/s/session.yaml", withDestinationPath: scratch.base.path + "/elsewhere")
    scratch.settle(inbox)
    #expect(try inbox.drain().compactMap(\.key) == [key("t", "q1")])
    #expect(inbox.queueItems(limit: 10).items.map(\.state) == [.held])
    #expect(inbox.manifestFault(ofSession: OpaqueName("s"))?.detail == "inbox.not-a-plain-file: s/session.yaml")
    try FileManager.default.removeItem(atPath: scratch.base.path + "/inbox/s/session.yaml")
    inbox.scan()
    #expect(try inbox.drain().compactMap(\.key) == [key("s", "q1")])
  }

  @Test func `what is in hand of a session is told by its key`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("a__b/q1.wav")
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    #expect(inbox.isInWork(session: OpaqueName("a__b")) && !inbox.isInWork(session: OpaqueName("a")))
    try inbox.finish(claim, as: .recorded())
    #expect(!inbox.isInWork(session: OpaqueName("a__b")))
  }
}

@Suite struct `Pairs of a directory's names` {
  @Test func `are those that the inbox would join`() {
    let names = [
      "GMT2026_Recording.m4a", "GMT2026_Recording.transcript.vtt", "Q1.OPUS", "cafe\u{301}.wav", "caf\u{E9}.txt", "q1.srt", "q2.en.srt",
      "q2.wav", "q2.zh-CN.srt", "q3.mp3", "q3.old.srt", ".q4.wav", "notes.md5",
    ]
    func pairs(_ language: Language?) -> [String: String?] {
      Dictionary(FileKind.pairs(names, language: language).map { ($0.recording, $0.transcript) }, uniquingKeysWith: { first, _ in first })
    }
    #expect(
      pairs(.zh) == [
        "GMT2026_Recording.m4a": "GMT2026_Recording.transcript.vtt", "Q1.OPUS": "q1.srt", "caf\u{E9}.wav": "caf\u{E9}.txt",
        "q2.wav": "q2.zh-CN.srt", "q3.mp3": nil,
      ])
    #expect(pairs(.en)["q2.wav"] == "q2.en.srt")
  }
}
