import Foundation
import Inbox
import Interview
import Testing

@Suite struct `Arrival and pairing` {
  @Test func `a recording and its transcript are claimed together and end in the archive`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "sound")
    try scratch.drop("s1/q1.json", "{}")
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    let submission = claim.submission
    #expect(submission.kind == .recording(key("s1", "q1")))
    #expect(submission.root.site == "north")
    #expect(submission.arrivedAt == 1_800_000_000)
    #expect(try String(contentsOfFile: try #require(submission.recording), encoding: .utf8) == "sound")
    #expect(try String(contentsOfFile: try #require(submission.transcript), encoding: .utf8) == "{}")
    #expect(try scratch.files("inbox/s1") == [])
    try inbox.finish(claim, as: .recorded())
    #expect(try scratch.files("inbox") == [])
    #expect(try scratch.files("state") == ["archive/s1/q1.json", "archive/s1/q1.wav"])
    #expect(try inbox.claimNext() == nil)
  }

  @Test func `a flat name is the same thing, and is archived in its session`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1__q1.2.wav")
    try scratch.drop("s1__q1.2.srt")
    scratch.settle(inbox)
    #expect(try inbox.drain().map(\.key) == [key("s1", "q1", 2)])
    #expect(try scratch.files("state") == ["archive/s1/q1.2.srt", "archive/s1/q1.2.wav"])
  }

  @Test func `without a transcript it waits 60 s and is then given out alone`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    scratch.settle(inbox, seconds: 59.9)
    #expect(try inbox.claimNext() == nil)
    #expect(inbox.queueSnapshot().awaitingTranscript == 1)
    scratch.clock.advance(0.1)
    inbox.scan()
    let claim = try inbox.claimed()
    #expect(claim.submission.transcript == nil)
    try inbox.finish(claim, as: .recorded())
  }

  @Test func `a session whose transcripts will not come does not wait, after a restart neither`() throws {
    let scratch = try ScratchInbox()
    for name in ["a", "b"] {
      let inbox = try scratch.open()
      try inbox.expectTranscripts(false, ofSession: OpaqueName("s1"))
      try scratch.drop("s1/\(name).wav")
      scratch.settle(inbox)
      #expect(try inbox.drain().count == 1)
    }
  }

  @Test func `a transcript that comes before waits for its recording`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.json")
    scratch.settle(inbox, seconds: 3600)
    #expect(try inbox.claimNext() == nil)
    #expect(inbox.queueSnapshot().awaitingRecording == 1)
    try scratch.drop("s1/q1.wav")
    scratch.settle(inbox)
    let done = try inbox.drain()
    #expect(done.count == 1)
    #expect(done.first?.transcript != nil)
  }

  @Test func `a transcript that comes after is given out with the archived recording`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "sound")
    scratch.settle(inbox)
    #expect(try inbox.drain().first?.transcript == nil)
    try scratch.drop("s1/q1.srt", "late")
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    #expect(claim.submission.kind == .lateTranscript(key("s1", "q1")))
    #expect(try String(contentsOfFile: try #require(claim.submission.recording), encoding: .utf8) == "sound")
    try inbox.finish(claim, as: .recorded())
    #expect(try scratch.files("state") == ["archive/s1/q1.srt", "archive/s1/q1.wav"])
    #expect(inbox.archivedAnswers(ofSession: OpaqueName("s1")).map(\.transcript) == [scratch.base.path + "/state/archive/s1/q1.srt"])
  }

  @Test func `a manifest waits until what is in work of its session lies in the archive`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    try scratch.drop("s1/q1.srt", "1")
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    try scratch.drop("s1/session.yaml", "role: sales")
    scratch.settle(inbox)
    #expect(try inbox.claimNext() == nil, "its answer would be scored again without the transcript that is not filed yet")
    try inbox.finish(claim, as: .recorded())
    scratch.settle(inbox)
    let manifest = try inbox.claimed()
    #expect(manifest.submission.kind == .manifest)
    #expect(inbox.archivedAnswers(ofSession: OpaqueName("s1")).first?.transcript?.hasSuffix("q1.srt") == true)
    try inbox.finish(manifest, as: .recorded())
  }

  @Test func `the manifest goes before the recordings of its session and is kept for those that follow`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    try scratch.drop("s1/session.yaml", "role: sales")
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    #expect(claim.submission.kind == .manifest)
    #expect(try inbox.claimNext() == nil, "nothing else of the session while its manifest is read")
    try inbox.finish(claim, as: .recorded())
    inbox.scan()
    let done = try inbox.drain()
    #expect(done.map(\.kind) == [.recording(key("s1", "q1"))])
    #expect(done.first?.manifest == scratch.base.path + "/state/archive/s1/session.yaml")
  }

  @Test func `a newer file of the same name supersedes the archived one, which stays`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    for text in ["first", "second", "third"] {
      try scratch.drop("s1/q1.wav", text)
      scratch.settle(inbox)
      #expect(try inbox.drain().count == 1)
    }
    #expect(try scratch.read("state/archive/s1/q1.wav") == "third")
    #expect(try scratch.read("state/archive/s1/.superseded/1/q1.wav") == "first")
    #expect(try scratch.read("state/archive/s1/.superseded/2/q1.wav") == "second")
  }
}
