import Interview
import RoleModels
import Testing

@Suite struct `Audits` {
  @Test func `a correlation by hand has Fisher's interval`() throws {
    // r of (1,2,3,4,5) and (2,1,4,3,5) is 0.8; z = 1.0986, ± 1.96/√2 = 1.3859: −0.2797 to 0.9863.
    let pearson = try #require(Correlation(.pearson, [1, 2, 3, 4, 5], [2, 1, 4, 3, 5]))
    #expect(abs(pearson.value - 0.8) < 1e-12)
    #expect(abs(pearson.low - -0.2797) < 0.0005)
    #expect(abs(pearson.high - 0.9863) < 0.0005)
    #expect(pearson.n == 5)
  }

  @Test func `ranks see through a curve, and equal values share a rank`() throws {
    #expect(try #require(Correlation(.spearman, [1, 2, 3, 4, 5], [1, 8, 27, 64, 125])).value == 1)
    #expect(abs(try #require(Correlation(.spearman, [1, 2, 2, 3], [1, 2, 3, 4])).value - 0.948_683) < 1e-6)
  }

  @Test func `three pairs, or a side that never varies, give no correlation`() {
    // The mean of these forty-nine is not 98.96 to the last bit.
    #expect(Correlation(.pearson, [Double](repeating: 98.96, count: 49), (0..<49).map { Double($0) }) == nil)
    #expect(Correlation(.pearson, [1, 2, 3], [1, 2, 3]) == nil)
    #expect(Correlation(.pearson, [1, 1, 1, 1], [1, 2, 3, 4]) == nil)
  }

  @Test func `impact ratios are those computed by hand`() throws {
    func people(_ group: String?, _ above: Int, of n: Int) -> [(score: Points, group: String?)] {
      (0..<n).map { (Points(hundredths: $0 < above ? 8000 : 6000), group) }
    }
    let audit = FairnessAudit(
      people("a", 60, of: 100) + people("b", 40, of: 100) + people("c", 9, of: 10) + people(nil, 20, of: 40),
      threshold: Points(hundredths: 7000))
    #expect(audit.groups.map(\.name) == ["a", "b", "c", "unknown"])
    let b = audit.groups[1]
    // 0.4 / 0.6; ln-error √(0.6/40 + 0.4/60) = 0.1472: factor 1.3345.
    #expect(abs((b.ratio ?? 0) - 2.0 / 3) < 1e-12)
    #expect(abs((b.low ?? 0) - 0.4996) < 0.0005)
    #expect(abs((b.high ?? 0) - 0.8897) < 0.0005)
    #expect(b.mean == Points(hundredths: 6800))
    #expect(audit.groups.map(\.isBelowFourFifths) == [false, true, false, false])
    #expect(audit.groups.map(\.isSmall) == [false, false, true, false])
  }

  @Test func `candidates with other questions, models or engines are not compared, and the reason is said`() throws {
    func card(_ version: String) -> Scorecard {
      Scorecard(
        roleModel: RoleModelReference(id: "m", version: version, hash: anyHash), overall: .full, dimensions: [], lostPoints: [],
        confidence: Confidence(level: .high, low: nil, high: nil, reasons: []), advisory: [], unknown: [:])
    }
    func candidate(_ id: String, engine: String = "1", version: String = "1", _ questions: [String] = ["q1"])
      -> CandidateComparison.Candidate
    {
      .init(id: id, engine: engine, scorecards: Dictionary(uniqueKeysWithValues: questions.map { ($0, card(version)) }))
    }
    #expect(try CandidateComparison([candidate("a"), candidate("b")]).questions == ["q1"])
    #expect(throws: Fault(.compareEngine, "1, 2")) { try CandidateComparison([candidate("a"), candidate("b", engine: "2")]) }
    let apart = try CandidateComparison([candidate("a"), candidate("b", ["q1", "q2"])])
    #expect(apart.questions == ["q1"] && apart.leftOut == [[], ["q2"]])
    #expect(throws: Fault(.compareQuestions, "a: q1; b: q2")) {
      try CandidateComparison([candidate("a"), candidate("b", ["q2"])])
    }
    let fault = #expect(throws: Fault.self) { try CandidateComparison([candidate("a"), candidate("b", version: "2")]) }
    #expect(fault?.code == .compareModel)
  }
}
