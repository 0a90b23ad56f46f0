import Files
import Foundation
import Interview
import Seal
import Synchronization
import Testing

@testable import Inbox
@testable import Vault

/// A store of objects in memory, that can be away and can refuse.
private final class MemoryObjects: ObjectStore {
  struct State {
    var objects: [String: [[UInt8]]] = [:]
    var fault: FaultCode?
    var refusesErasing = false
    var puts = 0
    /// Done when something was put, before that is told.
    var meanwhile: (@Sendable () -> Void)?
  }

  let state = Mutex(State())

  private func inspect() throws(Fault) { if let code = state.withLock(\.fault) { throw Fault(code, "memory") } }

  func put(_ path: String, bytes: Int, hash: ContentHash, as name: String, scratch: String) throws(Fault) {
    try inspect()
    let content = try Files.read(path: path, limit: 1 << 20)
    #expect(content.count == bytes && Files.hash(content) == hash)
    let meanwhile = state.withLock { state in
      state.objects[name, default: []].append(content)
      state.puts += 1
      return state.meanwhile
    }
    meanwhile?()
  }

  func get(_ name: String, range: Range<Int>?, to path: String) throws(Fault) {
    try inspect()
    guard let content = state.withLock({ $0.objects[name]?.last }) else { throw Fault(.objectsMissing, name) }
    guard FileManager.default.createFile(atPath: path, contents: Data(content)) else { throw Fault(.fileUnwritable, path) }
  }

  func erase(below prefix: String) throws(Fault) -> Int {
    try inspect()
    if state.withLock(\.refusesErasing) { throw Fault(.objectsDenied, prefix) }
    return state.withLock { state in
      let names = state.objects.keys.filter { $0.hasPrefix(prefix) }
      for name in names { state.objects[name] = nil }
      return names.count
    }
  }

  func check() throws(Fault) { try inspect() }

  var names: [String] { state.withLock { $0.objects.keys.sorted() } }
}

/// The recordings of an archive, here and elsewhere.
@Suite struct `Recordings in a store of objects` {
  private let root = FileManager.default.temporaryDirectory.appendingPathComponent("intone-objects-\(UUID().uuidString)")
  private let objects = MemoryObjects()
  private let sound = Array("RIFF----WAVE sound".utf8)

  private var state: String { root.path + "/state" }

  /// - Parameter master: whom what is filed is sealed to.
  private func house(sealing master: SealIdentity? = nil, objects other: (any ObjectStore)? = nil, isOn: Bool = true) throws -> (
    inbox: Inbox, vault: Vault
  ) {
    for folder in ["inbox", "state"] {
      try FileManager.default.createDirectory(atPath: root.path + "/" + folder, withIntermediateDirectories: true)
    }
    let vault = Vault(master: master?.recipient, identities: master.map { [$0] } ?? [], keys: InMemorySessionKeys(), stateDirectory: state)
    if isOn { vault.use(ArchivedObjects(other ?? objects, prefix: "north/", stateDirectory: state, clock: { 1_800_000_000 })) }
    var configuration = InboxConfiguration(roots: [InboxRoot(path: root.path + "/inbox")], stateDirectory: state)
    (configuration.settle, configuration.transcriptWait, configuration.instance) = (0, 0, UUID().uuidString)
    return (try Inbox(configuration: configuration, vault: vault), vault)
  }

