import Assessment
import Foundation
import Inbox
import Interview
import Queries
import RoleModels
import Sessions
import Store
import Testing

/// `consent.declined`: answers that their candidate keeps from the machine.
@Suite struct `Declined answers` {
  private static let recording = "interviews/sales-c20391/q2.flac"
  private static let transcript = "interviews/sales-c20391/q2.json"

  private func session(_ workshop: ProcessorFixture) throws -> SessionScorecard {
    try #require(try SessionScorecard("s", in: workshop.store, models: RoleModelLibrary([], unreadable: []), at: 1_700_000_100))
  }

  @Test(arguments: ["{recorded: true, analysed: true, declined: [q2]}", "{declined: true}", "{analysed: false, declined: true}"])
  func `are filed for people and never measured`(consent: String) throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.write("candidate: c-9\nquestions: [{id: q2}]\nconsent: \(consent)\n", as: "s/session.yaml")
    try workshop.drop(Self.recording, as: "s/q2.flac")
    try workshop.drop(Self.transcript, as: "s/q2.json")
    try workshop.work()
    let record = try #require(workshop.store.current("s__q2")?.record)
    #expect(record.isDeclined && record.scorecard == nil && record.transcriptHash == nil && !record.hasAnalysis)
    #expect(record.measures.count == Measure.allCases.count && record.measures.values.allSatisfy { $0.reason == .consentDeclined })
    // The recording is where people hear it from, and nothing is set aside.
    #expect(workshop.files("state/archive") == ["s/q2.flac", "s/q2.json", "s/session.yaml"])
    #expect(try workshop.inbox.quarantineItems().isEmpty)
    let session = try session(workshop)
    #expect(session.state.phase == .completed && session.summary.overall == nil)
    #expect(session.notes.first?.en.hasPrefix("Answers that the candidate keeps from the machine: q2.") == true)
    let explained = try #require(
      try ExplainedAnswer(
        "s__q2", in: workshop.store, advice: AdviceCatalogue(), models: RoleModelLibrary([], unreadable: []), baselines: BaselineFiles()))
    #expect(explained.text(in: .zh).contains("候选人谢绝机器分析") && !explained.text(in: .zh).contains("没有岗位模型"))
    // People judge as ever.
    let review = Review(of: .answer("s__q2"), reviewer: "anna", judgement: "strong", reason: "clear")
    #expect(try workshop.store.add(review, at: 1_700_000_200).number == 1)
  }

  @Test func `leave the other answers of their session as they are`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.write("consent: {declined: [q1]}\n", as: "s/session.yaml")
    for question in ["q1", "q2"] { try workshop.drop(Self.recording, as: "s/\(question).flac") }
    try workshop.work()
    #expect(try workshop.store.answers(ofSession: "s").map(\.record.isDeclined) == [true, false])
    #expect(try workshop.store.current("s__q2")?.record.measures[.duration]?.value == 36.515)
  }

  @Test func `lose what was measured before, in every revision and document, and keep what people decided`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.drop(Self.recording, as: "s/q2.flac")
    try workshop.work()
    try workshop.drop(Self.transcript, as: "s/q2.json")
    try workshop.drop("interviews/sales-c20391/q1.opus", as: "s/q1.opus")
    try workshop.work()
    #expect(try workshop.store.revisions(of: "s__q2").count == 2)
    let review = Review(of: .answer("s__q2"), reviewer: "anna", judgement: "strong", reason: "clear")
    _ = try workshop.store.add(review, at: 1_700_000_200)
    let (other, before) = (try workshop.store.current("s__q1"), try documents(workshop))
    #expect(before.contains { $0.contains("投资回报") })

    try workshop.write("consent: {declined: [q2]}\n", as: "s/session.yaml")
    try workshop.work()
    let revisions = try workshop.store.revisions(of: "s__q2")
    #expect(revisions.count == 3)
    for revision in revisions {
      #expect(revision.record.scorecard == nil && revision.record.measures.values.allSatisfy { $0.reason == .consentDeclined })
      #expect(!revision.record.hasAnalysis)
    }
    #expect(try workshop.store.reviews(of: .answer("s__q2")).map(\.review.judgement) == ["strong"])
    #expect(try workshop.store.current("s__q1")?.record.measures[.duration] == other?.record.measures[.duration])
    #expect(try documents(workshop).filter { $0.contains("\"question\":\"q2\"") }.count == 1)
    #expect(try !documents(workshop).contains { $0.contains("投资回报") })
    // What followers of the feed read of it has no score any more.
    let reported = try workshop.store.events(after: 0, limit: 100).filter { $0.answer == "s__q2" }
    #expect(
      !reported.isEmpty && reported.allSatisfy { !$0.detail.contains(#""overall":"#) || $0.detail.contains(#""overall":null"#) },
      "\(reported)")
    // Nothing of the words or figures is left in the database's own files either.
    for name in try FileManager.default.contentsOfDirectory(atPath: workshop.folder.path + "/state") where name.hasPrefix("intone.sqlite") {
      let bytes = try Data(contentsOf: workshop.folder.appendingPathComponent("state/" + name))
      #expect(bytes.range(of: Data("投资回报".utf8)) == nil, "\(name)")
    }
  }

  @Test func `are measured once their candidate says otherwise`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.write("consent: {declined: true}\n", as: "s/session.yaml")
    try workshop.drop(Self.recording, as: "s/q2.flac")
    try workshop.drop(Self.transcript, as: "s/q2.json")
    try workshop.work()
    try workshop.write("consent: {analysed: true, declined: false}\n", as: "s/session.yaml")
    try workshop.work()
    let record = try #require(workshop.store.current("s__q2")?.record)
    #expect(!record.isDeclined && record.transcriptHash != nil && record.scorecard != nil)
  }

  @Test func `who did not agree to be recorded is held under a code of its own`() throws {
    let workshop = try ProcessorFixture(isKept: true)
    try workshop.drop(Self.recording, as: "s/q2.flac")
    try workshop.work()
    try workshop.write("consent: {recorded: false, analysed: true}\n", as: "s/session.yaml")
    try workshop.work()
    #expect(try workshop.store.current("s__q2") == nil)
    #expect(try workshop.inbox.quarantineItems().map(\.code) == ["session.recording-refused"])
  }

  private func documents(_ workshop: ProcessorFixture) throws -> [String] {
    try workshop.inbox.records.documents(ofSession: OpaqueName("s")).map { String(decoding: $0, as: UTF8.self) }
  }
}
