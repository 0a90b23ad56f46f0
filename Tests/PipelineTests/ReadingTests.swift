import Assessment
import Documents
import Foundation
import Interview
import Maintenance
import Pipeline
import Queries
import Reports
import RoleModels
import SQLiteStore
import Sessions
import Store
import StoreSQL
import Testing
import Transcripts

/// What people read of the store: lists, comparisons, what was delivered or said twice.
struct ReadingTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("intone-reading-\(UUID().uuidString)")

  private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// Six hundred syllables in a recording of half a minute: nobody speaks so fast.
  private static let foreign = Array(String(repeating: "we cut the cost by 30 percent then ", count: 75).utf8)

  @Test func `nothing is taken from a transcript that does not fit, neither measures nor findings nor language`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let recording = Checkout.samples.appendingPathComponent("interviews/sales-c20391/q2.flac").path
    func analysis(_ transcript: String?) throws -> AnswerAnalysis {
      try AnswerAnalyzer().analyze(.init(recording: .file(recording), name: "q2.flac", transcript: transcript))
    }
    let wrong = try analysis(try file("q2.txt", Self.foreign))
    #expect(wrong.evidence.measures.misfit == .transcriptMismatch)
    #expect(wrong.evidence.language == nil, "the language was the other text's")
    #expect(wrong.rates == (try analysis(nil)).rates.excusing(.transcriptMismatch))
    let object = try #require(JSONSerialization.jsonObject(with: Data(wrong.document().json.text.utf8)) as? [String: Any])
    let text = try #require(object["text"] as? [String: Any])
    for name in ["characters", "words", "syllables", "verbatim", "fillers", "repetitions", "repairs", "specificity", "richness"] {
      #expect(text[name] is NSNull, "\(name)")
    }
    #expect((text["structure"] as? [String: Any])?["steps"] as? [String] == [])
    #expect((text["keywords"] as? [String: Any])?["groups"] as? [String] == [])
    #expect((text["content"] as? String)?.contains("30 percent") == true, "what was delivered is kept")
    let unknown = try #require(object["unknown"] as? [String: String])
    for place in ["text.characters", "text.words", "text.richness", "text.specificity", "text.structure.star_coverage"] {
      #expect(unknown[place] == "transcript.mismatch", "\(place)")
    }
  }

  @Test func `rates beside a transcript that does not fit stand beside nobody else's`() throws {
    let measures: [Measure: Measured<Double>] = [
      .characters: .unknown(.transcriptMismatch), .speechRate: .value(8.5), .pauseRatio: .value(0.2), .f0SD: .value(2),
    ]
    #expect(measures.comparable[.speechRate] == .unknown(.transcriptMismatch))
    #expect(measures.comparable[.pauseRatio] == .value(0.2) && measures.comparable[.f0SD] == .value(2))
    let missing = measures.merging([.characters: .unknown(.transcriptMissing)]) { $1 }
    #expect(missing.comparable == missing, "without a transcript the estimate is all there is")
  }

  @Test func `the same recording of two candidates is told where the session and the answer are read`() throws {
    let workshop = try ProcessorFixture()
    for (session, candidate) in [("s", "c-1"), ("t", "c-2")] {
      try workshop.write("candidate: \(candidate)\nrole: general\n", as: "\(session)/session.yaml")
      try workshop.drop("interviews/sales-c20391/q2.flac", as: "\(session)/q2.flac")
      try workshop.work()
    }
    for (session, other) in [("s", "t__q2 (c-2)"), ("t", "s__q2 (c-1)")] {
      let card = try #require(try SessionScorecard(session, in: workshop.store, models: workshop.line.models, at: 1_700_000_200))
      let reported = "The recording of q2 is byte for byte that of another candidate: \(other)."
      #expect(card.text(in: .en).contains(reported), "\(card.text(in: .en))")
      #expect(card.document().json.text.contains(#""identical":[{"answer":"\#(session)__q2","others":[{"id":"#))
      let explained = try #require(
        try workshop.line.explained("\(session)__q2", advice: AdviceCatalogue(), baselines: BaselineFiles("/nonexistent")))
      #expect(explained.text(in: .en).contains(reported))
      #expect(explained.text(in: .zh).contains("逐字节相同"))
    }
  }

  @Test func `a transcript that does not fit is told to be that of another answer of the session`() throws {
    let workshop = try ProcessorFixture()
    try workshop.write("role: software-engineer\nlanguage: en\n", as: "s/session.yaml")
    for name in ["q1.opus", "q2.flac", "q3.wav"] { try workshop.drop("interviews/engineer-c20417/" + name, as: "s/" + name) }
    try workshop.drop("interviews/engineer-c20417/q3.txt", as: "s/q1.txt")
    try workshop.work()
    func reading(_ id: String) throws -> AnswerReading {
      try #require(try AnswerReading(id, in: workshop.store, baselines: BaselineFiles("/nonexistent")))
    }
    let mixed = try reading("s__q1")
    #expect(mixed.answer.record.measures[.characters] == .unknown(.transcriptMismatch))
    #expect(mixed.misplaced?.other == "s__q3" && mixed.misplaced?.ground == .sound)
    #expect(mixed.document.json.text.contains(#""misplaced":{"answer":"s__q1","of":"s__q3","ground":"sound"}"#))
    for id in ["s__q2", "s__q3"] { #expect(try reading(id).misplaced == nil, "there is no transcript to be of another") }
    try workshop.drop("interviews/engineer-c20417/q3.txt", as: "s/q3.txt")
    try workshop.work()
    #expect(try reading("s__q1").misplaced?.ground == .sameText)
    #expect(try reading("s__q3").misplaced == nil, "it fits its own recording")
    let explained = try #require(
      try workshop.line.explained("s__q1", advice: AdviceCatalogue(), baselines: BaselineFiles("/nonexistent")))
    #expect(explained.text(in: .en).contains("s__q3 was delivered with the same transcript"))
    #expect(explained.text(in: .zh).contains("s__q3 收到的是同一份转写"))
    let report = try #require(
      try SessionReport(
        "s", in: workshop.store, models: workshop.line.models, advice: AdviceCatalogue(), baselines: BaselineFiles("/nonexistent"),
        at: 1_700_000_200))
    let page = try report.html(in: .en)
    let finding = try AnalysisDocument(reading: mixed.answer.record.analysis).text?.fit?.finding
    #expect(page.contains(try #require(finding).en), "the report gives the figures that say so")
    #expect(page.contains("s__q3 was delivered with the same transcript"), "and whose text it seems to be")
  }

  @Test(
    arguments: [
      ([2.0, 0.5, -3], 0), ([0.9, -3], nil), ([2, 1.5], nil), ([-1, 3, 2], 1), ([], nil),
    ] as [([Double], Int?)])
  func `another answer is named where it alone is convincing`(evidence: [Double], place: Int?) {
    #expect(evidence.outstanding(by: 1) == place)
  }

  @Test func `sessions are compared on what they have in common, and the overall is the one that is shown`() throws {
    let workshop = try ProcessorFixture()
    for (session, questions) in [("s", ["q1.opus", "q2.flac"]), ("t", ["q2.flac", "q4.m4a"])] {
      for name in questions { try workshop.drop("interviews/sales-c20391/" + name, as: "\(session)/\(name)") }
    }
    try workshop.work()
    let (store, models) = (workshop.store, workshop.line.models)
    let compared = try ComparedSessions(["s", "t"], in: store, models: models, at: 1_700_000_200)
    #expect(compared.questions == ["q2"])
    #expect(compared.columns.map(\.leftOut) == [["q1"], ["q4"]])
    for column in compared.columns {
      let shown = try #require(try SessionScorecard(column.session, in: store, models: models, at: 1_700_000_200))
      #expect(column.overall != nil && column.overall == shown.summary.overall && column.low == shown.summary.low)
      #expect(column.together == column.questions["q2"])
    }
    #expect(compared.columns[0].together == compared.columns[1].together, "one recording, one score")
    let fault = #expect(throws: Fault.self) { try ComparedSessions(["s__q1", "t__q4"], in: store, models: models, at: 1) }
    #expect(fault?.code == .compareQuestions)
    let listing = try SessionListing(by: .score, limit: 1, in: store, models: models, at: 1_700_000_200)
    let rest = try SessionListing(by: .score, after: listing.rows[0].session.record.id.text, limit: 1, in: store, models: models, at: 1)
    let scores = (listing.rows + rest.rows).map(\.overall)
    #expect(listing.isMore && !rest.isMore)
    #expect(scores == compared.columns.compactMap(\.overall).sorted(by: >))
  }

  @Test(arguments: [
    ("2026-11-01", 1_793_491_200.0), ("2026-11-01T08:00:00+08:00", 1_793_491_200), ("7d", 395_200), ("12h", 956_800), ("30m", 998_200),
  ])
  func `a time is named as a day, a time, or so long ago`(text: String, seconds: Double) {
    #expect(SessionListing.moment(text, now: 1_000_000) == seconds)
    #expect(SessionListing.moment("yesterday", now: 0) == nil && SessionListing.moment("-1d", now: 0) == nil)
  }

  @Test func `a session of the past has one state in the list and on its own page`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = try HistoryImport(path: try file("past.csv", Array("session,question,overall\nold,q1,50\nold,q2,70\n".utf8)))
    let store = try SQLiteStore(path: folder.appendingPathComponent("s.sqlite").path)
    _ = try source.run(from: nil) { documents, position throws(Fault) in
      _ = try store.importBatch(
        documents,
        progress: { results in
          let now = position(results.map { _ in .imported })
          return ImportProgress(file: source.path, sha256: "", bytes: 0, offset: now.offset, state: now.report.text)
        }, at: 5)
    } rejected: { _ in
    }
    let library = Checkout.models
    let row = try #require(try SessionListing(limit: 9, in: store, models: library, at: 9).rows.first)
    let card = try #require(try SessionScorecard("old", in: store, models: library, at: 9))
    #expect(row.session.record.state == .completed)
    #expect(card.state.phase == .completed && card.text(in: .zh).hasPrefix("old  已完成\n"))
    #expect(row.overall == Points(hundredths: 6000) && row.overall == card.summary.overall)
  }

  @Test func `a bad row of the past is told with its column and value, and a file in GBK by its name`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    func rejections(_ bytes: [UInt8]) throws -> [String] {
      var reported: [String] = []
      let report = try HistoryImport(path: try file("past.csv", bytes)).run(from: nil) { documents, position throws(Fault) in
        _ = position(documents.map { _ in .imported })
      } rejected: {
        reported.append("\($0.line) \($0.fault.code.code) \($0.fault.detail)")
      }
      #expect(report.isComplete)
      return reported
    }
    let rows = """
      session,question,overall,language,candidate
      s,q1,12a,zh,c
      s,q2,101,zh,c
      s,q3,50,fr,c
      s,q4,50,zh,c\u{9B}31m
      s,q5,50,zh,张三

      """
    #expect(
      try rejections(Array(rows.utf8)) == [
        #"2 history.row-invalid overall: "12a""#, #"3 history.row-invalid overall: "101""#, #"4 history.row-invalid language: "fr""#,
        #"5 history.row-invalid candidate: "c[U+009B]31m""#,
      ])
    // 客户 in GBK.
    let gbk = Array("session,question,candidate\ns,q1,c\ns,q2,".utf8) + [0xBF, 0xCD, 0xBB, 0xA7, 0x0A]
    let fault = #expect(throws: Fault.self) { try rejections(gbk) }
    #expect(fault?.code.code == "table.encoding" && fault?.detail.hasSuffix("past.csv:3: this is GBK (GB 18030)") == true)
    // One stray byte in a file that is UTF-8 costs its row.
    let stray = Array("session,question,candidate\ns,q1,客\ns,q2,".utf8) + [0xBF, 0xCD, 0x0A]
    #expect(try rejections(stray) == ["3 history.row-invalid UTF-8"])
  }
}

extension Rates {
  /// As they are where there is a transcript and nothing was taken from it.
  fileprivate func excusing(_ reason: UnknownReason) -> Rates {
    var rates = self
    if rates.wordsPerMinute.reason == .transcriptMissing { rates.wordsPerMinute = .unknown(reason) }
    // Nobody knows the language, and what a person can mend is the transcript.
    if rates.wordsPerMinute.reason == .languageUnknown {
      rates.wordsPerMinute = .unknown(reason)
      rates.charactersPerMinute = .unknown(reason)
    }
    return rates
  }
}
