import Foundation
import Inbox
import Interview
import Maintenance
import SQLiteStore
import Store
import StoreSQL
import Testing

@Suite struct `Erasure in every layer` {
  private static let recording = "interviews/sales-c20391/q2.flac"
  private static let other = "interviews/engineer-c20417/q3.wav"

  @Test func `an id that nobody ever had is an error, and on no list`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    let retention = try #require(workshop.retention)
    for subject in [ErasureSubject.candidate("c-1"), .session(OpaqueName("s"))] {
      #expect(throws: Fault.self) { try retention.preview(subject) }
      let fault = #expect(throws: Fault.self) { try retention.forget(subject) }
      #expect(fault?.code.code == "forget.unknown")
    }
    #expect(try retention.tombstones.isEmpty())
    _ = try retention.forget(.candidate("c-1"), inAdvance: true)
    #expect(try retention.tombstones.holds(.candidate, "c-1"))
    #expect(try retention.forget(.candidate("c-1")).erased.sessions == [], "whoever is forgotten may be forgotten again")
  }

  @Test func `a session goes without its neighbour whose name begins alike, and in hand is only what is its own`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    let retention = try #require(workshop.retention)
    try workshop.drop(Self.recording, as: "a/q1.flac")
    try workshop.drop(Self.other, as: "a__b/q1.wav")
    try workshop.work()
    #expect(try workshop.store.current("a__q1") != nil && workshop.store.current("a__b__q1") != nil)
    let receipt = try retention.forget(.session(OpaqueName("a")))
    #expect(receipt.erased.answers == 1)
    #expect(try workshop.store.current("a__q1") == nil && workshop.store.current("a__b__q1") != nil)
    #expect(workshop.files("state/archive").contains("a__b/q1.wav"))
  }

  @Test func `the words of a question go without those of one whose name begins alike`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.drop(Self.recording, as: "s/q1.flac")
    try workshop.drop(Self.other, as: "s/q1.1.more.wav")
    try workshop.work()
    let documents = try workshop.inbox.records.documents(ofSession: OpaqueName("s")).count
    _ = try workshop.inbox.eraseArchived(AnswerKey(session: OpaqueName("s"), question: OpaqueName("q1")))
    #expect(try workshop.inbox.records.documents(ofSession: OpaqueName("s")).count == documents - 1)
  }

  @Test func `nothing names a forgotten answer as the original of a recording, and the next one takes its place`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    let retention = try #require(workshop.retention)
    for (number, session) in ["first", "second", "third"].enumerated() {
      try workshop.write("candidate: c-\(number)\n", as: "\(session)/session.yaml")
      try workshop.drop(Self.recording, as: "\(session)/q1.flac")
      try workshop.work()
    }
    #expect(try workshop.store.current("third__q1")?.duplicateOf == "first__q1")
    _ = try retention.forget(.candidate("c-0"))
    #expect(try workshop.store.current("second__q1")?.duplicateOf == nil)
    #expect(try workshop.store.current("third__q1")?.duplicateOf == "second__q1")
    #expect(try workshop.store.events(after: 0, limit: 100).allSatisfy { !$0.detail.contains("first__q1") })
    #expect(try !workshop.holds("first__q1"))
  }

  @Test func `databases that were moved aside are erased too, and one that is damaged goes as a whole`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    let retention = try #require(workshop.retention)
    for name in ["c-1", "c-2"] {
      try workshop.write("candidate: \(name)\n", as: "of-\(name)/session.yaml")
      try workshop.drop(name == "c-1" ? Self.recording : Self.other, as: "of-\(name)/q1." + (name == "c-1" ? "flac" : "wav"))
    }
    try workshop.work()
    let path = workshop.folder.path + "/state/intone.sqlite"
    _ = try (workshop.store as? SQLiteStore)?.backup(to: path + ".replaced-20260101T000000Z")
    var half = try Data(contentsOf: URL(fileURLWithPath: path + ".replaced-20260101T000000Z"))
    half.replaceSubrange(4096..<half.count, with: repeatElement(0x5A, count: half.count - 4096))
    try half.write(to: URL(fileURLWithPath: path + ".damaged-20260101T000000Z"))
    let receipt = try retention.forget(.candidate("c-1"))
    #expect(receipt.movedDatabases == 1 && receipt.asidesRemoved == 1)
    #expect(!FileManager.default.fileExists(atPath: path + ".damaged-20260101T000000Z"))
    let moved = try SQLiteStore(path: path + ".replaced-20260101T000000Z")
    #expect(try moved.sessions(after: nil, limit: 10).map(\.record.candidate) == ["c-2"])
    #expect(try !workshop.holds("of-c-1__q1"))
    // A backup that comes back: what is on the list and in no row of the store goes as well.
    _ = try retention.forget(.candidate("c-2"))
    #expect(try moved.sessions(after: nil, limit: 10).isEmpty)
  }

  @Test func `what is on the list and still there is taken up, in the store, in files and in what was moved aside`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    let retention = try #require(workshop.retention)
    for session in ["a", "b", "c"] {
      try workshop.write("candidate: of-\(session)\n", as: "\(session)/session.yaml")
      try workshop.drop(Self.recording, as: "\(session)/q1.flac")
    }
    try workshop.work()
    let path = workshop.folder.path + "/state/intone.sqlite"
    _ = try (workshop.store as? SQLiteStore)?.backup(to: path + ".replaced-20260101T000000Z")
    // As an erasure leaves things that was killed: on the list, with its rows; without its rows; by its candidate.
    try retention.tombstones.add([(kind: .session, name: "a"), (kind: .session, name: "b"), (kind: .candidate, name: "OF-C")])
    _ = try (workshop.store as? SQLiteStore)?.erase(sessions: ["b"], telling: .sessionForgotten, at: 0)
    #expect(try retention.takeUp(in: workshop.store) == 3)
    #expect(try workshop.store.sessions(after: nil, limit: 10).isEmpty)
    #expect(workshop.files("state/archive") == [])
    #expect(try SQLiteStore(path: path + ".replaced-20260101T000000Z").sessions(after: nil, limit: 10).isEmpty)
    #expect(try workshop.store.auditLinks(after: 0, limit: 10).map(\.entry.action) == ["forget", "forget", "forget"])
    #expect(try retention.takeUp(in: workshop.store) == 0)
  }

  @Test(arguments: ["cand0", "CAND0", " Cand0 ", "cand０", "ＣＡＮＤ０", "ca\u{200B}nd0", "\u{FEFF}cand0", "cand0\u{00A0}"])
  func `a candidate is known again as people compare names`(name: String) throws {
    let workshop = try ProcessorFixture(isKept: true)
    let retention = try #require(workshop.retention)
    _ = try retention.forget(.candidate("Cand0"), inAdvance: true)
    #expect(try retention.tombstones.holds(.candidate, name))
    #expect(try !retention.tombstones.holds(.candidate, "cand1"))
    #expect(try !retention.tombstones.holds(.candidate, "can d0"))
  }

  @Test(arguments: [("C\u{2010}1", "c-1"), ("Stra\u{DF}e", "STRASSE"), ("e\u{301}", "\u{C9}"), ("ﬁn", "FIN"), ("a  b", "A\tb")])
  func `folding meets where people see one name`(left: String, right: String) throws {
    let workshop = try ProcessorFixture(isKept: true)
    let retention = try #require(workshop.retention)
    _ = try retention.forget(.candidate(left), inAdvance: true)
    #expect(try retention.tombstones.holds(.candidate, right))
  }
}
