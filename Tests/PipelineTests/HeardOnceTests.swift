import Assessment
import Foundation
import Interview
import Maintenance
import Speech
import Store
import Testing
import Transcripts

/// How often sound is decoded and measured, whatever comes late.
struct HeardOnceTests {
  private static let interview = "interviews/sales-c20391/"
  private static let files = ["q1.opus", "q2.flac", "q3.mp3", "q4.m4a", "q1.json", "q2.json", "q3.srt", "q4.json"]

  /// What a row says of its answer, without when it was made.
  private static func facts(_ workshop: ProcessorFixture) throws -> [String] {
    try workshop.store.answers(ofSession: "s").map(\.record).sorted { $0.key < $1.key }.map { record in
      "\(record.key.id) \(record.engine) \(record.measures.sorted { $0.key.rawValue < $1.key.rawValue }) \(record.analysis)"
    }
  }

  @Test func `a recording that the recogniser listens to is heard once, and scored twice`() throws {
    let workshop = try ProcessorFixture(recogniser: Checkout.samples.appendingPathComponent(Self.interview + "q2.json"))
    try workshop.drop(Self.interview + "q2.flac", as: "s/q2.flac")
    try workshop.work()
    let stored = try #require(try workshop.store.current("s__q2"))
    #expect(stored.revision == 2)
    #expect(stored.record.transcriptHash != nil)
    #expect(workshop.recordings.decoded == 1)
  }

  @Test func `a transcript that comes late costs no second hearing, and gives what it gives in time`() throws {
    let (late, timely) = (try ProcessorFixture(), try ProcessorFixture())
    for workshop in [late, timely] { try workshop.drop(Self.interview + "q2.flac", as: "s/q2.flac") }
    try late.work()
    for workshop in [late, timely] {
      try workshop.drop(Self.interview + "q2.json", as: "s/q2.json")
      try workshop.work()
    }
    #expect((late.recordings.decoded, timely.recordings.decoded) == (1, 1))
    #expect(try Self.facts(late) == Self.facts(timely))
  }

  @Test(arguments: [(33_554_432, 4), (0, 8)])
  func `a manifest that comes last decodes nothing again, and gives what it gives first`(memory: Int, decoded: Int) throws {
    let (last, first) = (try ProcessorFixture(memory: memory), try ProcessorFixture())
    try first.drop(Self.interview + "session.yaml", as: "s/session.yaml")
    try first.work()
    for name in Self.files { for workshop in [last, first] { try workshop.drop(Self.interview + name, as: "s/" + name) } }
    for workshop in [last, first] { try workshop.work() }
    try last.drop(Self.interview + "session.yaml", as: "s/session.yaml")
    try last.work()
    #expect(last.recordings.decoded == decoded)
    #expect(first.recordings.decoded == 4)
    #expect(try Self.facts(last) == Self.facts(first))
    #expect(try last.store.answers(ofSession: "s").map(\.record.roleModel?.id) == Array(repeating: "sales", count: 4))
  }

  /// Nothing says the language but the transcript, which is one of something else in Chinese: what it lends, its language, is taken back.
  @Test func `a transcript of something else lends its language to nothing, without a second hearing`() throws {
    let recordings = HeardRecordings()
    let analyzer = AnswerAnalyzer(recordings: recordings)
    func analysis(_ transcript: String?) throws -> AnswerAnalysis {
      try analyzer.analyze(
        .init(
          recording: .file(Checkout.samples.appendingPathComponent("interviews/engineer-c20417/q2.flac").path), name: "q2",
          transcript: transcript.map { Checkout.samples.appendingPathComponent($0).path }))
    }
    let foreign = try analysis(Self.interview + "q1.json")
    #expect(foreign.text?.fit.reason == .transcriptMismatch)
    #expect(foreign.evidence.language == nil)
    #expect(foreign.profile.nuclei == (try analysis(nil).profile.nuclei))
    #expect(recordings.decoded == 1)
  }

  @Test func `whoever is forgotten is forgotten in memory, too`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.drop(Self.interview + "q2.flac", as: "s/q2.flac")
    try workshop.work()
    #expect(workshop.recordings.count == 1)
    _ = try workshop.retention?.forget(.session(OpaqueName("s")))
    #expect(workshop.recordings.count == 0)
  }

  @Test func `an unreadable transcript costs no second hearing, and what no more can come for is let go`() throws {
    let workshop = try ProcessorFixture()
    try workshop.drop(Self.interview + "session.yaml", as: "s/session.yaml")
    try workshop.write("{\"segments\": [", as: "s/q2.json")
    try workshop.drop(Self.interview + "q2.flac", as: "s/q2.flac")
    try workshop.work()
    #expect(workshop.recordings.decoded == 1)
    try workshop.drop(Self.interview + "q2.json", as: "s/q2.json")
    try workshop.work()
    #expect(workshop.recordings.decoded == 1)
    #expect(try workshop.store.current("s__q2")?.record.transcriptHash != nil)
    #expect(workshop.recordings.count == 0)
  }
}
