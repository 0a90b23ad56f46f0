import Foundation
import Interview
import Seal
import Testing

/// Both ways with the program of the format's author, as Debian ships it.
struct AgeTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-age-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func age(_ arguments: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/age")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  @Test(arguments: [0, 5, 65_536, 150_000])
  func `age opens what is sealed here, with a stanza that it does not know, and the other way round`(length: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var system = SystemRandomNumberGenerator()
    let random = { (count: Int) in (0..<count).map { _ in UInt8.random(in: 0...255, using: &system) } }
    let identity = try SealIdentity(bytes: random(32))
    let content = random(length)
    try Data((identity.secret + "\n").utf8).write(to: URL(fileURLWithPath: path("key")))
    let note = SealStanza("intone.file", ["recording", String(repeating: "a", count: 64)])
    try Data(Sealer.seal(content, to: [identity.recipient], notes: [note], random: random)).write(to: URL(fileURLWithPath: path("ours")))
    #expect(try age("-d", "-i", path("key"), "-o", path("opened"), path("ours")) == 0)
    // Of nothing it makes no file.
    let opened = length == 0 ? Data() : try Data(contentsOf: URL(fileURLWithPath: path("opened")))
    #expect(Array(opened) == content)

    try Data(content).write(to: URL(fileURLWithPath: path("plain")))
    #expect(try age("-r", identity.recipient.description, "-o", path("theirs"), path("plain")) == 0)
    let theirs = try Array(Data(contentsOf: URL(fileURLWithPath: path("theirs"))))
    #expect(try Unsealer.open(theirs, identities: [identity]) == content)
  }

  @Test func `age refuses what is refused here`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let identity = try SealIdentity(bytes: CountedChance().bytes(32))
    try Data((identity.secret + "\n").utf8).write(to: URL(fileURLWithPath: path("key")))
    let whole = try Sealer.seal([UInt8](repeating: 1, count: 70_000), to: [identity.recipient], random: CountedChance().bytes)
    try Data(whole.dropLast(70_000 - 65_536 + 16)).write(to: URL(fileURLWithPath: path("cut")))
    #expect(try age("-d", "-i", path("key"), "-o", path("opened"), path("cut")) != 0)
    #expect(throws: Fault.self) { try Unsealer.open(Array(whole.dropLast(70_000 - 65_536 + 16)), identities: [identity]) }
  }
}
