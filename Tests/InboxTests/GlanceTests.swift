import Foundation
import Inbox
import Interview
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What the disk tells of the inbox while no daemon runs.
struct GlanceTests {
  /// The clock of the scratch inbox stands at 1,800,000,000 s.
  private func drop(_ house: ScratchInbox, _ path: String, age: Double, _ text: String = "RIFF") throws {
    try house.drop(path, text)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: house.clock.clock.wall() - age)],
      ofItemAtPath: house.base.appendingPathComponent("inbox/" + path).path)
  }

  @Test func `what waits is told as a daemon would tell it, and nothing is moved, made or locked`() throws {
    let house = try ScratchInbox()
    let inbox = try house.open()
    try drop(house, "a/q1.wav", age: 30)
    try drop(house, "b/q1.srt", age: 500, "1\n00:00:00,000 --> 00:00:01,000\nhello\n")
    try drop(house, "c/q1.wav", age: 90)
    try drop(house, "d/q1.wav", age: 1)
    try drop(house, "e/q1.wav", age: 70)
    try FileManager.default.createDirectory(
      at: house.base.appendingPathComponent("inbox/e/session.yaml"), withIntermediateDirectories: true)
    let before = try house.files("inbox") + house.files("state")
    let glance = try InboxGlance(house.configuration, limit: 10, clock: house.clock.clock)
    #expect(glance.items.map(\.id) == ["b__q1", "c__q1", "e__q1", "a__q1", "d__q1"])
    #expect(glance.items.map(\.state) == [.awaitingRecording, .ready, .held, .awaitingTranscript, .settling])
    #expect(glance.items.map(\.age) == [500, 90, 70, 30, 1])
    #expect(glance.items[2].fault?.code == .sessionManifestUnreadable)
    #expect(try InboxGlance(house.configuration, limit: 2, clock: house.clock.clock).items.count == 2)
    #expect(glance.total == 5 && glance.snapshot.waiting == 5 && glance.snapshot.oldestAge == 500)
    #expect(try house.files("inbox") + house.files("state") == before)
    // A daemon that looks at the same says the same, once it has seen them for as long.
    inbox.scan()
    house.clock.advance(2)
    inbox.scan()
    let seen = inbox.queueItems(limit: 10).items
    for item in glance.items where [.held, .awaitingRecording, .awaitingTranscript].contains(item.state) {
      let same = try #require(seen.first { $0.id == item.id })
      #expect(same.state == item.state && same.fault == item.fault && same.files == item.files && same.root == item.root)
    }
  }

  @Test func `what a daemon had in hand when it ended is told, and what cannot be read is said`() throws {
    let house = try ScratchInbox()
    let inbox = try house.open()
    try drop(house, "s/q1.wav", age: 100)
    try drop(house, "s/q2.wav", age: 50)
    inbox.scan()
    house.clock.advance(61)
    inbox.scan()
    _ = try inbox.claimNext()
    let glance = try InboxGlance(house.configuration, limit: 10, clock: house.clock.clock)
    #expect(glance.snapshot.working.map(\.id) == ["s__q1"])
    #expect(glance.items.map(\.id) == ["s__q2"])
    var elsewhere = house.configuration
    elsewhere.roots[0].path = "/nonexistent/inbox"
    let none = try InboxGlance(elsewhere, limit: 10, clock: house.clock.clock)
    #expect(none.items.isEmpty && none.snapshot.roots.map(\.fault?.code) == [.inboxVanished])
  }
}
