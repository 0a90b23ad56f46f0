import Files
import Foundation
import Glibc
import Interview
import Testing

@testable import Inbox

/// Somebody else, by number; needs no account. Only root can give a file away, so that these run as root alone.
private let other: UInt32 = 65_534

@Suite(.enabled(if: geteuid() == 0, "only root can make files of other users")) struct Ownership {
  private func give(_ path: String, mode: UInt32) {
    #expect(unsafe chown(path, other, other) == 0)
    #expect(unsafe chmod(path, mode) == 0)
  }

  private func stamp(_ path: String) throws -> (owner: UInt32, mode: UInt32) {
    var status = stat()
    try #require(unsafe lstat(path, &status) == 0, "\(path)")
    return (status.st_uid, status.st_mode & 0o777)
  }

  @Test func `what another user delivers is the daemon's from the claim on, and who holds it open changes nothing`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    let delivered = scratch.base.path + "/inbox/s1/q1.wav"
    try scratch.drop("s1/q1.wav", "sound")
    give(delivered, mode: 0o664)
    scratch.settle(inbox)
    let writer = try #require(FileHandle(forWritingAtPath: delivered))
    let claim = try inbox.claimed()
    try writer.write(contentsOf: Data("forged".utf8))
    #expect(try String(contentsOfFile: #require(claim.submission.recording), encoding: .utf8) == "sound")
    try inbox.finish(claim, as: .recorded())
    try writer.write(contentsOf: Data("forged".utf8))
    #expect(try scratch.read("state/archive/s1/q1.wav") == "sound")
    #expect(try stamp(scratch.base.path + "/state/archive/s1/q1.wav") == (0, 0o600))
  }

  @Test func `a file that is all holes costs no more room when it is the daemon's`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    let delivered = scratch.base.path + "/inbox/s1/q1.wav"
    try scratch.drop("s1/q1.wav", "sound")
    let size = 64 << 20
    #expect(unsafe truncate(delivered, size) == 0)
    give(delivered, mode: 0o664)
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    var status = stat()
    try #require(unsafe stat(try #require(claim.submission.recording), &status) == 0)
    #expect(status.st_uid == 0 && Int(status.st_size) == size)
    // 512 bytes each: the first megabyte, in which the sound stands, and what the file system adds.
    #expect(status.st_blocks <= 2 * 2048 + 64, "\(status.st_blocks) blocks")
    let copy = try Data(contentsOf: URL(fileURLWithPath: #require(claim.submission.recording)))
    #expect(copy.count == size && copy.prefix(5) == Data("sound".utf8) && copy.dropFirst(5).allSatisfy { $0 == 0 })
    try inbox.finish(claim, as: .recorded())
  }

  @Test func `a reason that somebody else wrote is not gone by`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "sound")
    scratch.settle(inbox)
    try inbox.finish(inbox.claimed(), as: .quarantined(Fault(.inboxEmptyFile)))
    #expect(try inbox.quarantineItems().map(\.id) == ["s1/q1.wav"])
    give(scratch.base.path + "/state/quarantine/s1/q1.wav.reason.json", mode: 0o644)
    #expect(try inbox.quarantineItems().isEmpty)
    #expect(throws: Fault.self) { try inbox.retry("s1/q1.wav") }
  }

  @Test func `what is set aside is the daemon's as well`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "sound")
    give(scratch.base.path + "/inbox/s1/q1.wav", mode: 0o666)
    scratch.settle(inbox)
    try inbox.finish(inbox.claimed(), as: .quarantined(Fault(.inboxEmptyFile)))
    #expect(try stamp(scratch.base.path + "/state/quarantine/s1/q1.wav") == (0, 0o600))
    #expect(try stamp(scratch.base.path + "/state/quarantine/s1/q1.wav.reason.json") == (0, 0o600))
  }

  @Test func `all that the daemon keeps is for it alone, and what is too open is narrowed at the start`() throws {
    let scratch = try ScratchInbox()
    let (state, own) = (scratch.base.path + "/state", scratch.base.path + "/inbox/.intone")
    for folder in [state + "/archive", own, own + "/working", own + "/instances"] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      #expect(unsafe chmod(folder, 0o2770) == 0)
    }
    try Data().write(to: URL(fileURLWithPath: own + "/instances/main.lock"))
    #expect(unsafe chmod(own + "/instances/main.lock", 0o640) == 0)
    #expect(unsafe chmod(state, 0o2770) == 0)
    _ = try scratch.open()
    #expect(try stamp(state).mode == 0o750, "the group may enter, and write no more")
    for folder in ["/archive", "/quarantine", "/held", "/archive/.drafts"] { #expect(try stamp(state + folder).mode == 0o700) }
    for folder in ["", "/working", "/instances", "/tries", "/drafts", "/working/main"] { #expect(try stamp(own + folder).mode == 0o700) }
    #expect(try stamp(own + "/instances/main.lock").mode == 0o600, "who could open it could hold it")
  }

  @Test(arguments: ["state", "state/archive", "state/quarantine", "state/held", "state/.shelves"])
  func `a state directory that somebody else made is not used`(location: String) throws {
    let scratch = try ScratchInbox()
    _ = try scratch.open()
    give(scratch.base.path + "/" + location, mode: 0o777)
    #expect { _ = try scratch.open(instance: "second") } throws: { ($0 as? Fault)?.code == .stateForeign }
  }

  @Test func `nobody else's folder .intone is used, and nothing in it is taken up`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    try scratch.drop(".intone/working/main/sessions/victim/q1.wav", "planted")
    give(scratch.base.path + "/inbox/.intone", mode: 0o777)
    let inbox = try scratch.open()
    scratch.settle(inbox)
    #expect(inbox.queueSnapshot().roots.map(\.fault?.code) == [.stateForeign])
    #expect(try inbox.drain().isEmpty)
    #expect(try scratch.files("inbox") == [".intone/working/main/sessions/victim/q1.wav"])
  }

  @Test func `a folder put in the place of .intone is told, and what is in hand is read all the same`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav", "sound")
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    let own = scratch.base.path + "/inbox/.intone"
    try FileManager.default.moveItem(atPath: own, toPath: scratch.base.path + "/inbox/.x")
    try scratch.drop(".intone/working/main/sessions/s1/q1.wav", "forged")
    give(own, mode: 0o777)
    #expect(try String(contentsOfFile: #require(claim.submission.recording), encoding: .utf8) == "sound")
    #expect(
      claim.submission.shown("about \(try #require(claim.submission.recording))")
        == "about \(scratch.base.path)/inbox/.intone/working/main/sessions/s1/q1.wav")
    try inbox.finish(claim, as: .recorded())
    #expect(try scratch.read("state/archive/s1/q1.wav") == "sound")
    inbox.scan()
    #expect(inbox.queueSnapshot().roots.map(\.fault?.code) == [.stateForeign])
  }

  @Test func `a document that somebody else may have written is counted and not read`() throws {
    let scratch = try ScratchInbox()
    let inbox = try scratch.open()
    for question in ["q1", "q2", "q3"] { try inbox.records.keep(question, of: key("s1", question), scoring: "1") }
    let folder = scratch.base.path + "/state/archive/s1/.records/"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    give(folder + names[1], mode: 0o644)
    #expect(unsafe chmod(folder + names[2], 0o662) == 0)
    #expect(try inbox.records.documents(ofSession: OpaqueName("s1")) == [Array("q1\n".utf8), [], []])
  }

  @Test func `a small file of state that somebody else put in its place is refused, for reading and for adding to it`() throws {
    let scratch = try ScratchInbox()
    let path = scratch.base.path + "/state/forgotten"
    let file = StateFile(path: path)
    try file.append(Array("one\n".utf8))
    #expect(try stamp(path).mode == 0o600)
    give(path, mode: 0o644)
    #expect { _ = try file.read() } throws: { ($0 as? Fault)?.code == .stateForeign }
    #expect { _ = try file.size() } throws: { ($0 as? Fault)?.code == .stateForeign }
    #expect { try file.append([1]) } throws: { ($0 as? Fault)?.code == .stateForeign }
  }

  @Test func `the manifests of an archive that was open to the group become the daemon's when it is narrowed`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    let inbox = try scratch.open()
    try scratch.drop("s1/session.yaml", "candidate: c1\n")
    scratch.settle(inbox)
    _ = try inbox.drain()
    let archive = scratch.base.path + "/state/archive"
    give(archive + "/s1/session.yaml", mode: 0o664)
    #expect(unsafe chmod(archive, 0o2750) == 0)
    _ = try scratch.open(instance: "after")
    #expect(try stamp(archive + "/s1/session.yaml") == (0, 0o600))
    #expect(try scratch.read("state/archive/s1/session.yaml") == "candidate: c1\n")
    #expect(try stamp(archive).mode == 0o700)
  }

  @Test func `a session's folder that is made again for what goes back is for who delivers as well`() throws {
    let scratch = try ScratchInbox { $0.transcriptWait = 0 }
    umask(0o077)
    defer { umask(0o022) }
    let inbox = try scratch.open()
    try scratch.drop("s1/q1.wav")
    scratch.settle(inbox)
    let claim = try inbox.claimed()
    try FileManager.default.removeItem(atPath: scratch.base.path + "/inbox/s1")
    try inbox.finish(claim, as: .retryLater(Fault(.inboxFailed)))
    #expect(try stamp(scratch.base.path + "/inbox/s1").mode == 0o770)
  }
}
