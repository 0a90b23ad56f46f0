import Foundation
import Interview
import Seal
import Testing
import Vault

@testable import Inbox

struct SealedQuarantineTests {
  private let scratch: ScratchInbox
  private let master: SealIdentity
  private let keys = InMemorySessionKeys()
  private let sound = "RIFF the sound of s1"

  init() throws {
    scratch = try ScratchInbox()
    master = try SealIdentity(bytes: Vault.random(32))
  }

  private func vault(reads: Bool = true) -> Vault {
    Vault(master: master.recipient, identities: reads ? [master] : [], keys: keys, stateDirectory: scratch.configuration.stateDirectory)
  }

  private func open(_ vault: Vault? = nil) throws -> Inbox {
    let inbox = try Inbox(configuration: scratch.configuration, clock: scratch.clock.clock, vault: vault ?? self.vault())
    try inbox.recover()
    return inbox
  }

  /// One life of a daemon, which ends with what is done in it.
  private func life(_ vault: Vault? = nil, _ body: (Inbox) throws -> Void) throws {
    let inbox = try open(vault)
    scratch.settle(inbox, seconds: 100)
    try body(inbox)
  }

  private func bytes(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: scratch.base.appendingPathComponent(path))) }
  private func path(_ location: String) -> String { scratch.base.path + "/" + location }

  @Test func `what is filed is sealed to its session under its own name, and nothing plain is left`() throws {
    let inbox = try open()
    try scratch.drop("s1/q1.wav", sound)
    try scratch.drop("s1/q1.txt", "what was said")
    try scratch.drop("s1/session.yaml", "candidate: c-1\n")
    var count = 0
    for _ in 0..<3 {
      scratch.settle(inbox, seconds: 100)
      count += try inbox.drain().count
    }
    #expect(count == 2)
    #expect(try scratch.files("inbox") == [])
    #expect(try scratch.files("state/archive") == ["s1/q1.txt", "s1/q1.wav", "s1/session.yaml"])
    for (name, content, kind) in [
      ("q1.wav", sound, SealMark.Kind.recording), ("q1.txt", "what was said", .transcript), ("session.yaml", "candidate: c-1\n", .manifest),
    ] {
      let file = path("state/archive/s1/" + name)
      #expect(try Vault.mark(ofFile: file)?.kind == kind)
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)).range(of: Data(content.utf8)) == nil)
      #expect(String(decoding: try vault().read(file, limit: 1000), as: UTF8.self) == content)
    }
    let locked = #expect(throws: Fault.self) { try vault(reads: false).read(path("state/archive/s1/q1.wav"), limit: 1000) }
    #expect(locked?.code == .sealLocked)
    // Read anew, they are known by what they are, not by their first bytes.
    inbox.archive.forget(OpaqueName("s1"))
    #expect(inbox.archivedAnswers(ofSession: OpaqueName("s1")).map(\.transcript) == [path("state/archive/s1/q1.txt")])
  }

  @Test func `what is set aside is sealed, and comes back plain`() throws {
    try scratch.drop("s1/q1.wav", sound)
    try life { inbox in _ = try inbox.drain(as: .quarantined(Fault(.inboxEmptyFile))) }
    let file = "state/quarantine/s1/q1.wav"
    #expect(try Vault.mark(ofFile: path(file)) != nil)
    try life(vault(reads: false)) { locked in
      let fault = #expect(throws: Fault.self) { try locked.retry("s1/q1.wav") }
      #expect(fault?.code == .sealLocked)
    }
    #expect(try bytes(file).count > 0, "it stays where it was")
    try life { inbox in try inbox.retry("s1/q1.wav") }
    #expect(try scratch.read("inbox/s1/q1.wav") == sound)
    #expect(try scratch.files("state/quarantine") == [])
  }

  @Test func `a sealed copy whose original is still in work is known for what it is, without a key`() throws {
    try scratch.drop("s1/q1.wav", sound)
    try life { inbox in _ = try inbox.drain() }
    let before = try bytes("state/archive/s1/q1.wav")
    // As a kill between the two leaves it: sent again, it is the same file.
    try scratch.drop("s1/q1.wav", sound)
    try life(vault(reads: false)) { again in _ = try again.drain() }
    #expect(try bytes("state/archive/s1/q1.wav") == before)
    #expect(try scratch.files("state/archive") == ["s1/q1.wav"], "nothing was superseded")
  }

  @Test func `a sealed file of another session that somebody delivers is not opened for them`() throws {
    let inbox = try open()
    try scratch.drop("s1/q1.wav", sound)
    scratch.settle(inbox, seconds: 100)
    _ = try inbox.drain()
    let stolen = try bytes("state/archive/s1/q1.wav")
    try FileManager.default.createDirectory(atPath: path("inbox/s2"), withIntermediateDirectories: true)
    try Data(stolen).write(to: URL(fileURLWithPath: path("inbox/s2/q1.wav")))
    scratch.settle(inbox, seconds: 100)
    _ = try inbox.drain(as: .quarantined(Fault(.inboxEmptyFile)))
    try inbox.retry("s2/q1.wav")
    #expect(try bytes("inbox/s2/q1.wav") == stolen, "as it was delivered")
    scratch.settle(inbox, seconds: 100)
    _ = try inbox.drain()
    #expect(try vault().read(path("state/archive/s2/q1.wav"), limit: 1 << 20) == stolen)
    // Put there by hand, it is another session's all the same.
    try Data(stolen).write(to: URL(fileURLWithPath: path("state/archive/s2/q1.wav")))
    #expect(throws: Fault.self) { try vault().read(path("state/archive/s2/q1.wav"), limit: 1 << 20) }
  }

  @Test func `what was kept before is sealed in its place, and a second call finds nothing`() throws {
    try scratch.drop("s1/q1.wav", sound)
    try scratch.drop("s1/q2.dat", "some words that were said")
    try life(Vault.none) { plain in
      _ = try plain.drain()
      try scratch.drop("s1/q1.wav", sound + " again")
      try scratch.drop("s1/q3.wav", sound + " aside")
      scratch.settle(plain, seconds: 100)
      while let claim = try plain.claimNext() {
        let isQuarantined = claim.submission.key?.question == OpaqueName("q3")
        try plain.finish(claim, as: isQuarantined ? .held(Fault(.inboxOnHold)) : .recorded())
      }
    }
    let inbox = try open()
    let done = try inbox.sealExisting(session: OpaqueName("s1"))
    let files = try scratch.files("state").filter { !$0.contains("reason") && !$0.contains("/.drafts") }
    #expect(done.files == files.count && !done.isLeft, "\(files)")
    #expect(files.contains("archive/s1/.superseded/1/q1.wav") && files.contains("held/s1/q3.wav"))
    for file in files { #expect(try Vault.mark(ofFile: path("state/" + file)) != nil, "\(file)") }
    #expect(try inbox.sealExisting(session: OpaqueName("s1")).files == 0)
    #expect(String(decoding: try vault().read(path("state/archive/s1/q1.wav"), limit: 1000), as: UTF8.self) == sound + " again")
  }

  @Test func `erased keys leave files that nobody opens`() throws {
    let inbox = try open()
    for session in ["s1", "s2"] { try scratch.drop("\(session)/q1.wav", sound) }
    scratch.settle(inbox, seconds: 100)
    _ = try inbox.drain()
    let vault = vault()
    try vault.erase(sessions: ["s1"])
    #expect(throws: Fault.self) { try vault.read(path("state/archive/s1/q1.wav"), limit: 1000) }
    #expect(try vault.read(path("state/archive/s2/q1.wav"), limit: 1000) == Array(sound.utf8))
  }
}