  /// Files what is dropped as scored.
  private func file(_ house: (inbox: Inbox, vault: Vault), _ name: String, _ bytes: [UInt8]) throws {
    let path = root.path + "/inbox/" + name
    try FileManager.default.createDirectory(
      atPath: String(path.dropLast(path.split(separator: "/").last?.count ?? 0)), withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: path))
    try house.inbox.recover()
    var isFiled = false
    while !isFiled {
      house.inbox.scan()
      while let claim = try house.inbox.claimNext() {
        try house.inbox.finish(claim, as: .recorded(transcriptRefused: nil))
        isFiled = true
      }
    }
  }

  private func archived(_ name: String) -> String { state + "/archive/" + name }
  private func content(_ name: String) throws -> [UInt8] { try Files.read(path: archived(name), limit: 1 << 20) }

  private func code(_ body: () throws -> Void) -> FaultCode? { #expect(throws: Fault.self) { try body() }?.code }

  @Test(arguments: [false, true]) func `a recording moves out when the store has confirmed it, and is read from there`(_ isSealed: Bool)
    throws
  {
    defer { try? FileManager.default.removeItem(at: root) }
    let house = try house(sealing: isSealed ? SealIdentity(bytes: Vault.random(32)) : nil)
    try file(house, "s/q1.wav", sound)
    #expect(house.vault.objects?.takeDue() == "s")
    let before = try content("s/q1.wav")
    #expect((before == sound) == !isSealed)
    objects.state.withLock { $0.fault = .objectsAway }
    #expect(code { _ = try house.inbox.moveOut(session: OpaqueName("s")) } == .objectsAway)
    #expect(try content("s/q1.wav") == before, "it is here until then")
    #expect(house.vault.objects?.fault?.detail.contains("since 2027-01-15T08:00:00") == true)
    objects.state.withLock { $0.fault = nil }
    #expect(try house.inbox.moveOut(session: OpaqueName("s")).files == 1)
    #expect(house.vault.objects?.fault == nil)
    #expect(objects.names == ["north/s/q1.wav/" + Files.hash(before).hex])
    #expect(objects.state.withLock { $0.objects.values.first } == [before], "what goes out is what lay here: sealed, where that is on")
    #expect(try content("s/q1.wav").count < 1000)
    // The same to whoever reads: whole, in part, by its hash, without a second way.
    let path = try #require(house.inbox.archivedAnswers(ofSession: OpaqueName("s")).first?.recording)
    #expect(try house.vault.read(path, limit: 1000) == sound)
    #expect(try house.vault.part(of: path, from: 4, count: 6).bytes == Array(sound[4..<10]))
    #expect(try house.vault.hash(path) == Files.hash(sound))
    #expect(try Vault.mark(ofFile: path)?.hash == (isSealed ? Files.hash(sound) : nil))
    #expect(try house.inbox.moveOut(session: OpaqueName("s")).files == 0 && objects.state.withLock(\.puts) == 1)
    // Sent twice, it is known without being fetched.
    objects.state.withLock { $0.fault = .objectsAway }
    try file(house, "s/q1.wav", sound)
    #expect(try content("s/q1.wav").starts(with: Array("intone.object/1".utf8)))
    house.vault.objects?.clear()
    #expect(code { _ = try house.vault.read(path, limit: 1000) } == .objectsAway)
  }

  @Test func `a name of any bytes has an object of its own, and another session's is not given`() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    #expect(ArchivedObjects.component("王 a%.wav") == "~E7~8E~8B~20a~25.wav")
    #expect(ArchivedObjects.component("..") == "~2E~2E" && ArchivedObjects.component("a~b") == "a~7Eb")
    #expect(ArchivedObjects.component(String(repeating: "王", count: 85)).utf8.count == 66)
    let house = try house()
    try file(house, "王 a%/自我 介绍.wav", sound)
    #expect(try house.inbox.moveOut(session: OpaqueName("王 a%")).files == 1)
    let path = try #require(house.inbox.archivedAnswers(ofSession: OpaqueName("王 a%")).first?.recording)
    #expect(try house.vault.read(path, limit: 1000) == sound)
    // The stub, laid down as another's.
    try file(house, "t/q1.wav", Array("RIFF other".utf8))
    try Data(Files.read(path: path, limit: 9999)).write(to: URL(filePath: archived("t/q1.wav")))
    #expect(code { _ = try house.vault.read(archived("t/q1.wav"), limit: 1000) } == .objectsMissing)
  }

  @Test func `an object that is gone or changed is told, never given`() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let house = try house()
    try file(house, "s/q1.wav", sound)
    _ = try house.inbox.moveOut(session: OpaqueName("s"))
    let name = try #require(objects.names.first)
    objects.state.withLock { $0.objects[name] = [Array("RIFF----WAVE s0und".utf8)] }
    #expect(code { _ = try house.vault.read(archived("s/q1.wav"), limit: 1000) } == .objectsMissing)
    objects.state.withLock { $0.objects[name] = nil }
    #expect(code { _ = try house.vault.read(archived("s/q1.wav"), limit: 1000) } == .objectsMissing)
    let off = Vault(master: nil, keys: InMemorySessionKeys(), stateDirectory: state)
    #expect(code { _ = try off.read(archived("s/q1.wav"), limit: 1000) } == .objectsOff)
  }

  @Test func `a better recording comes while the older one moves: it is kept, and both move`() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let house = try house()
    try file(house, "s/q1.wav", sound)
    let better = Array("RIFF----WAVE better".utf8)
    let (path, old) = (archived("s/q1.wav"), archived("s/old"))
    objects.state.withLock { state in
      // As another hand would: renamed in its place.
      state.meanwhile = {
        try? FileManager.default.moveItem(atPath: path, toPath: old)
        try? Data(better).write(to: URL(filePath: path))
      }
    }
    #expect(try house.inbox.moveOut(session: OpaqueName("s")).files == 0)
    #expect(try content("s/q1.wav") == better && objects.names == [])
    objects.state.withLock { $0.meanwhile = nil }
    try FileManager.default.removeItem(atPath: old)
    #expect(try house.inbox.moveOut(session: OpaqueName("s")).files == 1)
    // And as the inbox does it: what is superseded lies out there too.
    try file(house, "s/q1.wav", sound)
    #expect(try house.inbox.moveOut(session: OpaqueName("s")).files == 1)
    #expect(objects.names == [better, sound].map { "north/s/q1.wav/" + Files.hash($0).hex }.sorted())
    #expect(try house.vault.read(archived("s/.superseded/1/q1.wav"), limit: 1000) == better)
    // Both go with the answer; what is another's stays.
    try file(house, "s/q2.wav", sound)
    _ = try house.inbox.moveOut(session: OpaqueName("s"))
    _ = try house.inbox.eraseArchived(AnswerKey(session: OpaqueName("s"), question: OpaqueName("q1"), attempt: 1))
    #expect(objects.names == ["north/s/q2.wav/" + Files.hash(sound).hex])
  }

  @Test func `an erasure takes the objects first, and nothing where it cannot`() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let house = try house()
    for name in ["s/q1.wav", "t/q1.wav"] { try file(house, name, sound) }
    for session in ["s", "t"] { _ = try house.inbox.moveOut(session: OpaqueName(session)) }
    _ = try house.vault.read(archived("s/q1.wav"), limit: 1000)
    for (prepare, expected) in [
      ({ $0.fault = .objectsAway }, FaultCode.objectsAway), ({ ($0.fault, $0.refusesErasing) = (nil, true) }, .objectsDenied),
    ] as [((inout sending MemoryObjects.State) -> Void, FaultCode)] {
      objects.state.withLock { prepare(&$0) }
      #expect(code { _ = try house.inbox.erase(session: OpaqueName("s")) } == expected)
      #expect(try content("s/q1.wav").starts(with: Array("intone.object/1".utf8)), "it is known what is still to go")
    }
    objects.state.withLock { $0.refusesErasing = false }
    // One that a daemon put there which was killed before it could write the stub.
    objects.state.withLock { $0.objects["north/s/q9.wav/x"] = [sound] }
    _ = try house.inbox.erase(session: OpaqueName("s"))
    #expect(objects.names == ["north/t/q1.wav/" + Files.hash(sound).hex])
    #expect(try FileManager.default.contentsOfDirectory(atPath: state + "/fetched") == [])
    // Where none are configured any more nothing of it is forgotten by mistake.
    let again = try self.house(isOn: false)
    #expect(code { _ = try again.inbox.erase(session: OpaqueName("t")) } == .objectsOff)
  }

  @Test func `what is held or sealed again comes back first`() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let house = try house()
    try file(house, "s/q1.wav", sound)
    _ = try house.inbox.moveOut(session: OpaqueName("s"))
    try house.inbox.holdArchived(session: OpaqueName("s"), because: Fault(.inboxOnHold), root: InboxRoot(path: root.path + "/inbox"))
    #expect(try Files.read(path: state + "/held/s/q1.wav", limit: 1000) == sound && objects.names == [])
    // What was plain when sealing was turned on.
    try file(house, "t/q1.wav", sound)
    _ = try house.inbox.moveOut(session: OpaqueName("t"))
    let master = try SealIdentity(bytes: Vault.random(32))
    let sealing = try self.house(sealing: master)
    #expect(try sealing.inbox.sealExisting(session: OpaqueName("t")).files == 1)
    #expect(objects.names == [])
    #expect(try Vault.mark(ofFile: archived("t/q1.wav"))?.hash == Files.hash(sound))
    _ = try sealing.inbox.moveOut(session: OpaqueName("t"))
    #expect(try sealing.vault.read(archived("t/q1.wav"), limit: 1000) == sound && objects.names.count == 1)
  }
}
