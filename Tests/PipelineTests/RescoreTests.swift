import Assessment
import Foundation
import Interview
import Maintenance
import Pipeline
import Queries
import RoleModels
import Sessions
import Store
import Testing

struct RescoreTests {
  /// The shipped model `general`, its pace band moved so that what was in it is not, as version 2.
  private static func stricter() throws -> RoleModel {
    let file = Checkout.repository.appendingPathComponent("models/general.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacingOccurrences(of: "version: \"1.0\"", with: "version: \"2.0\"")
      .replacingOccurrences(of: "curve: {1.2: 0, 2.6: 100, 5.2: 100, 7: 0}", with: "curve: {5.5: 0, 6: 100, 7: 100, 9: 0}")
    return try RoleModel(Array(text.utf8), name: "general.yaml", hash: ContentHash(hex: String(repeating: "2", count: 64)))
  }

  /// The shipped model with another version and nothing else changed.
  private static func raised(_ id: String) throws -> RoleModel {
    let text = try String(contentsOf: Checkout.repository.appendingPathComponent("models/\(id).yaml"), encoding: .utf8)
    let raised = text.replacing(/(?m)^version: .*$/, with: "version: \"99.0\"")
    return try RoleModel(Array(raised.utf8), name: "\(id).yaml", hash: ContentHash(hex: String(repeating: "9", count: 64)))
  }

  private static func library(_ model: RoleModel) throws -> RoleModelLibrary {
    RoleModelLibrary(Checkout.models.models.filter { $0.id != model.id } + [model])
  }

  private static func workshop() throws -> ProcessorFixture {
    let workshop = try ProcessorFixture()
    try workshop.drop("interviews/sales-c20391/q2.json", as: "s/q2.json")
    try workshop.drop("interviews/sales-c20391/q2.flac", as: "s/q2.flac")
    try workshop.work()
    return workshop
  }

  @Test func `the same model scores the stored measures as it scored the recording`() throws {
    let workshop = try Self.workshop()
    let stored = try #require(try workshop.store.current("s__q2"))
    let again = try #require(try workshop.line.explained("s__q2", advice: AdviceCatalogue(), baselines: BaselineFiles("/nonexistent")))
    #expect(again.answer == stored)
    let batch = try workshop.line.rescore(role: nil, session: nil, after: nil, sessions: 10, isTrial: false)
    #expect((batch.answers, batch.rescored) == (1, 0))
    #expect(batch.next == nil)
    #expect(try workshop.store.revisions(of: "s__q2").count == 1)
  }

