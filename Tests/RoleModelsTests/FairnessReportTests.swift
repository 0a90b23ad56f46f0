import Interview
import RoleModels
import Tables
import Testing
import YAMLReading

@Suite struct `The fairness report` {
  /// 100 women of whom 40 score 80 and 60 score 60; 100 men of whom 60 score 80 and 40 score 60. Every second person is
  /// young. One more person is not in the file.
  private static func report() throws -> FairnessReport {
    var people: [ScoredCandidate] = []
    var lines = ["candidate,gender,age"]
    for (gender, high) in [("woman", 40), ("man", 60)] {
      for index in 0..<100 {
        let isHigh = index < high
        people.append(
          scored("\(gender)-\(index)", isHigh ? ["fluency.pace": 5, "need.covered": 15] : ["fluency.pace": 25, "need.covered": 15]))
        lines.append("\(gender)-\(index),\(gender),\(index % 2 == 0 ? "young" : "old")")
      }
    }
    people.append(scored("nobody", ["fluency.pace": 30]))
    let file = try GroupFile(Array(lines.joined(separator: "\n").utf8), name: "g.csv")
    return FairnessReport(people, file, threshold: Points(hundredths: 7500))
  }

  @Test func `has the rates, ratios and means computed by hand`() throws {
    let report = try Self.report()
    #expect(report.n == 201)
    // 100 people at 60, one at 70, 100 at 80: the 101st is 70.
    #expect(report.median == Points(hundredths: 7000))
    let gender = try #require(report.splits.first)
    #expect(gender.attributes == ["gender"])
    #expect(gender.reference == "man")
    #expect(gender.groups.map(\.name) == ["man", "unknown", "woman"])
    #expect(gender.groups.map(\.n) == [100, 1, 100])
    let woman = gender.groups[2]
    #expect(woman.mean == 68)
    // 40 of 100 against 60 of 100, above the median as above the threshold.
    for rate in [woman.aboveMedian, try #require(woman.aboveThreshold)] {
      #expect(rate.rate == 0.4)
      #expect(abs((rate.ratio ?? 0) - 2.0 / 3) < 1e-12)
      #expect(rate.isBelowFourFifths)
    }
    #expect(gender.groups[1].isSmall, "one person who is not in the file")
    #expect(gender.groups[1].aboveMedian.rate == 0)
  }

  @Test func `splits the gap into what each indicator adds`() throws {
    let woman = try #require(try Self.report().splits[0].groups.first { $0.name == "woman" })
    // Women lose 0.4·5 + 0.6·25 = 17 at the pace, men 0.6·5 + 0.4·25 = 13; both lose 15 at the need.
    #expect(abs((woman.gap ?? 0) - 4) < 1e-9)
    #expect(woman.contributions.map(\.indicator) == ["fluency.pace", "need.covered"])
    #expect(abs(woman.contributions[0].points - 4) < 1e-9)
    #expect(abs(woman.contributions[1].points) < 1e-9)
  }

  @Test func `crosses the attributes, and counts who is unknown in either`() throws {
    let crossed = try #require(try Self.report().splits.last)
    #expect(crossed.attributes == ["gender", "age"])
    #expect(crossed.groups.map(\.name) == ["man × old", "man × young", "unknown", "woman × old", "woman × young"])
    #expect(crossed.groups.map(\.n) == [50, 50, 1, 50, 50])
    #expect(crossed.groups.map(\.isSmall) == [false, false, true, false, false])
    // Of the 40 women at 80, 20 are young; of 50.
    #expect(crossed.groups[4].aboveMedian.rate == 0.4)
  }

  @Test func `refuses a file that names a person twice, or no attribute`() {
    #expect(throws: Fault(.tableDuplicate, "g.csv:3: candidate: a")) { try GroupFile(Array("candidate,x\na,1\na,2\n".utf8), name: "g.csv") }
    let fault = #expect(throws: Fault.self) { try GroupFile(Array("candidate\na\n".utf8), name: "g.csv") }
    #expect(fault?.code == .tableColumn)
  }
}
