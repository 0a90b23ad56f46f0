import Interview
import Store
import Testing

/// What every store promises (`ScoreStore`), on every implementation.
@Suite struct `Any store` {
  @Test(arguments: Implementation.allCases) func `gives back what it was given`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    let odd = AnswerKey(session: OpaqueName(bytes: [0xFF, 0x25, 0x41]), question: OpaqueName("自我 介绍"), attempt: 3)
    for record in [sample(), sample(odd, recording: "other")] {
      #expect(try store.record(record, at: 1_800_000_100.5) == .new(revision: 1))
      let stored = try #require(try store.current(record.key.id))
      #expect(stored == StoredAnswer(record: record, revision: 1, recordedAt: 1_800_000_100.5, isCurrent: true))
    }
    #expect(try store.current("s1__q2") == nil)
    #expect(try store.revisions(of: "s1__q2") == [])
  }

  @Test(arguments: Implementation.allCases) func `records an answer without model and transcript`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    let bare = AnswerRecord(
      key: key("s1", "q1"), engine: "e1", recordingHash: hash("sound"), measures: [:], scorecard: nil, analysis: "{}", arrivedAt: 5)
    #expect(try store.record(bare, at: 6) == .new(revision: 1))
    #expect(try store.current("s1__q1")?.record == bare)
  }

  @Test(arguments: Implementation.allCases)
  func `never lets two sessions share an answer whose id looks the same`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    // `a__b__c` is both of session `a` and of session `a__b`.
    let (one, other) = (sample(key("a", "b__c")), sample(key("a__b", "c"), recording: "other"))
    #expect(one.key.id == other.key.id)
    #expect(try store.record(one, at: 1) == .new(revision: 1))
    let fault = #expect(throws: Fault.self) { try store.record(other, at: 2) }
    #expect(fault?.code == .storeAnswerTaken)
    #expect(try store.current("a__b__c")?.record == one)
    #expect(try store.revisions(of: "a__b__c").count == 1)
  }

  @Test(arguments: Implementation.allCases) func `does nothing for the same scoring twice`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    #expect(try store.record(sample(), at: 1) == .new(revision: 1))
    for time in [2.0, 3.0] { #expect(try store.record(sample(), at: time) == .same(revision: 1)) }
    #expect(try store.current("s1__q1")?.recordedAt == 1)
    #expect(try store.counts().revisions == 1)
    #expect(try store.counts().events == 1)
  }

  @Test(arguments: Implementation.allCases)
  func `makes a revision of each new recording, transcript, manifest, model and engine`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    var manifest = sample()
    manifest.manifestHash = hash("manifest")
    let variants = [
      sample(), sample(recording: "again"), sample(transcript: nil), sample(model: "2"), sample(engine: "e2"), manifest,
    ]
    for (index, record) in variants.enumerated() {
      #expect(try store.record(record, at: Double(index)) == .new(revision: index + 1))
      #expect(try store.current("s1__q1")?.record == record)
    }
    let revisions = try store.revisions(of: "s1__q1")
    #expect(revisions.map(\.revision) == [1, 2, 3, 4, 5, 6])
    #expect(revisions.map(\.isCurrent) == [false, false, false, false, false, true])
    #expect(revisions.map(\.record) == variants)
    #expect(try store.counts().answers == 1)
    #expect(try store.events(after: 0, limit: 10).map(\.kind) == ["answer.recorded"] + Array(repeating: "answer.revised", count: 5))
  }

  @Test(arguments: Implementation.allCases) func `makes an earlier revision current again`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 1)
    _ = try store.record(sample(model: "2"), at: 2)
    #expect(try store.record(sample(), at: 3) == .same(revision: 1))
    #expect(try store.revisions(of: "s1__q1").map(\.isCurrent) == [true, false])
    #expect(try store.events(after: 2, limit: 10).map(\.kind) == ["answer.reinstated"])
    #expect(try store.record(sample(model: "3"), at: 4) == .new(revision: 3))
  }

  @Test(arguments: Implementation.allCases) func `revises what is as it was read, and leaves what is not`(
    _ implementation: Implementation
  ) throws {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 1)
    _ = try store.record(sample(key("s1", "q2"), recording: "other"), at: 1)
    let (first, second) = (try #require(try store.current("s1__q1")), try #require(try store.current("s1__q2")))
    // A new recording of the second question is scored in between.
    _ = try store.record(sample(key("s1", "q2"), recording: "later"), at: 2)
    let latest = try store.current("s1__q2")
    let outcomes = try store.revise(
      [(read: first, record: sample(model: "2")), (read: second, record: sample(key("s1", "q2"), recording: "other", model: "2"))], at: 3)
    #expect(outcomes == [.new(revision: 2), nil])
    #expect(try store.current("s1__q1")?.record == sample(model: "2"))
    #expect(try store.current("s1__q2") == latest)
    #expect(try store.revise([(read: first, record: sample(model: "3"))], at: 4) == [nil], "the first revision is no longer current")
    try store.checkIntegrity()
  }

  @Test(arguments: Implementation.allCases) func `links a recording that came before under another name`(_ implementation: Implementation)
    throws
  {
    let store = try implementation.make()
    _ = try store.record(sample(key("s1", "q1"), arrivedAt: 10), at: 1)
    _ = try store.record(sample(key("s1", "q2"), arrivedAt: 20), at: 2)
    _ = try store.record(sample(key("s2", "q1"), arrivedAt: 30), at: 3)
    _ = try store.record(sample(key("s2", "q2"), recording: "other", arrivedAt: 40), at: 4)
    #expect(try store.current("s1__q1")?.duplicateOf == nil)
    #expect(try store.current("s1__q2")?.duplicateOf == "s1__q1")
    #expect(try store.current("s2__q1")?.duplicateOf == "s1__q1")
    #expect(try store.current("s2__q2")?.duplicateOf == nil)
    #expect(try store.answers(withRecording: hash("sound")).map(\.id) == ["s1__q1", "s1__q2", "s2__q1"])
  }

  @Test(arguments: Implementation.allCases) func `refuses a value that is no number`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    var record = sample()
    record.measures[.snr] = .value(.nan)
    #expect(throws: Fault(.storeRecordRefused, "s1__q1: snr_db")) { try store.record(record, at: 1) }
    #expect(try store.counts() == StoreCounts())
  }

  @Test(arguments: Implementation.allCases) func `lists a session in the order of questions and attempts`(_ implementation: Implementation)
    throws
  {
    let store = try implementation.make()
    for (index, name) in [key("s1", "q2"), key("s1", "q1", 2), key("s1", "q1"), key("s2", "q1")].enumerated() {
      _ = try store.record(sample(name, recording: "\(index)"), at: 1)
    }
    #expect(try store.answers(ofSession: "s1").map(\.id) == ["s1__q1", "s1__q1.2", "s1__q2"])
    #expect(try store.answers(ofSession: "s3") == [])
  }

  @Test(arguments: Implementation.allCases) func `gives a session's figures as its answers have them`(_ implementation: Implementation)
    throws
  {
    let store = try implementation.make()
    var declined = sample(key("s1", "q3"), recording: "3")
    declined.measures = [.duration: .unknown(.consentDeclined)]
    (declined.scorecard, declined.roleModel) = (nil, nil)
    for record in [sample(key("s1", "q2"), recording: "1", overall: 4_321), sample(key("s1", "q1", 2), recording: "2"), declined] {
      _ = try store.record(record, at: 1)
    }
    func figures(_ answers: [StoredAnswer]) -> [String] {
      answers.map { answer in
        let (record, card) = (answer.record, answer.record.scorecard)
        let measures = ScoredOutline.measures.map { "\(String(describing: record.measures[$0]))" }
        return
          "\(answer.id) \(answer.revision) \(record.engine) \(record.key) \(record.candidate ?? "") \(String(describing: record.roleModel)) "
          + "\(String(describing: card?.overall)) \(String(describing: card?.dimensions)) \(String(describing: card?.confidence.low)) "
          + "\(record.arrivedAt) \(answer.recordedAt) \(measures) \(record.isDeclined)"
      }
    }
    #expect(figures(try store.outlines(ofSession: "s1")) == figures(try store.answers(ofSession: "s1")))
    #expect(try store.outlines(ofSession: "s1").map(\.id) == ["s1__q1.2", "s1__q2", "s1__q3"])
    #expect(try store.outlines(ofSession: "s3") == [])
  }

  @Test(arguments: Implementation.allCases) func `is healthy and whole`(_ implementation: Implementation) throws {
    let store = try implementation.make()
    _ = try store.record(sample(), at: 1)
    try store.checkIntegrity()
    #expect(try implementation.rawValue.lowercased().hasSuffix(store.health().kind))
    #expect(try store.counts().lastRecordedAt == 1)
  }
}
