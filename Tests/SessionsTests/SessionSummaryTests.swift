import Interview
import Sessions
import Testing

private let model = RoleModelReference(id: "sales", version: "1", hash: ContentHash(hex: String(repeating: "a", count: 64)))

private func card(_ overall: Int?, width: Int = 300, model: RoleModelReference = model) -> Scorecard {
  let points = overall.map(Points.init(hundredths:))
  return Scorecard(
    roleModel: model, overall: points,
    dimensions: [
      DimensionScore(
        id: "d", name: Bilingual(zh: "维度", en: "dimension"), weight: .full, effectiveWeight: .full, score: points,
        reason: points == nil ? .speechTooLittle : nil)
    ],
    lostPoints: [],
    confidence: Confidence(
      level: .high, low: points.map { $0 - Points(hundredths: width) }, high: points.map { $0 + Points(hundredths: width) }, reasons: []),
    advisory: [Advisory(kind: .suggestFollowUp, message: Bilingual(zh: "追问", en: "follow up"), spans: [TimeRange(1, 2)])], unknown: [:])
}

private func answer(_ question: String, _ overall: Int?, rate: Double = 4) -> SessionAnswer {
  SessionAnswer(question: question, scorecard: card(overall), measures: [.speechRate: .value(rate)])
}

private func state(_ questions: [String], answered: [String]) throws -> SessionState {
  var state = SessionState(now: 0)
  try state.apply(.manifest(Manifest(questions: questions.map { ManifestQuestion(id: OpaqueName($0)) }, deadline: 10)))
  for question in answered {
    try state.apply(.attempt(Attempt(question: question, number: 1, result: .analysed(overall: nil), arrived: 1)))
  }
  try state.apply(.clock(10))
  return state
}

@Suite struct `A session's summary` {
  @Test func `the overall score is the mean of the answers, and its interval that of their intervals`() throws {
    let ids = ["q1", "q2", "q3", "q4"]
    let summary = SessionSummary(
      try state(ids, answered: ids), answers: [answer("q1", 8000), answer("q2", 7000), answer("q3", 9000), answer("q4", 6001)])
    // (80 + 70 + 90 + 60.01) / 4 = 75.0025; each reaches 3 to either side.
    #expect(summary.overall == Points(hundredths: 7500))
    #expect(summary.low == Points(hundredths: 7200))
    #expect(summary.high == Points(hundredths: 7801))
    #expect(summary.dimensions.map(\.answers) == [4])
    #expect(summary.followUps.map(\.question) == ids)
  }

  @Test func `with a score that came without an interval the mean has none`() {
    let foreign = Scorecard(
      roleModel: card(7000).roleModel, overall: Points(hundredths: 6000), dimensions: [], lostPoints: [],
      confidence: Confidence(level: .low, low: nil, high: nil, reasons: []), advisory: [], unknown: [:])
    let mean = MeanScore([card(7000), foreign])
    #expect(mean?.overall == Points(hundredths: 6500))
    #expect(mean?.low == nil && mean?.high == nil)
    #expect(MeanScore([card(7000)])?.low == Points(hundredths: 6700), "3 to either side")
  }

  @Test func `a skipped question is said and is not a zero`() throws {
    let summary = SessionSummary(try state(["q1", "q2"], answered: ["q1"]), answers: [answer("q1", 8000)])
    #expect(summary.overall == Points(hundredths: 8000))
    #expect(summary.skipped == ["q2"])
    #expect(summary.notes.contains { $0.en == "Skipped questions: q2 (not counted as 0)." })
  }

  @Test func `below half of the questions there is no overall score`() throws {
    let summary = SessionSummary(try state(["q1", "q2", "q3"], answered: ["q1"]), answers: [answer("q1", 8000)])
    #expect(summary.overall == nil)
    #expect(summary.notes.contains { $0.en.contains("insufficient data") })
  }

  @Test func `answers of two model versions are not averaged`() throws {
    let other = RoleModelReference(id: "sales", version: "2", hash: ContentHash(hex: String(repeating: "b", count: 64)))
    let answers = [answer("q1", 8000), SessionAnswer(question: "q2", scorecard: card(7000, model: other))]
    #expect(SessionSummary(try state(["q1", "q2"], answered: ["q1", "q2"]), answers: answers).overall == nil)
  }

  @Test func `an answer half as fast again as the others is seen against the speaker's own median`() throws {
    let ids = ["q1", "q2", "q3"]
    let answers = [answer("q1", 8000), answer("q2", 8000, rate: 6), answer("q3", 8000)]
    let summary = SessionSummary(try state(ids, answered: ids), answers: answers)
    #expect(summary.baseline.medians[.speechRate] == 4)
    #expect(summary.departures == [PaceDeparture(question: "q2", rate: 6, baseline: 4)])
    #expect(summary.departures.first?.message.en == "Question q2 is spoken 50 % faster than this speaker's other answers.")
  }

  @Test(arguments: [UnknownReason.transcriptMismatch, .transcriptPartial])
  func `the pace of an answer whose transcript does not fit is told of nobody`(reason: UnknownReason) throws {
    let ids = ["q1", "q2", "q3", "q4"]
    func counted(_ question: String, _ characters: Measured<Double>, rate: Double) -> SessionAnswer {
      SessionAnswer(question: question, scorecard: card(8000), measures: [.speechRate: .value(rate), .characters: characters])
    }
    // 112 % faster than the others: what was counted there is not what was said.
    let answers = ["q1", "q2", "q3"].map { counted($0, .value(100), rate: 4) } + [counted("q4", .unknown(reason), rate: 8.48)]
    let summary = SessionSummary(try state(ids, answered: ids), answers: answers)
    #expect(summary.baseline.medians[.speechRate] == 4)
    #expect(summary.departures.isEmpty && summary.notes.isEmpty)
    // An estimate from the sound alone is no match for counts in texts either.
    let estimated = Array(answers.prefix(3)) + [counted("q4", .unknown(.transcriptMissing), rate: 8.48)]
    #expect(SessionSummary(try state(ids, answered: ids), answers: estimated).departures.isEmpty)
  }

  @Test func `two answers are no baseline`() throws {
    let summary = SessionSummary(
      try state(["q1", "q2"], answered: ["q1", "q2"]), answers: [answer("q1", 8000), answer("q2", 8000, rate: 8)])
    #expect(summary.baseline.medians.isEmpty)
    #expect(summary.departures.isEmpty)
  }
}
