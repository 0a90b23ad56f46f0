import Interview
import Maintenance
import Store
import Testing

@testable import Control

struct RescoreRunsTests {
  private let wish = RescoreRuns.Wish(caller: "uid:7 (anna)", role: "sales", session: nil, isTrial: false)

  private static func batch(_ next: String?, answers: Int, rescored: Int, overtaken: Int = 0) -> Rescorer.Batch {
    var batch = Rescorer.Batch()
    batch.next = next
    batch.answers = answers
    batch.rescored = rescored
    batch.overtaken = overtaken
    return batch
  }

  @Test func `a run of many batches is begun once and done once, with what it did`() {
    let runs = RescoreRuns()
    let begun = AuditEntry(actor: "uid:7 (anna)", action: "rescore", subject: "sales", outcome: "begun")
    #expect(runs.opening(wish, after: nil) == begun)
    #expect(runs.note(wish, after: nil, Self.batch("s100", answers: 400, rescored: 399)) == nil)
    #expect(runs.opening(wish, after: "s100") == nil)
    #expect(runs.note(wish, after: "s100", Self.batch("s200", answers: 400, rescored: 400, overtaken: 2)) == nil)
    let done = runs.note(wish, after: "s200", Self.batch(nil, answers: 10, rescored: 1))
    #expect(
      done
        == AuditEntry(
          actor: "uid:7 (anna)", action: "rescore", subject: "sales", outcome: "done",
          detail: #"{"answers":810,"rescored":798,"changed":0}"#))
  }

  @Test func `a batch that goes on from nowhere, or from another's run, begins a run of its own`() {
    let runs = RescoreRuns()
    _ = runs.note(wish, after: nil, Self.batch("s100", answers: 1, rescored: 0))
    var other = wish
    other.caller = "uid:8"
    #expect(runs.opening(other, after: "s100")?.outcome == "begun")
    #expect(runs.opening(other, after: "s100")?.detail == #"{"after":"s100"}"#)
    #expect(runs.opening(wish, after: "s300")?.outcome == "begun")
    #expect(
      runs.note(wish, after: "s100", Self.batch(nil, answers: 1, rescored: 0))?.detail == #"{"answers":2,"rescored":0,"changed":0}"#)
  }

  @Test func `one batch is begun and done, and a trial says that it was one`() {
    var trial = wish
    trial.isTrial = true
    trial.role = nil
    trial.session = "s-7"
    let runs = RescoreRuns()
    let entries = [runs.opening(trial, after: nil), runs.note(trial, after: nil, Self.batch(nil, answers: 4, rescored: 4))]
    #expect(
      entries.compactMap { $0 }.map { [$0.action, $0.subject, $0.outcome] }
        == [["rescore.dry-run", "s-7", "begun"], ["rescore.dry-run", "s-7", "done"]])
  }
}
