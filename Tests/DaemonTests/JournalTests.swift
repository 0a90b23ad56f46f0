import Testing

@testable import Daemon

struct JournalTests {
  @Test func `a fault that goes on is told five times a minute, then counted, and another one speaks`() {
    let filter = RepeatFilter()
    let verdicts = (0..<8).map { filter.judge("inbox.fault store.full", now: Double($0)) }
    #expect(verdicts == Array(repeating: .pass, count: 5) + Array(repeating: .keepBack, count: 3))
    #expect(filter.judge("inbox.fault store.locked", now: 8) == .pass)
    #expect(filter.judge("inbox.fault store.full", now: 59.9) == .keepBack)
    // Four were kept back: the sixth to the eighth, and that of second 59.9.
    #expect(filter.judge("inbox.fault store.full", now: 60) == .passAfter(4))
    #expect(filter.judge("inbox.fault store.full", now: 61) == .pass)
  }

  @Test func `a message to the journal has a field a line, and one of several lines after its length`() {
    let message = JournalSocket.message([("MESSAGE", "one\ntwo"), ("PRIORITY", "4"), (JournalSocket.name("audio_s"), "2.8")])
    let expected = Array("MESSAGE\n".utf8) + [7, 0, 0, 0, 0, 0, 0, 0] + Array("one\ntwo\nPRIORITY=4\nINTONE_AUDIO_S=2.8\n".utf8)
    #expect(message == expected)
    #expect(JournalSocket.name("needs-restart é") == "INTONE_NEEDS_RESTART__")
  }
}