  @Test func `a model that says the same under another version scores every stored answer as it was scored, to the hundredth`() throws {
    let workshop = try ProcessorFixture()
    for session in ["sales-c20391", "engineer-c20417"] {
      let folder = Checkout.samples.appendingPathComponent("interviews/\(session)")
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
        try workshop.drop("interviews/\(session)/\(name)", as: "\(session)/\(name)")
      }
    }
    try workshop.work()
    workshop.line.models = RoleModelLibrary([try Self.raised("sales"), try Self.raised("software-engineer")])
    let batch = try workshop.line.rescore(role: nil, session: nil, after: nil, sessions: 10, isTrial: false)
    #expect((batch.answers, batch.rescored) == (8, 8))
    #expect(batch.changes == [])
  }

  @Test func `a new version makes a revision that equals an analysis of the recording by it`() throws {
    let workshop = try Self.workshop()
    let before = try #require(try workshop.store.current("s__q2"))
    let model = try Self.stricter()
    workshop.line.models = try Self.library(model)

    let trial = try workshop.line.rescore(role: "general", session: nil, after: nil, sessions: 10, isTrial: true)
    #expect((trial.answers, trial.rescored, trial.changes.count) == (1, 1, 1))
    #expect(try workshop.store.current("s__q2") == before, "a trial writes nothing")
    #expect(try workshop.line.rescore(role: "sales", session: nil, after: nil, sessions: 10, isTrial: false).answers == 0)

    let done = try workshop.line.rescore(role: nil, session: "s", after: nil, sessions: 10, isTrial: false)
    #expect(done.changes == trial.changes)
    let after = try #require(try workshop.store.current("s__q2"))
    #expect(after.revision == 2)
    #expect(after.record.roleModel == model.reference)
    #expect(after.record.engine == before.record.engine)

    let interviews = Checkout.samples.appendingPathComponent("interviews/sales-c20391")
    let whole = try AnswerAnalyzer().analyze(
      .init(
        recording: .file(interviews.appendingPathComponent("q2.flac").path), name: "s__q2",
        transcript: interviews.appendingPathComponent("q2.json").path, role: model, question: "q2", language: .zh))
    let (card, expected) = (try #require(after.record.scorecard), try #require(whole.scorecard))
    let overall = try #require(card.overall)
    #expect(overall == expected.overall)
    #expect(card.lostPoints.map(\.code) == expected.lostPoints.map(\.code))
    #expect(card.lostPoints.map(\.points) == expected.lostPoints.map(\.points))
    #expect(card.lostPoints.map(\.points).reduce(.zero, +) == .full - overall)
    for (own, other) in zip(card.lostPoints, expected.lostPoints) where own.code == other.code {
      #expect(own.spans.map { $0.start.rounded(decimals: 2) } == other.spans.map { $0.start.rounded(decimals: 2) }, "\(own.code)")
    }
    // The object that the store keeps has the new scores, and everything else as it was.
    let object = try #require(JSONSerialization.jsonObject(with: Data(after.record.analysis.utf8)) as? [String: Any])
    let scores = try #require(object["scores"] as? [String: Any])
    #expect((scores["role"] as? [String: Any])?["version"] as? String == "2.0")
    #expect(scores["overall"] as? Double == card.overall?.value)
    #expect(after.record.analysis.hasPrefix(String(before.record.analysis.prefix(200))))
    #expect(try workshop.store.events(after: 0, limit: 99).last?.kind == "answer.revised")
  }

  @Test func `a batch, shared among the processors, is what its sessions are one by one, in their order`() throws {
    let workshop = try ProcessorFixture()
    let sessions = (1...7).map { "s\($0)" }
    for session in sessions {
      try workshop.drop("interviews/sales-c20391/q2.json", as: "\(session)/q2.json")
      try workshop.drop("interviews/sales-c20391/q2.flac", as: "\(session)/q2.flac")
    }
    try workshop.work()
    workshop.line.models = try Self.library(Self.stricter())
    let alone = try sessions.flatMap { session in
      try workshop.line.rescore(role: nil, session: session, after: nil, sessions: 1, isTrial: true).changes
    }
    #expect(alone.map(\.answer) == sessions.map { $0 + "__q2" })

    let first = try workshop.line.rescore(role: nil, session: nil, after: nil, sessions: 5, isTrial: false)
    #expect((first.answers, first.rescored, first.next) == (5, 5, "s5"))
    let rest = try workshop.line.rescore(role: nil, session: nil, after: first.next, sessions: 5, isTrial: false)
    #expect((rest.answers, rest.rescored, rest.next) == (2, 2, nil))
    #expect(first.changes + rest.changes == alone)
    for session in sessions { #expect(try workshop.store.current(session + "__q2")?.revision == 2) }
  }

  @Test func `an answer that was imported without its analysis is shown as it is, and keeps its score`() throws {
    let workshop = try Self.workshop()
    var record = try #require(try workshop.store.current("s__q2")).record
    record.key = AnswerKey(session: OpaqueName("old"), question: record.key.question, attempt: 1)
    record.analysis = AnswerRecord.noAnalysis
    _ = try workshop.store.record(record, at: 1)
    let nowhere = BaselineFiles("/nonexistent")
    let explained = try #require(try workshop.line.explained("old__q2", advice: AdviceCatalogue(), baselines: nowhere))
    #expect(explained.text(in: .en).contains("Score "))
    #expect(explained.counterfactuals.isEmpty)
    let card = try SessionScorecard("old", in: workshop.store, models: workshop.line.models, at: 2)
    #expect(card?.summary.overall == record.scorecard?.overall)

    workshop.line.models = try Self.library(Self.stricter())
    let batch = try workshop.line.rescore(role: nil, session: nil, after: nil, sessions: 10, isTrial: false)
    #expect((batch.answers, batch.rescored) == (2, 1), "its neighbour is scored again")
    #expect(try workshop.store.current("old__q2")?.revision == 1)
  }

  @Test func `explain says what one change would gain, by the model itself`() throws {
    let workshop = try Self.workshop()
    workshop.line.models = try Self.library(try Self.stricter())
    _ = try workshop.line.rescore(role: nil, session: nil, after: nil, sessions: 10, isTrial: false)
    let explained = try #require(try workshop.line.explained("s__q2", advice: AdviceCatalogue(), baselines: BaselineFiles("/nonexistent")))
    let best = try #require(explained.counterfactuals.first)
    let lost = try #require(explained.answer.record.scorecard?.lostPoints.first { $0.measure == best.measure })
    #expect(best.gain == lost.points, "with the measure in its band nothing is lost there")
    #expect(explained.text(in: .en).contains("What one change would do"))
  }

  @Test func `a model that nobody has installed leaves its answers alone and is named`() throws {
    let workshop = try Self.workshop()
    workshop.line.models = RoleModelLibrary([])
    let batch = try workshop.line.rescore(role: nil, session: nil, after: nil, sessions: 10, isTrial: false)
    #expect(batch.missing == ["general"])
    #expect(batch.rescored == 0)
    #expect(throws: Fault(.storeNoSession, "nobody")) {
      try workshop.line.rescore(role: nil, session: "nobody", after: nil, sessions: 10, isTrial: false)
    }
  }
}
