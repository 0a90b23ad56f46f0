import Interview
import RoleModels
import Testing

/// The rule of New York City on numbers that can be counted by hand.
@Suite struct `Scoring rates by category` {
  private func person(_ id: String, _ score: Double) throws -> ScoredCandidate {
    var person = ScoredCandidate(id: id)
    person.add(
      Scorecard(
        roleModel: RoleModelReference(id: "m", version: "1", hash: anyHash), overall: Points(score), dimensions: [], lostPoints: [],
        confidence: Confidence(level: .high, low: nil, high: nil, reasons: []), advisory: [], unknown: [:]))
    return person
  }

  /// 100 people with the scores 1 to 100: the median is 50.5, and 50 lie above it.
  private func rates(_ rows: [(Int) -> String], keepingSmall: Bool = false) throws -> ScoringRates {
    let people = try (1...100).map { try person("c\($0)", Double($0)) }
    let lines = (1...100).map { number in "c\(number)," + rows.map { $0(number) }.joined(separator: ",") }
    let file = try GroupFile(Array(("candidate,sex,race\n" + lines.joined(separator: "\n") + "\n").utf8), name: "g.csv")
    return ScoringRates(people, file, sex: 0, race: 1, keepingSmall: keepingSmall)
  }

  @Test func `rates are shares above the median of all, ratios against the highest`() throws {
    // Even numbers are men, odd ones women: 25 of 50 each above 50.5. A to 60, B beyond: 10 of 60 and 40 of 40.
    let rates = try rates([{ $0 % 2 == 0 ? "M" : "F" }, { $0 <= 60 ? "A" : "B" }])
    #expect(rates.median == 50.5 && rates.assessed == 100)
    #expect(rates.tables.map(\.attributes) == [["sex"], ["race"], ["sex", "race"]])
    #expect(rates.tables[0].categories.map(\.rate) == [0.5, 0.5] && rates.tables[0].categories.map(\.ratio) == [1, 1])
    #expect(rates.tables[1].categories.map(\.above) == [10, 40])
    #expect(abs((rates.tables[1].categories[0].ratio ?? 0) - 10.0 / 60) < 1e-12 && rates.tables[1].categories[1].ratio == 1)
    #expect(rates.tables[2].categories.map(\.name) == ["F × A", "F × B", "M × A", "M × B"])
    #expect(rates.tables[2].categories.map(\.n) == [30, 20, 30, 20] && rates.tables[2].categories.map(\.above) == [5, 20, 5, 20])
  }

  @Test func `people of unknown category are counted apart, and stay in the median`() throws {
    let rates = try rates([{ $0 % 10 == 0 ? "" : $0 % 10 == 1 ? "Prefer not to say" : "F" }, { $0 % 10 == 2 ? "未知" : "A" }])
    #expect(rates.median == 50.5)
    #expect(rates.tables.map(\.unknown) == [20, 10, 30])
    #expect(rates.tables.map { $0.categories.map(\.n) } == [[80], [90], [70]])
  }

  @Test func `a category below two per cent has a rate and no ratio, and is nobody's measure, unless asked for`() throws {
    // C is the best one alone: 1 of 100. D has exactly two.
    let race: (Int) -> String = { $0 == 100 ? "C" : $0 >= 98 ? "D" : "A" }
    let categories = try rates([{ _ in "F" }, race]).tables[1].categories
    #expect(categories.map(\.name) == ["A", "C", "D"] && categories.map(\.isSmall) == [false, true, false])
    #expect(categories.map(\.rate) == [47.0 / 97, 1, 1] && categories.map(\.ratio) == [47.0 / 97, nil, 1])
    let kept = try rates([{ _ in "F" }, race], keepingSmall: true).tables[1].categories
    #expect(kept.map(\.ratio) == [47.0 / 97, 1, 1] && kept.map(\.isSmall) == [false, true, false])
  }

  @Test func `a score that is the median itself is not above it, and where nobody is there are no ratios`() throws {
    let people = try (1...4).map { try person("c\($0)", 60) }
    let file = try GroupFile(Array("candidate,gender,ethnicity\nc1,F,A\nc2,M,A\nc3,F,B\nc4,M,B\n".utf8), name: "g.csv")
    #expect(try file.sex(nil, in: "g.csv") == 0 && file.race(nil, in: "g.csv") == 1)
    #expect(throws: Fault.self) { try file.sex("colour", in: "g.csv") }
    let rates = ScoringRates(people, file, sex: 0, race: 1)
    #expect(rates.median == 60 && rates.tables.flatMap(\.categories).allSatisfy { $0.above == 0 && $0.rate == 0 && $0.ratio == nil })
  }
}
