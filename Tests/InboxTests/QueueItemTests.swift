import Foundation
import Inbox
import Interview
import Testing

struct QueueItemTests {
  @Test func `what waits is named, the oldest first, with why and since when, and no more than asked for`() throws {
    let house = try ScratchInbox()
    let inbox = try house.open()
    try house.drop("b/q1.srt", "1\n00:00:00,000 --> 00:00:01,000\nhello\n")
    inbox.scan()
    house.clock.advance(100)
    try house.drop("a/q1.wav")
    inbox.scan()
    let (items, total) = inbox.queueItems(limit: 10)
    #expect(total == 2)
    #expect(items.map(\.id) == ["b__q1", "a__q1"])
    #expect(items.map(\.state) == [.awaitingRecording, .settling])
    #expect(items.map(\.files) == [["b/q1.srt"], ["a/q1.wav"]])
    #expect(items.map(\.age) == [100, 0])
    #expect(items.allSatisfy { $0.root == house.configuration.roots[0].path && $0.fault == nil && $0.retryIn == nil })
    let short = inbox.queueItems(limit: 1)
    #expect(short.items.map(\.id) == ["b__q1"] && short.total == 2)
  }

  @Test func `what is tried again says why, and in how many seconds`() throws {
    let house = try ScratchInbox()
    let inbox = try house.open()
    try house.drop("a/q1.wav")
    inbox.scan()
    house.clock.advance(100)
    inbox.scan()
    guard let claim = try inbox.claimNext() else {
      Issue.record("it is ready")
      return
    }
    try inbox.finish(claim, as: .retryLater(Fault(.inboxFull, "disk"), after: 8))
    inbox.scan()
    let item = try #require(inbox.queueItems(limit: 10).items.first)
    #expect(item.state == .backingOff && item.fault?.code == .inboxFull)
    #expect(item.retryIn == 8)
    house.clock.advance(3)
    #expect(inbox.queueItems(limit: 10).items.first?.retryIn == 5)
  }
}
